import type { LdBlock, LdPanel } from "../../ld/ld-panel.ts";
import { UnfitLdError } from "./methods-errors.ts";

/** LD among the variants that are used; `first` and `column` of a block count them alone. */
export interface UsedLd {
  readonly count: number;
  readonly blockCount: number;
  readonly readBlock: (block: number) => Promise<UsedBlock>;
}

interface UsedBlock extends LdBlock {
  /** Sum of r² of all entries, before they are shrunk. */
  readonly squares: number;
}

/**
 * The panel's LD reduced to some of its variants.
 *
 * @param variant - places in the panel, ascending
 * @param shrink - what correlations of two variants are multiplied by
 */
export function usedLd(panel: LdPanel, variant: Uint32Array, shrink = 1): UsedLd {
  const spans = usedSpans(panel, variant);
  return {
    count: variant.length,
    blockCount: spans.length,
    async readBlock(index) {
      const { block, first, end } = spans[index];
      return reduce(await panel.readBlock(block), variant, first, end, shrink, panel.source);
    },
  };
}

interface Span {
  readonly block: number;
  /** In `variant`. */
  readonly first: number;
  readonly end: number;
}

function usedSpans({ blockCount, blockStart }: LdPanel, variant: Uint32Array): Span[] {
  const spans: Span[] = [];
  let first = 0;
  for (let block = 0; block < blockCount; block++) {
    let end = first;
    while (end < variant.length && variant[end] < blockStart[block + 1]) end += 1;
    if (end > first) spans.push({ block, first, end });
    first = end;
  }
  return spans;
}

function reduce(
  block: LdBlock,
  variant: Uint32Array,
  first: number,
  end: number,
  shrink: number,
  source: string,
): UsedBlock {
  const count = end - first;
  const place = new Int32Array(block.count).fill(-1);
  for (let j = first; j < end; j++) place[variant[j] - block.first] = j - first;
  const rowStart = new Uint32Array(count + 1);
  for (let j = 0; j < count; j++) {
    const row = variant[first + j] - block.first;
    let entries = 0;
    for (let e = block.rowStart[row]; e < block.rowStart[row + 1]; e++)
      if (place[block.column[e]] >= 0) entries += 1;
    rowStart[j + 1] = rowStart[j] + entries;
  }
  const column = new Uint32Array(rowStart[count]);
  const r = new Float32Array(rowStart[count]);
  let [at, squares] = [0, 0];
  for (let j = 0; j < count; j++) {
    const row = variant[first + j] - block.first;
    let diagonal = NaN;
    for (let e = block.rowStart[row]; e < block.rowStart[row + 1]; e++) {
      const to = place[block.column[e]];
      if (to < 0) continue;
      const value = block.r[e];
      if (to === j) diagonal = value;
      if (!(Math.abs(value) <= 1 + 1e-5)) refuseNoCorrelation(value, source);
      squares += value * value;
      column[at] = to;
      r[at] = to === j ? value : shrink * value;
      at += 1;
    }
    if (!(Math.abs(diagonal - 1) < 1e-5)) refuseNoCorrelation(diagonal, source);
  }
  return { first, count, rowStart, column, r, squares };
}

function refuseNoCorrelation(value: number, source: string): never {
  throw new UnfitLdError({
    what: `A correlation of the panel ${source} is ${value}.`,
    why: "Correlations lie within −1 and 1, and that of a variant with itself is 1.",
    remedy: "Make the panel anew; leave out variants that have one genotype only.",
  });
}
