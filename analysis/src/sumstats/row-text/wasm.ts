import type { Arena } from "../../compute/arena.ts";
import type { WasmDevice } from "../../compute/operation.ts";
import { growable } from "../../compute/wasm/growable.ts";
import type { EncodedTexts } from "./encoded-texts.ts";
import type { RowTextInput, TextColumn } from "./index.ts";

/** As the kernel numbers them. */
const KINDS = { integer: 0, number: 1, "p-of-ln": 2, code: 3, text: 4, allele: 5 };
const NUMBERS_A_COLUMN = 4;
/** No number or P is longer. */
const MOST_BYTES_OF_NUMBER = 24;
/** A kernel may write beyond the end. */
const SLACK = 32;

export function rowTextWasm({ kernels, arena }: WasmDevice): (input: RowTextInput) => Uint8Array {
  const room = { columns: growable(arena.uint32), text: growable(arena.uint8) };
  const copies: CopyRoom[] = [];
  return ({ rowCount, columns }) => {
    const descriptions = room.columns(NUMBERS_A_COLUMN * columns.length);
    let last: { readonly column: RowsColumn; readonly texts: PlacedTexts } | undefined;
    columns.forEach((column, c) => {
      const copy = (copies[c] ??= copyRoom(arena));
      const values = "values" in column ? copy.values(column.values, rowCount) : 0;
      let texts: PlacedTexts = { offsets: 0, bytes: 0 };
      if (column.kind === "code") {
        texts = copy.texts(column.texts, 0, column.texts.offsets.length - 1);
      } else if (isOfRows(column)) {
        // Alleles are of the rows before them, which are copied once.
        const isSame = last?.column.texts === column.texts && last.column.first === column.first;
        texts = isSame ? last!.texts : copy.texts(column.texts, column.first, rowCount);
        last = { column, texts };
      }
      descriptions.set(
        [KINDS[column.kind], values, texts.offsets, texts.bytes],
        NUMBERS_A_COLUMN * c,
      );
    });
    const bytesPerRow = columns.reduce((sum, column) => sum + mostBytes(column), 0);
    const prefixes = columns.reduce((sum, column) => sum + textBytes(column, rowCount), 0);
    const text = room.text(rowCount * bytesPerRow + prefixes + SLACK);
    const from = arena.pointer(text);
    const end = kernels.putRows(rowCount, arena.pointer(descriptions), columns.length, from);
    return text.subarray(0, end - from);
  };
}

/** A column of texts, one a row. */
type RowsColumn = Extract<TextColumn, { readonly first: number }>;

/** Addresses. */
interface PlacedTexts {
  readonly offsets: number;
  readonly bytes: number;
}

function isOfRows(column: TextColumn): column is RowsColumn {
  return column.kind === "text" || column.kind === "allele";
}

/** Longest cell and what follows it; texts of rows are summed up exactly instead. */
function mostBytes(column: TextColumn): number {
  if (isOfRows(column)) return 1;
  if (column.kind !== "code") return MOST_BYTES_OF_NUMBER + 1;
  const { offsets } = column.texts;
  let most = 0;
  for (let i = 1; i < offsets.length; i++) most = Math.max(most, offsets[i] - offsets[i - 1]);
  return most + 1;
}

function textBytes(column: TextColumn, rowCount: number): number {
  if (!isOfRows(column)) return 0;
  const { offsets } = column.texts;
  return offsets[column.first + rowCount] - offsets[column.first];
}

/** Addresses of one column's parts: where they are, or of copies in the arena. */
interface CopyRoom {
  values(values: Int32Array | Float64Array | Uint8Array, count: number): number;
  texts(texts: EncodedTexts, first: number, count: number): PlacedTexts;
}

function copyRoom(arena: Arena): CopyRoom {
  const room = {
    numbers: growable(arena.float64),
    offsets: growable(arena.uint32),
    bytes: growable(arena.uint8),
  };
  return {
    values(values, count) {
      if (arena.has(values)) return arena.pointer(values);
      const part = values.subarray(0, count);
      const target = room.numbers(Math.ceil(part.byteLength / 8));
      new Uint8Array(target.buffer, target.byteOffset, part.byteLength).set(
        new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
      );
      return arena.pointer(target);
    },
    texts({ offsets, bytes }, first, count) {
      if (arena.has(offsets) && arena.has(bytes)) {
        return { offsets: arena.pointer(offsets) + 4 * first, bytes: arena.pointer(bytes) };
      }
      const start = offsets[first];
      const end = offsets[first + count];
      const ends = room.offsets(count + 1);
      ends.set(offsets.subarray(first, first + count + 1));
      const target = room.bytes(end - start);
      target.set(bytes.subarray(start, end));
      // Where byte 0 would be, which may be below 0: addresses wrap around.
      return { offsets: arena.pointer(ends), bytes: arena.pointer(target) - start };
    },
  };
}
