import { InvalidArgumentError } from "../errors.ts";
import type { Variants } from "../genotypes/genotypes.ts";

/** How far apart two variants may be. */
export interface PairWindow {
  readonly basePairs: number;
  /** Places in the list of variants. */
  readonly variants: number;
}

/** Variants start[v] … end[v] − 1 are on v's chromosome and within the window; v is one of them. */
export interface VariantWindows {
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/**
 * @param positions - in the unit of window.basePairs: base pairs, or centimorgans of a genetic map
 * @throws InvalidArgumentError when positions descend within a chromosome, or a chromosome comes in two parts
 */
export function variantWindows(
  variants: Variants,
  window: PairWindow,
  positions: ArrayLike<number> = variants.basePairLocation,
): VariantWindows {
  const { count, contig } = variants;
  const start = new Int32Array(count);
  const end = new Int32Array(count);
  const seen = new Set<string>();
  for (let first = 0; first < count;) {
    let last = first + 1;
    while (last < count && contig[last] === contig[first]) {
      if (positions[last] < positions[last - 1]) throw unsorted(contig, positions, last);
      last++;
    }
    if (seen.has(contig[first])) throw unsorted(contig, positions, first);
    seen.add(contig[first]);
    let from = first;
    let to = first;
    for (let v = first; v < last; v++) {
      const here = positions[v];
      while (here - positions[from] > window.basePairs) from++;
      while (to < last && positions[to] - here <= window.basePairs) to++;
      start[v] = Math.max(from, v - window.variants);
      end[v] = Math.min(to, v + window.variants + 1);
    }
    first = last;
  }
  return { start, end };
}

function unsorted(
  contig: readonly string[],
  positions: ArrayLike<number>,
  v: number,
): InvalidArgumentError {
  return new InvalidArgumentError("genotypes", {
    what: `Variant ${v + 1} (chromosome ${contig[v]}, position ${positions[v]}) is out of order.`,
    why: "Pairs in a window are found by going along the chromosomes.",
    remedy: "Sort the file by chromosome and position, e.g. with plink2 --sort-vars.",
  });
}
