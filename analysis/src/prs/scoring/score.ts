import { compiledModule } from "../../compute/engine/compiled-module.ts";
import { sharedFloat64 } from "../../compute/engine/shared-arrays.ts";
import type { Computed } from "../../compute/device.ts";
import { deviceProvenance, runMethod } from "../../compute/run-method.ts";
import { NoOverlapError } from "../../errors.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import type { MatchedScores } from "./matched-scores.ts";
import { PolygenicScores } from "./polygenic-scores.ts";
import { scoredAlleles, scoreAttrition, scoreNotices } from "./score-account.ts";
import { matchedOf, type ScoreOptions, type ScoreRuleOptions } from "./score-options.ts";
import { scoreParts } from "./score-parts.ts";
import { scorePlan, sumColumns, type ScorePlan, type SumColumns } from "./score-plan.ts";
import { sumScores, type ScoreSetup, type ScoreTask } from "./score-program.ts";
import { refuseRules, rulesOf } from "./score-rules.ts";
import { usedFrequencies } from "./used-frequencies.ts";

const PROGRAM = {
  module: compiledModule("./score-program.js", import.meta.url),
  name: "sumScores",
};

/** Sums that a worker keeps beside the result: 128 MiB. */
const MOST_SUMS = 1 << 24;

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
  const rules = rulesOf(options);
  refuseRules(matched, rules, options);
  const used = scoredVariants(matched);
  const needsFrequencies = rules.missing !== "none" || rules.centre || rules.standardise;
  const { values: frequencies, people: counted } = needsFrequencies
    ? await usedFrequencies(genotypes, used, options)
    : { values: new Float64Array(used.length), people: undefined };
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
  const totals = totalsOf(columns, n);
  let computed: Computed | undefined;
  for (const part of scoreParts(matched, genotypes, isScored, options)) {
    const plan = scorePlan(matched, part, rules, frequencyOf);
    const people = part.people ?? Uint32Array.from({ length: n }, (_, i) => i);
    const isWhole = plan.variants.length === genotypes.variants.count;
    const own = genotypes.select({
      variants: isWhole ? undefined : plan.variants,
      samples: part.people,
    });
    const sums = totalsOf(columns, people.length);
    if (plan.variants.length > 0 && people.length > 0)
      computed = await addSums(own, plan, columns, sums, options);
    gather(totals, sums, people, plan, columns, rules.missing === "none");
  }
  const unscored = Array.from(matched.scored.row, (_, row) => row).filter(
    (row) => !isScored(row),
  ).length;
  if (unscored === matched.scored.row.length) throw nothingScored(genotypes);
  const alleles = scoredAlleles(matched.files, columns, totals, n, rules.missing === "none");
  return new PolygenicScores({
    genotypes,
    files: matched.files,
    sums: (c) => totals.subarray(c * n, (c + 1) * n),
    scale: options.scale ?? "sum",
    alleles,
    counts: matched.counts,
    attrition: scoreAttrition(matched, unscored),
    notices: [...matched.notices, ...scoreNotices(alleles, unscored, rules, counted)],
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

/** Columns of the sums, and after them for each file the alleles that are known and those that count. */
function totalsOf({ scores, files }: SumColumns, n: number): Float64Array {
  return sharedFloat64((scores + 3 * files) * n);
}

async function addSums(
  genotypes: Genotypes,
  { entries }: ScorePlan,
  columns: SumColumns,
  totals: Float64Array,
  options: ScoreRuleOptions,
): Promise<Computed> {
  const sampleCount = genotypes.samples.count;
  const passes = passesOf(entries.values.length, columns, sampleCount);
  let computed: Computed | undefined;
  for (const tasks of passes) {
    computed = await runMethod<ScoreSetup>(
      {
        signal: options.signal,
        onProgress: options.onProgress,
        title: "polygenic scores",
        source: genotypes,
        program: PROGRAM,
        here: sumScores,
        isOrderFixed: true,
        bytesPerRow: tasks.reduce(
          (sum, { from, to, hasAbsent }) => sum + (hasAbsent ? 16 : 8) * (to - from),
          0,
        ),
        setup: () => ({ entries, tasks, sampleCount, totals }),
      },
      options.compute,
      { columns: tasks.reduce((sum, { from, to }) => sum + to - from, 0), hasGpu: true },
    );
  }
  return computed!;
}

/** So many columns need no tasks of their own for those to which missing genotypes add. */
const FEW_COLUMNS = 64;

/** Tasks of each pass of the genotypes: all in one, unless the sums of so many scores and people are too large for a worker. */
function passesOf(
  slots: number,
  { scores, files }: SumColumns,
  sampleCount: number,
): readonly (readonly ScoreTask[])[] {
  const most = Math.max(4, Math.floor(MOST_SUMS / Math.max(1, sampleCount)));
  const all = scores + 3 * files;
  const kinds =
    all <= Math.min(most, FEW_COLUMNS)
      ? [{ from: 0, to: all, hasAbsent: true }]
      : [
          { from: 0, to: scores + files, hasAbsent: false },
          { from: scores + files, to: all, hasAbsent: true },
        ];
  const tasks: ScoreTask[] = [];
  for (let slot = 0; slot < slots; slot++) {
    for (const { from, to, hasAbsent } of kinds) {
      for (let at = from; at < to; at += most)
        tasks.push({ slot, from: at, to: Math.min(to, at + most), hasAbsent });
    }
  }
  const passes: ScoreTask[][] = [[]];
  let width = 0;
  for (const task of tasks) {
    const own = task.to - task.from;
    if (width > 0 && width + own > most) {
      passes.push([]);
      width = 0;
    }
    passes.at(-1)!.push(task);
    width += own;
  }
  return passes;
}

/**
 * Adds the sums of a part to those of everyone, with what all of its people have in common. The last three columns of a file
 * become: copies of the effect allele, alleles that are known, alleles that count.
 */
function gather(
  totals: Float64Array,
  sums: Float64Array,
  people: Uint32Array,
  { constants, alleles, absentDosage }: ScorePlan,
  { scores, files }: SumColumns,
  leavesOutMissing: boolean,
): void {
  const n = totals.length / (scores + 3 * files);
  const m = people.length;
  for (let c = 0; c < scores; c++) {
    for (let i = 0; i < m; i++) totals[c * n + people[i]] += sums[c * m + i] + constants[c];
  }
  for (let f = 0; f < files; f++) {
    const [dosage, missing, putIn] = [scores + f, scores + files + f, scores + 2 * files + f];
    for (let i = 0; i < m; i++) {
      const known = alleles[f] - sums[missing * m + i];
      totals[dosage * n + people[i]] +=
        sums[dosage * m + i] - sums[putIn * m + i] + absentDosage[f];
      totals[missing * n + people[i]] += known;
      totals[putIn * n + people[i]] += leavesOutMissing ? known : alleles[f];
    }
  }
}

function refuseConstant(used: Uint32Array, frequencies: Float64Array, standardise: boolean): void {
  const constant = frequencies.filter((p) => p === 0 || p === 1).length;
  if (!standardise || constant === 0) return;
  throw new NoOverlapError({
    what: `${constant} of ${used.length} scored variants do not vary.`,
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
