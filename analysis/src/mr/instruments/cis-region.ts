import { InvalidArgumentError } from "../../errors.ts";
import { chromosomeName, summaryChromosomeCode } from "../../io/chromosome.ts";

/** A region with as much on each side; positions are 1-based and inclusive. */
export interface CisRegion {
  readonly chromosome: number | string;
  readonly from: number;
  readonly to: number;
  /** Base pairs on each side, 100,000 by default. */
  readonly flank?: number | undefined;
}

/** Which variants are within, and what the region is in words. */
export function inRegion({ chromosome, from, to, flank = 100_000 }: CisRegion): {
  readonly description: string;
  readonly has: (variant: {
    readonly chromosome: number;
    readonly basePairLocation: number;
  }) => boolean;
} {
  const code = summaryChromosomeCode(String(chromosome));
  return {
    description: `Chromosome ${chromosomeName(code)}, ${Math.max(1, from - flank)} to ${to + flank}.`,
    has: (variant) =>
      variant.chromosome === code &&
      variant.basePairLocation >= from - flank &&
      variant.basePairLocation <= to + flank,
  };
}

/** @throws InvalidArgumentError */
export function refuseRegion(
  { chromosome, from, to, flank = 0 }: CisRegion,
  hasPositions: boolean,
): void {
  if (!hasPositions) {
    throw new InvalidArgumentError("cis", {
      what: "The exposure has no positions.",
      why: "A region is found by chromosome and basePairLocation.",
      remedy: "Add these columns, or leave cis out.",
    });
  }
  const isPlace = summaryChromosomeCode(String(chromosome)) > 0;
  if (isPlace && from >= 1 && to >= from && flank >= 0) return;
  throw new InvalidArgumentError("cis", {
    what: `cis is chromosome ${chromosome}, ${from} to ${to}, flank ${flank}.`,
    why: "It is a place on chromosome 1 to 22, X, Y or MT, from the smaller position to the larger.",
    remedy: "Give the gene's first and last base, in the build of the exposure.",
  });
}
