import type { RandomStream } from "../../random.ts";

const COMPLEMENT: Readonly<Record<string, string>> = { A: "T", C: "G", G: "C", T: "A" };
const PAIRS = ["AG", "GA", "CT", "TC", "AC", "CA", "GT", "TG"] as const;
const PALINDROMES = ["AT", "TA", "CG", "GC"] as const;

/** Shares of the variants that two real studies report differently. */
const PALINDROMIC = 0.08;
const SWAPPED = 0.3;
const OTHER_STRAND = 0.05;
const ABSENT = 0.04;

/** Effect and other allele of a single-nucleotide variant. */
export type AllelePair = readonly [effect: string, other: string];

export function drawAllelePair(random: RandomStream): AllelePair {
  const pairs = random.uniform() < PALINDROMIC ? PALINDROMES : PAIRS;
  const pair = pairs[random.integer(pairs.length)];
  return [pair[0], pair[1]];
}

/** How the outcome's study reports a variant that the exposure's study reports with `pair`. */
export interface Reported {
  readonly isAbsent: boolean;
  /** The effect is for the other allele. */
  readonly isSwapped: boolean;
  readonly pair: AllelePair;
}

export function drawReport([effect, other]: AllelePair, random: RandomStream): Reported {
  const isAbsent = random.uniform() < ABSENT;
  const isSwapped = random.uniform() < SWAPPED;
  const isOtherStrand = random.uniform() < OTHER_STRAND;
  const strand = (allele: string): string => (isOtherStrand ? COMPLEMENT[allele] : allele);
  const pair: AllelePair = [strand(effect), strand(other)];
  return { isAbsent, isSwapped, pair: isSwapped ? [pair[1], pair[0]] : pair };
}
