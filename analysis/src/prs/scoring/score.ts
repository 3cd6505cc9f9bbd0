import { sharedFloat64 } from "../../compute/engine/shared-arrays.ts";
import { deviceProvenance } from "../../compute/run-method.ts";
import { InvalidArgumentError, NoOverlapError } from "../../errors.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { counted, whole } from "../../words.ts";
import type { MatchedScores } from "./matched-scores.ts";
import { PolygenicScores } from "./polygenic-scores.ts";
import { scoredAlleles, scoreAttrition, scoreNotices } from "./score-account.ts";
import { matchedOf, type ScoreOptions } from "./score-options.ts";
import { scoreParts } from "./score-parts.ts";
import { sumColumns, type SumColumns } from "./score-plan.ts";
import { refuseRules, rulesOf } from "./score-rules.ts";
import type { ScoringFile } from "./scoring-file.ts";
import { sumParts, type ScoreSums } from "./score-sums.ts";
import { areCountedWithSums, countedPeople, usedFrequencies } from "./used-frequencies.ts";

/**
 * Scores of people: for each score Σ weight × copies of the effect allele, over all scores in one pass of the genotypes.
 *
 * The same as `plink2 --score` with `missing: "plink2"`, and without it wherever coding is additive and not centred. Dosages
 * count where there are some. Variants on Y count for males only, MT as one copy. Each score has a mean of its own variants,
 * whatever other scores there are.
 *
 * @returns a column a score, usable wherever people's traits are; shows quantiles, never a person
 * @throws LowOverlapError, BuildMismatchError, InvalidArgumentError, CancelledError, DeviceUnavailableError
 * @example
 * const { variantId, effectAllele, otherAllele } = cohort.variants;
 * const weights = { height: variantId.map((_, v) => Math.sin(v)) };
 * const scores = prs.scoringFile({ variantId, effectAllele, otherAllele, weights });
 * const people = await prs.score({ scores, genotypes: cohort, keepAmbiguous: true });
 * people.summary;
 * @see Chang et al. 2015, doi:10.1186/s13742-015-0047-8 (PLINK)
 */
export async function score(options: ScoreOptions): Promise<PolygenicScores> {
  const { matched, genotypes } = matchedOf(options);
  refuseNobody(genotypes);
  const rules = rulesOf(options);
  refuseRules(matched, rules, options);
  const used = scoredVariants(matched);
  const needsFrequencies = rules.missing !== "none" || rules.centre || rules.standardise;
  const isCounted = needsFrequencies && areCountedWithSums(matched, used, rules, options);
  const { values: frequencies, people: counted } = !needsFrequencies
    ? { values: new Float64Array(used.length), people: undefined }
    : isCounted
      ? { values: sharedFloat64(used.length), people: countedPeople(genotypes, options) }
      : await usedFrequencies(genotypes, used, options);
  const placeOf = new Uint32Array(genotypes.variants.count);
  used.forEach((variant, place) => (placeOf[variant] = place));
  const frequencyOf = (variant: number): number => frequencies[placeOf[variant]];
  const isScored = (row: number): boolean => {
    const variant = matched.scored.variant[row];
    return variant < 0 || !Number.isNaN(frequencyOf(variant));
  };
  refuseConstant(used, frequencies, rules.standardise);
  const columns = sumColumns(matched.files);
  const n = genotypes.samples.count;
  const sumAll = async (frequencies?: Float64Array): Promise<ScoreSums> =>
    sumParts({
      ...{ matched, genotypes, rules, columns, frequencyOf, options, frequencies },
      parts: scoreParts(matched, genotypes, isScored, options),
    });
  let sums = await sumAll(isCounted ? frequencies : undefined);
  // Where no one has a call is known only now, and is to be left out.
  if (isCounted && frequencies.some(Number.isNaN)) sums = await sumAll();
  const { totals, computed, isRounded } = sums;
  const absurd = absurdSums(matched.files, columns, totals, n);
  const found = matched.scored.row.length;
  let unscored = 0;
  for (let row = 0; row < found; row++) if (!isScored(row)) unscored++;
  if (unscored === found) throw nothingScored(genotypes);
  const alleles = scoredAlleles(matched.files, columns, totals, n, rules.missing === "none");
  return new PolygenicScores({
    genotypes,
    files: matched.files,
    sums: (c) => totals.subarray(c * n, (c + 1) * n),
    scale: options.scale ?? "sum",
    alleles,
    counts: matched.counts,
    attrition: scoreAttrition(matched, unscored),
    notices: [...matched.notices, ...absurd, ...scoreNotices(alleles, unscored, rules, counted)],
    provenance: {
      method: "polygenic scores",
      source: genotypes.source,
      n,
      scale: options.scale ?? "sum",
      missing: rules.missing,
      frequencies: !needsFrequencies
        ? "not used"
        : options.frequencies === undefined
          ? "of these genotypes"
          : "given",
      coding: rules.coding ?? "as the files say",
      centre: rules.centre,
      standardise: rules.standardise,
      malesOnX: options.malesOnX ?? "two copies",
      ...(isRounded && { rounding: "2^-31 of the most that 32 variants add" }),
      ...(computed && deviceProvenance(computed)),
    },
  });
}

/** Indices in the genotypes of what is scored, ascending. */
function scoredVariants({ scored, genotypes }: MatchedScores): Uint32Array {
  const isScored = new Uint8Array(genotypes.variants.count);
  for (const variant of scored.variant) if (variant >= 0) isScored[variant] = 1;
  const found = new Uint32Array(isScored.length);
  let count = 0;
  for (let v = 0; v < isScored.length; v++) if (isScored[v] === 1) found[count++] = v;
  return found.slice(0, count);
}

function refuseNobody({ samples, source }: Genotypes): void {
  if (samples.count > 0) return;
  throw new InvalidArgumentError("genotypes", {
    what: `${source} has no people here.`,
    why: "A selection of none of them was made, and there is nobody to score.",
    remedy: "Check what select was given: samples are indices of those to keep.",
  });
}

/** No score is so large, whatever the unit of its weights. */
const ABSURD_SUM = 1e9;

/** Weights that no allele has, as their sums tell. */
function absurdSums(
  files: readonly ScoringFile[],
  { firstScore }: SumColumns,
  totals: Float64Array,
  n: number,
): readonly string[] {
  return files.flatMap(({ scores }, f) =>
    scores.flatMap((name, c) => {
      const from = (firstScore[f] + c) * n;
      let largest = 0;
      for (let i = from; i < from + n; i++) {
        const size = Math.abs(totals[i]);
        if (size <= largest) continue;
        if (!Number.isFinite(size)) throw endless(name);
        largest = size;
      }
      return largest > ABSURD_SUM
        ? [
            `Sums of ${name} reach ${largest.toExponential(1)}: some of its weights are no effects of an allele and outweigh all others.`,
          ]
        : [];
    }),
  );
}

function endless(name: string): InvalidArgumentError {
  return new InvalidArgumentError("scores", {
    what: `Sums of ${name} are beyond the largest number that there is.`,
    why: "Some of its weights are no effects of an allele.",
    remedy: "Look at its column of weights, and read the file again.",
  });
}

function refuseConstant(used: Uint32Array, frequencies: Float64Array, standardise: boolean): void {
  if (!standardise) return;
  const constant = frequencies.filter((p) => p === 0 || p === 1).length;
  if (constant === 0) return;
  throw new NoOverlapError({
    what: `${whole(constant)} of ${counted(used.length, "scored variant")} ${constant === 1 ? "does" : "do"} not vary.`,
    why: "Their standard deviation is 0 and cannot be divided by.",
    remedy:
      "Leave them out with qc.filter, give frequencies of a larger sample, or do not standardise.",
  });
}

function nothingScored({ source }: Genotypes): NoOverlapError {
  return new NoOverlapError({
    what: `No variant of the scores has a genotype in ${source}.`,
    why: "All matched variants are missing in everyone.",
    remedy: "Look at qc.missingness of these genotypes.",
  });
}
