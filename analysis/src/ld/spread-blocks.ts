import type { LdConsistency } from "./ld-consistency.ts";

/** Of the blocks that have matched variants so many, ascending and spread evenly; all blocks where no number is given. */
export function spreadBlocks(
  matchedInBlock: Int32Array,
  most: number | undefined,
): readonly number[] {
  const all = [...matchedInBlock.keys()];
  if (most === undefined || most >= all.length) return all;
  const shared = all.filter((b) => matchedInBlock[b] > 0);
  const count = Math.min(shared.length, Math.floor(most));
  return Array.from(
    { length: count },
    (_, i) => shared[Math.floor(((i + 0.5) * shared.length) / count)],
  );
}

/** What was found of some matched variants, at their places among all. */
export function findingsOfAll(
  found: LdConsistency,
  compared: Int32Array,
  count: number,
): LdConsistency {
  if (compared.length === count) return found;
  const difference = new Float64Array(count).fill(NaN);
  const flipLogRatio = new Float64Array(count).fill(NaN);
  const suspect = new Uint8Array(count);
  compared.forEach((i, place) => {
    difference[i] = found.difference[place];
    flipLogRatio[i] = found.flipLogRatio[place];
    suspect[i] = found.suspect[place];
  });
  return { s: found.s, difference, flipLogRatio, suspect };
}
