import type { EncodedRows } from "./cohort.ts";
import { decodeField, fieldEnd, fieldStart, ROW_FIELDS } from "./encoded-rows.ts";
import { LANDMARK_IDS } from "./genome-build.ts";
import type { VariantOperations } from "./variant-batch.ts";

export interface Repeats {
  /** Rows that repeat the id of one before; "." is no id. */
  readonly repeats: number;
  /** Rows whose id is a landmark's. */
  readonly landmarks: readonly number[];
}

/**
 * Counts repeated ids by their bytes, and finds landmarks.
 *
 * One Set of all ids would be slow to fill and, beyond 2^24 entries, impossible: only ids whose hash another has are
 * compared.
 *
 * @param hashes - of the landmarks, then of the rows' ids
 */
export function countRepeats(
  rows: EncodedRows,
  hashes: Uint32Array,
  pair: VariantOperations["pair"],
): Repeats {
  const before = LANDMARK_IDS.length;
  const landmarks: number[] = [];
  // Ids that have been seen: landmarks, and those that are not what the first of their hash is.
  const seen = new Set<string>();
  let repeats = 0;
  pair(hashes, (place, first) => {
    const row = place - before;
    if (row < 0) return;
    if (first >= before && isSameId(rows, row, first - before)) {
      repeats++;
      return;
    }
    const id = decodeField(rows, row, ROW_FIELDS.id);
    if (first < before && LANDMARK_IDS.includes(id)) landmarks.push(row);
    if (seen.has(id)) repeats++;
    seen.add(id);
  });
  return { repeats, landmarks };
}

function isSameId(rows: EncodedRows, a: number, b: number): boolean {
  const { bytes } = rows;
  let i = fieldStart(rows, a, ROW_FIELDS.id);
  let j = fieldStart(rows, b, ROW_FIELDS.id);
  const end = fieldEnd(rows, a, i);
  if (end - i !== fieldEnd(rows, b, j) - j) return false;
  while (i < end && bytes[i] === bytes[j]) {
    i++;
    j++;
  }
  return i === end;
}
