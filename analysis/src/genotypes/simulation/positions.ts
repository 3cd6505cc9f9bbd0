import type { RandomStream } from "../../random.ts";
import { outside, refuseOutside } from "./refuse-outside.ts";

// Lengths of the autosomes of GRCh38, in base pairs.
const LENGTHS = [
  248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636, 138394717,
  133797422, 135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441, 80373285,
  58617616, 64444167, 46709983, 50818468,
] as const;

/** Autosomes with their share of the variants, by length. */
export function chromosomeNames(
  variantCount: number,
  chromosomes: readonly number[] = LENGTHS.map((_, i) => i + 1),
): [name: string, count: number][] {
  const ascending = [...chromosomes].sort((a, b) => a - b);
  const total = ascending.reduce((sum, code) => sum + LENGTHS[code - 1], 0);
  let covered = 0;
  let placed = 0;
  return ascending.map((code) => {
    covered += LENGTHS[code - 1];
    const count = Math.round((variantCount * covered) / total) - placed;
    placed += count;
    return [String(code), count];
  });
}

/** @throws InvalidArgumentError unless they are different autosomes, and not given beside a region */
export function refuseChromosomes(
  chromosomes: readonly number[] | undefined,
  region: SimulatedRegion | undefined,
): void {
  if (!chromosomes) return;
  if (region) throw outside("chromosomes", chromosomes.join(", "), "left out beside a region");
  for (const code of chromosomes) refuseOutside("chromosomes", code, 1, LENGTHS.length);
  if (chromosomes.length === 0 || new Set(chromosomes).size < chromosomes.length) {
    throw outside("chromosomes", chromosomes.join(", "), "one or more autosomes, no two alike");
  }
}

/** A part of an autosome of GRCh38, both ends included, in base pairs. */
export interface SimulatedRegion {
  readonly chromosome: number;
  readonly from: number;
  readonly to: number;
}

/** Whether the region lies on its chromosome and has place for so many variants, half of it left free. */
export function hasPlaceFor({ chromosome, from, to }: SimulatedRegion, variants: number): boolean {
  const length = LENGTHS[chromosome - 1] ?? 0;
  const isWhole = Number.isInteger(from) && Number.isInteger(to);
  return isWhole && from >= 1 && to <= length && to - from + 1 >= 2 * variants;
}

/** Ascending positions on a chromosome, or in a region of it; no two alike. */
export function drawPositions(
  name: string,
  count: number,
  random: RandomStream,
  { from, to }: Pick<SimulatedRegion, "from" | "to"> = { from: 1, to: LENGTHS[Number(name) - 1] },
): Int32Array {
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(from + random.integer(to - from + 1));
  return Int32Array.from(drawn).sort();
}

const CHANGES = ["AG", "GA", "CT", "TC", "AC", "CA", "GT", "TG"] as const;

/** Two alleles of a single-nucleotide variant that tell the strand: transitions twice as often as transversions. */
export function drawAlleles(random: RandomStream): readonly [derived: string, ancestral: string] {
  const isTransition = random.uniform() < 2 / 3;
  const change = CHANGES[(isTransition ? 0 : 4) + random.integer(4)];
  return [change[1], change[0]];
}
