import { sharedFloat64 } from "../../compute/engine/shared-arrays.ts";
import type { Computed } from "../../compute/device.ts";
import { runMethod } from "../../compute/run-method.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { dosageBytesPerRow } from "../../io/plink2/decode-records.ts";
import type { MatchedScores } from "./matched-scores.ts";
import type { ScoreRuleOptions } from "./score-options.ts";
import {
  scorePlan,
  type ScorePart,
  type ScorePlan,
  type ScoreRules,
  type SumColumns,
} from "./score-plan.ts";
import { SCORE_PROGRAM } from "./prepare-scoring.ts";
import { sumScores, type ScoreSetup, type ScoreTask } from "./score-program.ts";
import { countedMask } from "./used-frequencies.ts";

/** Products of genotypes and columns from which rounding saves more than the milliseconds of smaller work. */
const ROUNDED_FROM = 2 ** 30;

/** Sums that a worker keeps beside the result: 128 MiB. */
const MOST_SUMS = 1 << 24;

/** What is summed, and how. */
interface Summing {
  readonly matched: MatchedScores;
  readonly genotypes: Genotypes;
  readonly parts: readonly ScorePart[];
  readonly rules: ScoreRules;
  readonly columns: SumColumns;
  /** Of the allele that the genotypes count, by variant; ignored where `frequencies` are to be counted. */
  readonly frequencyOf: (variant: number) => number;
  /** Shared: gets the frequencies of the scored variants, which are counted in the same pass and used where genotypes are missing. */
  readonly frequencies: Float64Array | undefined;
  readonly options: ScoreRuleOptions;
}

export interface ScoreSums {
  /**
   * A column of n numbers after the other: the scores; then for each file copies of the effect allele, alleles that are
   * known, alleles that count.
   */
  readonly totals: Float64Array;
  readonly computed: Computed | undefined;
  readonly isRounded: boolean;
}

/** Sums of everyone, part by part. */
export async function sumParts(summing: Summing): Promise<ScoreSums> {
  const { matched, genotypes, parts, rules, columns, frequencyOf, options } = summing;
  const n = genotypes.samples.count;
  const totals = totalsOf(columns, n);
  let computed: Computed | undefined;
  const products = matched.scored.row.length * n * (columns.scores + 3 * columns.files);
  const isRounded = options.exact !== true && products >= ROUNDED_FROM;
  for (const part of parts) {
    const plan = scorePlan(matched, part, rules, frequencyOf);
    const people = part.people ?? Uint32Array.from({ length: n }, (_, i) => i);
    const isWhole = plan.variants.length === genotypes.variants.count;
    const own = genotypes.select({
      variants: isWhole ? undefined : plan.variants,
      samples: part.people,
    });
    const sums = totalsOf(columns, people.length);
    if (plan.variants.length > 0 && people.length > 0)
      computed = await addSums(own, plan, sums, isRounded, summing);
    gather(totals, sums, people, plan, columns, rules.missing === "none");
  }
  return { totals, computed, isRounded: isRounded && computed?.device === "cpu" };
}

/** Columns of the sums, and after them for each file the alleles that are known and those that count. */
function totalsOf({ scores, files }: SumColumns, n: number): Float64Array {
  return sharedFloat64((scores + 3 * files) * n);
}

async function addSums(
  genotypes: Genotypes,
  { entries }: ScorePlan,
  totals: Float64Array,
  isRounded: boolean,
  { columns, options, frequencies }: Summing,
): Promise<Computed> {
  const counting = frequencies && { frequencies, mask: countedMask(genotypes, options) };
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
        program: SCORE_PROGRAM,
        here: sumScores,
        isOrderFixed: true,
        mostRows: mostRowsOf(genotypes),
        bytesPerRow: tasks.reduce(
          (sum, { from, to, hasAbsent }) => sum + (hasAbsent ? 16 : 8) * (to - from),
          0,
        ),
        setup: () => ({ entries, tasks, sampleCount, totals, counting, isRounded }),
      },
      options.compute,
      { columns: tasks.reduce((sum, { from, to }) => sum + to - from, 0), hasGpu: true },
    );
  }
  return computed!;
}

/** Dosages of a block are read three times: so many bytes stay in the cache meanwhile. */
const DOSED_BYTES = 4 * 1024 * 1024;
const FEWEST_DOSED_ROWS = 128;

/** Rows of a block of a file with dosages; undefined of others. */
function mostRowsOf({ rows }: Genotypes): number | undefined {
  if (rows?.store.kind !== "pgen") return undefined;
  const bytes = dosageBytesPerRow(rows.store);
  return bytes > 0 ? Math.max(FEWEST_DOSED_ROWS, Math.floor(DOSED_BYTES / bytes)) : undefined;
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
