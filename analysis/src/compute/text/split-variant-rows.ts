import type { PvarColumns } from "../../io/plink2/pvar-header.ts";
import type { SplitVariantRows, VariantBatch } from "../../io/plink2/variant-batch.ts";
import type { Arena } from "../arena.ts";
import type { WasmDevice } from "../operation.ts";
import { growable } from "../wasm/growable.ts";

const LINE_FEED = 10;
/** Five fields of one byte, four separators and a line end. */
const FEWEST_BYTES_A_ROW = 10;
const IS_NEGATIVE = 1;
const IS_MULTIALLELIC = 2;
const LETTERS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/**
 * Splits lines of a variant table in WebAssembly, which is fast from the first line on: of a process that opens a file
 * and ends, the JavaScript compiler takes longer than the file.
 */
export function variantRowSplitter({ kernels, arena }: WasmDevice): SplitVariantRows {
  const decoder = new TextDecoder();
  const room = rooms(arena);
  const columnPlaces = arena.int32(6);
  const result = arena.uint32(4);

  return (bytes, from, to, columns): VariantBatch | undefined => {
    const size = to - from;
    const most = Math.floor((size + 1) / FEWEST_BYTES_A_ROW) + 1;
    const text = room.text(size + 1);
    text.set(bytes.subarray(from, to));
    const hasEnd = size > 0 && text[size - 1] === LINE_FEED;
    if (!hasEnd) text[size] = LINE_FEED;
    columnPlaces.set(placesOf(columns));
    const positions = room.positions(most);
    const hashes = room.hashes(most);
    const flags = room.flags(most);
    const references = room.references(most);
    const alternates = room.alternates(most);
    const idText = room.idText(size + 1);
    const referenceText = room.referenceText(size + 1);
    const alternateText = room.alternateText(size + 1);
    const contigs = room.contigs(3 * most);
    const count = kernels.splitVariantLines(
      arena.pointer(text),
      arena.pointer(text) + size + Number(!hasEnd),
      arena.pointer(columnPlaces),
      arena.pointer(room.bounds(2 * columns.needed)),
      arena.pointer(positions),
      arena.pointer(hashes),
      arena.pointer(flags),
      arena.pointer(references),
      arena.pointer(alternates),
      arena.pointer(idText),
      arena.pointer(referenceText),
      arena.pointer(alternateText),
      arena.pointer(contigs),
      arena.pointer(result),
    );
    if (count < 0) return undefined;
    const fields = (view: Uint8Array, end: number): string[] => {
      const length = end - arena.pointer(view);
      // `TextDecoder` does not take shared memory, and the last line feed begins no field.
      return length === 0 ? [] : decoder.decode(view.slice(0, length - 1)).split("\n");
    };
    const contigCount = (result[3] - arena.pointer(contigs)) / 12;
    const ofContig = (place: number): number[] =>
      Array.from({ length: contigCount }, (_, i) => contigs[3 * i + place]);
    const [starts, ends] = [ofContig(1), ofContig(2)];
    return {
      count,
      contigRows: ofContig(0),
      contigNames: starts.map((start, i) => decoder.decode(text.slice(start, ends[i]))),
      positions: positions.slice(0, count),
      ids: fields(idText, result[0]),
      hashes: hashes.slice(0, count),
      references: alleles(references, count, fields(referenceText, result[1])),
      alternates: alleles(alternates, count, fields(alternateText, result[2])),
      negativePositions: flagged(flags, count, IS_NEGATIVE),
      multiallelic: flagged(flags, count, IS_MULTIALLELIC),
    };
  };
}

function placesOf({
  contig,
  position,
  id,
  reference,
  alternate,
  needed,
}: PvarColumns): readonly number[] {
  return [contig, position, id, reference, alternate, needed];
}

/** Alleles of one letter by its code, the others in turn. */
function alleles(codes: Uint8Array, count: number, long: readonly string[]): string[] {
  const texts = new Array<string>(count);
  let next = 0;
  for (let i = 0; i < count; i++) texts[i] = codes[i] > 0 ? LETTERS[codes[i]] : long[next++];
  return texts;
}

function flagged(flags: Uint8Array, count: number, flag: number): number[] {
  const rows: number[] = [];
  for (let i = 0; i < count; i++) if (flags[i] & flag) rows.push(i);
  return rows;
}

function rooms(arena: Arena) {
  return {
    text: growable(arena.uint8),
    bounds: growable(arena.uint32),
    positions: growable(arena.int32),
    hashes: growable(arena.uint32),
    flags: growable(arena.uint8),
    references: growable(arena.uint8),
    alternates: growable(arena.uint8),
    idText: growable(arena.uint8),
    referenceText: growable(arena.uint8),
    alternateText: growable(arena.uint8),
    contigs: growable(arena.uint32),
  };
}
