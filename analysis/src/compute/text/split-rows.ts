import type { FieldUse, NumberBlock, RowBlock, RowPlan, SplitRows } from "../../io/split-rows.ts";
import type { Arena } from "../arena.ts";
import type { WasmDevice } from "../operation.ts";
import { growable } from "../wasm/growable.ts";

const LINE_FEED = 10;
const WORDS = 8;
const KINDS: Readonly<Record<FieldUse["kind"], number>> = {
  ignored: 0,
  number: 1,
  text: 2,
  code: 3,
  bounds: 4,
};
const IS_EXACT = 1;
const MINUS_NINE_IS_MISSING = 2;
/** Bytes beyond the end of a text that are read and written. */
export const SPARE = 128;
const CODES = ["sex", "founder"] as const;

/**
 * Splits rows of people in WebAssembly, which is fast from the first row on: of a process that opens a file and ends, the
 * JavaScript compiler takes longer than the file.
 */
export function rowSplitter({ kernels, arena }: WasmDevice): SplitRows {
  const room = rooms(arena);
  /** Whole lines, the last one ended, in the arena: there already, or a copy. */
  const placed = (bytes: Uint8Array, from: number, to: number): Uint8Array => {
    const hasEnd = to > from && bytes[to - 1] === LINE_FEED;
    if (hasEnd && arena.has(bytes)) return bytes.subarray(from, to);
    const size = to - from;
    const text = room.text(size + 1 + SPARE);
    text.set(bytes.subarray(from, to));
    if (!hasEnd) text[size] = LINE_FEED;
    return text.subarray(0, size + Number(!hasEnd));
  };
  const result = arena.int32(1);

  return (bytes, from, to, plan): RowBlock | undefined => {
    const size = to - from;
    const width = plan.uses.length;
    // A row of tabs alone has a byte a field; one of blanks has two.
    const most = Math.floor((size + 1) / Math.max(1, width)) + 1;
    const text = placed(bytes, from, to);
    const end = text.length;
    const codes = { sex: room.sex(most), founder: room.founder(most) };
    for (const name of CODES) {
      if (plan.uses.some((use) => use.kind === "code" && use.to === name)) {
        codes[name].fill(255, 0, most);
      }
    }
    const fields = room.fields(WORDS * width);
    const outputs = plan.uses.map((use, i) => {
      const field = fields.subarray(WORDS * i, WORDS * (i + 1)).fill(0);
      field[0] = KINDS[use.kind];
      if (use.kind === "number") {
        const values = room.values(i)(most);
        field[1] = arena.pointer(values);
        return values;
      }
      if (use.kind === "bounds") {
        const bounds = room.bounds(i)(2 * most);
        field[1] = arena.pointer(bounds);
        return bounds;
      }
      if (use.kind === "text") {
        const fieldText = room.texts(i)(end + 1 + SPARE);
        field[1] = arena.pointer(fieldText);
        field[2] = arena.pointer(room.starts(i)(most));
        field[3] = field[1] - use.filled;
        return fieldText;
      }
      if (use.kind === "code") {
        const table = room.tables(i)(256);
        table.set(use.table);
        field[1] = arena.pointer(codes[use.to]);
        field[2] = arena.pointer(table);
      }
      return undefined;
    });
    const rows = kernels.splitDelimitedLines(
      arena.pointer(text),
      arena.pointer(text) + end,
      plan.separator,
      arena.pointer(fields),
      width,
      optionsOf(plan),
      arena.pointer(result),
    );
    if (rows < 0) return undefined;
    return {
      rows,
      lines: result[0],
      numbers(i): NumberBlock | undefined {
        if (fields[WORDS * i + 4] !== 0) return undefined;
        return {
          values: (outputs[i] as Float64Array).subarray(0, rows),
          numeric: rows - fields[WORDS * i + 5],
          minusNines: fields[WORDS * i + 6],
        };
      },
      text(i) {
        const all = outputs[i] as Uint8Array;
        return {
          bytes: all.subarray(0, fields[WORDS * i + 1] - arena.pointer(all)),
          starts: room.starts(i)(most).subarray(0, rows),
        };
      },
      codes: (name) => codes[name].subarray(0, rows),
      bounds: (i) => (outputs[i] as Int32Array).subarray(0, 2 * rows),
    };
  };
}

function optionsOf({ isExact, minusNineIsMissing }: RowPlan): number {
  return (isExact ? IS_EXACT : 0) | (minusNineIsMissing ? MINUS_NINE_IS_MISSING : 0);
}

function rooms(arena: Arena) {
  return {
    text: growable(arena.uint8),
    fields: growable(arena.uint32),
    sex: growable(arena.uint8),
    founder: growable(arena.uint8),
    values: roomOfField(arena.float64),
    bounds: roomOfField(arena.int32),
    texts: roomOfField(arena.uint8),
    starts: roomOfField(arena.uint32),
    tables: roomOfField(arena.uint8),
  };
}

function roomOfField<View extends ArrayBufferView & { readonly length: number }>(
  allocate: (length: number) => View,
): (field: number) => (length: number) => View {
  const roomOf: ((length: number) => View)[] = [];
  return (field) => (roomOf[field] ??= growable(allocate));
}
