import { InvalidArgumentError } from "../errors.ts";

// Two configurations whose probabilities agree to rounding count as equally likely.
const TIE = 1 + 1e-11;
const RESCALE = 1e200;
const LN_RESCALE = Math.log(RESCALE);

/**
 * Exact test of Hardy–Weinberg proportions for one biallelic variant, as ln P.
 *
 * P is the probability of all heterozygote counts no likelier than the observed one, given the allele counts; `midP`
 * counts those exactly as likely by half. Sums run outwards from the observed count and stop where they no longer
 * matter, so a common variant of half a million samples costs some thousand additions; P below 1e-308 is kept.
 *
 * @param homozygotes1, heterozygotes, homozygotes2 - genotype counts; swapping the homozygotes changes nothing
 * @returns ln P, 0 for a monomorphic or empty variant (ln ½ with `midP`)
 * @throws InvalidArgumentError for counts that are negative or not whole
 * @example
 * Math.exp(qc.hardyWeinbergLnP(34, 0, 49)); // 5.7e-25
 * @see Wigginton, Cutler & Abecasis 2005, doi:10.1086/429864 (exact test)
 * @see Graffelman & Moreno 2013, doi:10.1515/sagmb-2012-0039 (mid-p)
 */
export function hardyWeinbergLnP(
  homozygotes1: number,
  heterozygotes: number,
  homozygotes2: number,
  midP = false,
): number {
  for (const count of [homozygotes1, heterozygotes, homozygotes2]) {
    if (!Number.isInteger(count) || count < 0) {
      throw new InvalidArgumentError("counts", {
        what: `Genotype counts ${homozygotes1}, ${heterozygotes}, ${homozygotes2}.`,
        why: "The exact test counts people: whole numbers from 0 on.",
        remedy: "Round expected counts before testing, or use hard calls.",
      });
    }
  }
  const rare = Math.min(homozygotes1, homozygotes2);
  const common = Math.max(homozygotes1, homozygotes2);
  const up = sumOutwards(rare, heterozygotes, common, 1);
  const down = sumOutwards(rare, heterozygotes, common, -1);
  // All relative to the observed configuration, which is 1 in both sums' units.
  const tails = 1 + up.tail + down.tail;
  const ties = 1 + up.ties + down.ties;
  const exponent = Math.max(up.exponent, down.exponent);
  const centre =
    up.centre * RESCALE ** (up.exponent - exponent) +
    down.centre * RESCALE ** (down.exponent - exponent);
  const total = tails * RESCALE ** -exponent + centre;
  return Math.log((midP ? tails - ties / 2 : tails) / total) - exponent * LN_RESCALE;
}

interface Sums {
  /** Configurations no likelier than the observed one, and those just as likely among them. */
  tail: number;
  ties: number;
  /** Likelier ones, in units of RESCALE^exponent. */
  centre: number;
  exponent: number;
}

/**
 * Sums the configurations with more (direction 1) or fewer (−1) heterozygotes, each from its neighbour:
 * P(h + 2) / P(h) = 4·hom1·hom2 / ((h + 1)(h + 2)).
 */
function sumOutwards(hom1: number, het: number, hom2: number, direction: 1 | -1): Sums {
  const sums: Sums = { tail: 0, ties: 0, centre: 0, exponent: 0 };
  let a = hom1;
  let h = het;
  let b = hom2;
  let term = 1;
  let exponent = 0;
  let isFalling = false;
  while (direction === 1 ? a > 0 && b > 0 : h > 1) {
    let ratio: number;
    if (direction === 1) {
      ratio = (4 * a * b) / ((h + 1) * (h + 2));
      a--;
      b--;
      h += 2;
    } else {
      ratio = (h * (h - 1)) / (4 * (a + 1) * (b + 1));
      a++;
      b++;
      h -= 2;
    }
    term *= ratio;
    isFalling ||= ratio < 1;
    if (term > RESCALE) {
      term /= RESCALE;
      sums.centre /= RESCALE;
      exponent++;
      sums.exponent = exponent;
    } else if (exponent > 0 && term < 1 / RESCALE) {
      term *= RESCALE;
      exponent--;
    }
    if (exponent === 0 && term <= TIE) {
      sums.tail += term;
      if (term * TIE >= 1) sums.ties += term;
      if (isFalling && term < 1e-20 * (1 + sums.tail)) break;
    } else {
      sums.centre += exponent === sums.exponent ? term : 0;
    }
  }
  return sums;
}
