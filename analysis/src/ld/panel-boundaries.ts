import { InvalidArgumentError, LengthMismatchError, NoOverlapError } from "../errors.ts";
import type { Variants } from "../genotypes/genotypes.ts";
import { chromosomeCode } from "../io/chromosome.ts";
import type { LdBoundaries } from "./panel-options.ts";

/**
 * The given block of each variant, −1 for none.
 *
 * @throws InvalidArgumentError for blocks that are empty or overlap, NoOverlapError when no variant is in one
 */
export function blockOfVariants(variants: Variants, boundaries: LdBoundaries): Int32Array {
  const { chromosome, start, end } = boundaries;
  if (start.length !== chromosome.length || end.length !== chromosome.length) {
    throw new LengthMismatchError({
      what: `blocks has ${chromosome.length} chromosomes, ${start.length} starts and ${end.length} ends.`,
      why: "Each block has one of each.",
      remedy: "Check how the table was read.",
    });
  }
  const code = Uint8Array.from({ length: chromosome.length }, (_, b) =>
    chromosomeCode(String(chromosome[b])),
  );
  const order = Array.from(code.keys()).sort((a, b) => code[a] - code[b] || start[a] - start[b]);
  order.forEach((b, i) => {
    const next = order[i + 1];
    if (!(end[b] > start[b]))
      throw wrongBlock(b, `It ends at ${end[b]} and starts at ${start[b]}.`);
    if (next !== undefined && code[next] === code[b] && start[next] < end[b])
      throw wrongBlock(b, `Block ${next + 1} starts within it.`);
  });
  const byChromosome = new Map<number, number[]>();
  for (const b of order) {
    const blocks = byChromosome.get(code[b]);
    if (blocks) blocks.push(b);
    else byChromosome.set(code[b], [b]);
  }
  const block = new Int32Array(variants.count).fill(-1);
  for (let v = 0; v < variants.count; v++) {
    const blocks = byChromosome.get(variants.chromosome[v]);
    if (!blocks || variants.chromosome[v] === 0) continue;
    const position = variants.basePairLocation[v];
    let [low, high] = [0, blocks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (start[blocks[middle]] < position) low = middle + 1;
      else high = middle;
    }
    const last = blocks[low - 1];
    if (last !== undefined && position <= end[last]) block[v] = last;
  }
  if (variants.count > 0 && !block.some((b) => b >= 0)) {
    throw new NoOverlapError({
      what: `None of ${variants.count} variants lies in one of ${chromosome.length} blocks.`,
      why: "Blocks are chromosome, start (from 0) and end of the genotypes' build.",
      remedy: "Check chromosome names and the build of the blocks.",
    });
  }
  return block;
}

function wrongBlock(block: number, why: string): InvalidArgumentError {
  return new InvalidArgumentError("blocks", {
    what: `Block ${block + 1} is not one of a partition.`,
    why,
    remedy: "Give blocks that are disjoint, with start below end.",
  });
}
