import type { ByteSource } from "../../io/byte-source.ts";
import { createArena } from "../arena.ts";
import { hasSharedMemory } from "../engine/cpu-device.ts";
import type { WasmDevice } from "../operation.ts";
import { growable } from "../wasm/growable.ts";
import { wasmDevice } from "../wasm/kernels.ts";
import { SPARE } from "./split-rows.ts";

const LINE_FEED = 10;
/** Text that JavaScript has read before WebAssembly is ready. */
const SMALL_BYTES = 64 * 1024;
/** A line that two blocks share comes alone. */
const SMALL_BLOCK = 4096;
const FIRST_BYTES = 16 * 1024 * 1024;

/** Fields of some rows; all is only good until the next are split. */
export interface SplitFields {
  /** The text that the bounds are of. */
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly width: number;
  /** Field f of row r begins at bounds[2(r · width + f)] and ends at the next. */
  readonly bounds: Int32Array;
  /** Field f of row r, where it is a short decimal, at r · width + f; else NaN, and anything of fields not asked for. */
  readonly values: Float64Array;
  /** Line of each row, from 0, and then how many there are. */
  readonly lines: Int32Array;
}

/** Splits the lines of a table into fields in WebAssembly. */
export interface FieldSplitter {
  /** Memory that needs no copy to be split. */
  readonly memory: (bytes: number) => Uint8Array;
  /**
   * Whole lines, the last one perhaps without its end; undefined where one is no row, and for a few lines.
   *
   * @param separator - a byte; a space stands for spaces and tabs, however many
   * @param isNumber - of each field whether its number is asked for
   */
  split(
    bytes: Uint8Array,
    from: number,
    to: number,
    separator: number,
    isNumber: readonly boolean[],
  ): SplitFields | undefined;
}

/** What splits fields of a file fastest; undefined where that is plain JavaScript. */
export async function fieldSplitter({ size }: ByteSource): Promise<FieldSplitter | undefined> {
  if (size < SMALL_BYTES || !hasSharedMemory()) return undefined;
  return wasmDevice(createArena(FIRST_BYTES)).then(fieldSplitterOn, () => undefined);
}

export function fieldSplitterOn({ kernels, arena }: WasmDevice): FieldSplitter {
  const room = {
    text: growable(arena.uint8),
    kinds: growable(arena.uint8),
    bounds: growable(arena.int32),
    values: growable(arena.float64),
    lines: growable(arena.int32),
  };
  const placed = (bytes: Uint8Array, from: number, to: number): Uint8Array => {
    const hasEnd = bytes[to - 1] === LINE_FEED;
    if (hasEnd && arena.has(bytes)) return bytes.subarray(from, to);
    const text = room.text(to - from + 1 + SPARE);
    text.set(bytes.subarray(from, to));
    if (!hasEnd) text[to - from] = LINE_FEED;
    return text.subarray(0, to - from + Number(!hasEnd));
  };
  return {
    memory: (bytes) => arena.uint8(bytes + SPARE).subarray(0, bytes),
    split(bytes, from, to, separator, isNumber) {
      if (to - from < SMALL_BLOCK) return undefined;
      const width = isNumber.length;
      const text = placed(bytes, from, to);
      // Each field of a row has a byte behind it.
      const most = Math.floor(text.length / width) + 1;
      const kinds = room.kinds(width);
      kinds.set(isNumber.map(Number));
      const bounds = room.bounds(2 * width * most);
      const values = room.values(width * most);
      const lines = room.lines(most + 1);
      const start = arena.pointer(text);
      const rows = kernels.splitFieldRows(
        start,
        start + text.length,
        separator,
        width,
        arena.pointer(kinds),
        arena.pointer(bounds),
        arena.pointer(values),
        arena.pointer(lines),
      );
      return rows < 0 ? undefined : { bytes: text, rows, width, bounds, values, lines };
    },
  };
}
