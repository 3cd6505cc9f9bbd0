import type { ComputeOptions } from "../../compute/run-method.ts";
import { InvalidArgumentError, NoOverlapError } from "../../errors.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { clump, type Clumps } from "../../ld/clump.ts";
import type { R2Measure } from "../../ld/clump-genotypes.ts";
import { Table, type Provenance } from "../../table.ts";
import { counted, whole } from "../../words.ts";
import { scoringFile } from "../scoring/scoring-file.ts";
import { readBase, type BaseAssociations } from "./base-associations.ts";
import { compareAncestry } from "./base-ancestry.ts";
import { baseNotices, refuseOtherBuild, type BaseNotices } from "./base-notices.ts";
import { ClumpThreshold, countVerdicts, type ThresholdColumns } from "./clump-threshold-result.ts";
import { judgeBase, type BaseJudgement, type BaseVerdict } from "./judge-base.ts";
import { checkedThresholds, leastNegLog10, USUAL_THRESHOLDS } from "./threshold-ladder.ts";

export interface ClumpThresholdOptions extends ComputeOptions {
  /** `variantId`, `effectAllele`, `otherAllele`, `beta` (or `oddsRatio`) and P values; a row a variant. */
  readonly associations: Table;
  /** Whose linkage decides: people of the ancestry of the associations. */
  readonly genotypes: Genotypes;
  /** People to be scored: only variants that they have, with the same alleles, make scores. `genotypes` by default. */
  readonly target?: Genotypes | undefined;
  readonly clump?:
    | {
        /** Within which distance of the lead, 250 by default. */
        readonly kilobases?: number | undefined;
        /** Variants with at least this r² go with the lead, 0.1 by default. */
        readonly r2?: number | undefined;
        /** Largest P of a variant that is looked at, 1 by default. */
        readonly p?: number | undefined;
        /** As in `ld.clump`: `genotypes` (default), or `haplotypes` as PLINK 1.9. */
        readonly measure?: R2Measure | undefined;
      }
    | undefined;
  /** Largest P of each score; 5e-8, 0.001, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5 and 1 by default. See `prs.thresholdLadder`. */
  readonly thresholds?: readonly number[] | undefined;
  /** Least imputation quality, 0.9 by default; variants of which none is known are kept. */
  readonly info?: number | undefined;
  /** Least minor allele frequency in the associations, 0 by default; variants of which none is known are kept. */
  readonly minorAlleleFrequency?: number | undefined;
  /** A/T and C/G variants; `keep` only where both data sets are known to name alleles of the same strand. */
  readonly ambiguous?: "drop" | "keep" | undefined;
}

/** Weights held in memory at once: 1 GB. */
const MOST_WEIGHTS = 2 ** 27;

/**
 * Clumping and thresholding: of variants in linkage the one with the smallest P, and a score for each threshold on P.
 *
 * A weight is the association's effect per copy of its effect allele, or 0 in scores whose threshold it misses. Averages
 * per allele that divide by all rows are therefore smaller than PLINK's of a range of P; sums are the same.
 *
 * @returns `scores` for `prs.score`, a column a threshold that adds a variant; `thresholds`; `variants`, what became of
 * each association and why
 * @throws InvalidArgumentError, NoOverlapError when no association is left, BuildMismatchError, CancelledError
 * @example
 * const scores = await prs.clumpThreshold({ associations: result, genotypes: cohort });
 * @see Choi & O'Reilly 2019, doi:10.1093/gigascience/giz082
 */
export async function clumpThreshold(options: ClumpThresholdOptions): Promise<ClumpThreshold> {
  return clumpAtThresholds(options);
}

/** @param options.ancestry - what was said of the panel's, where that has been compared */
export async function clumpAtThresholds(
  options: ClumpThresholdOptions & { readonly ancestry?: readonly string[] },
): Promise<ClumpThreshold> {
  const { genotypes, target = genotypes, compute, signal, onProgress } = options;
  const { info = 0.9, minorAlleleFrequency = 0, ambiguous = "drop" } = options;
  const { kilobases = 250, r2 = 0.1, p = 1, measure = "genotypes" } = options.clump ?? {};
  const thresholds = checkedThresholds(options.thresholds ?? USUAL_THRESHOLDS);
  refuseShare("info", info, 1);
  refuseShare("minorAlleleFrequency", minorAlleleFrequency, 0.5);
  refuseShare("clump.p", p, 1);
  const base = readBase(options.associations);
  refuseOtherBuild(options.associations, base, target);
  const rules = { info, minorAlleleFrequency, ambiguous, leastNegLog10P: leastNegLog10(p) };
  const judgement = judgeBase(base, target, rules);
  const left = indicesOf(judgement, "");
  if (left.length === 0) throw noneLeft(base, judgement);
  const clumps = await clump(
    new Table({
      variantId: left.map((i) => base.variantId[i]),
      negLog10PValue: Float64Array.from(left, (i) => base.negLog10PValue[i]),
    }),
    { genotypes, p1: p, p2: p, r2, kilobases, measure, compute, signal, onProgress },
  );
  const assignment = assign(base, judgement, left, clumps);
  const ancestry = options.ancestry ?? (await compareAncestry(base, left, genotypes, options));
  const said = baseNotices(base, judgement, options, ancestry);
  return finish(base, judgement, assignment, target, thresholds, said, {
    method: "clumping and thresholding",
    source: String(options.associations.provenance["source"] ?? "associations"),
    panel: genotypes.source,
    target: target.source,
    kilobases,
    r2,
    p,
    r2Measure: measure,
    info,
    minorAlleleFrequency,
    ambiguous,
  });
}

interface Assignment {
  readonly leadVariantId: string[];
  readonly r2: Float64Array;
}

function assign(
  base: BaseAssociations,
  { verdict, reason }: BaseJudgement,
  left: readonly number[],
  clumps: Clumps,
): Assignment {
  const rowOf = new Map(left.map((i) => [base.variantId[i], i] as const));
  const leadVariantId = new Array<string>(base.count).fill("");
  const r2 = new Float64Array(base.count).fill(NaN);
  const { members } = clumps;
  for (const id of clumps.absent) {
    const i = rowOf.get(id)!;
    verdict[i] = "not in the panel";
    reason[i] = "the panel of linkage has no diploid variant of this name";
  }
  members.columns.variantId.forEach((id, row) => {
    const i = rowOf.get(id)!;
    const { leadVariantId: leads, r2: values, distance } = members.columns;
    verdict[i] = "clumped";
    leadVariantId[i] = leads[row];
    r2[i] = values[row];
    reason[i] =
      `goes with ${leads[row]}, whose P is smaller: r² ${values[row].toPrecision(3)}, ${(Math.abs(distance[row]) / 1000).toFixed(1)} kb away`;
  });
  for (const id of clumps.columns.variantId) {
    const i = rowOf.get(id)!;
    verdict[i] = "lead";
    reason[i] = "the smallest P of its clump";
  }
  return { leadVariantId, r2 };
}

function finish(
  base: BaseAssociations,
  judgement: BaseJudgement,
  { leadVariantId, r2 }: Assignment,
  target: Genotypes,
  thresholds: readonly number[],
  { notices, cautions }: BaseNotices,
  provenance: Provenance,
): ClumpThreshold {
  const loosest = leastNegLog10(thresholds[thresholds.length - 1]);
  const leads = indicesOf(judgement, "lead").filter((i) => base.negLog10PValue[i] >= loosest);
  if (leads.length === 0) throw noneBelow(thresholds);
  const table = thresholdTable(base, leads, thresholds);
  const named = [...new Set(table.columns.score)].filter((name) => name !== "");
  if (named.length * leads.length > MOST_WEIGHTS) throw tooMany(named.length, leads.length);
  const weights = Object.fromEntries(
    named.map((name) => {
      const least = leastNegLog10(table.columns.threshold[table.columns.score.indexOf(name)]);
      const weight = (i: number): number => (base.negLog10PValue[i] >= least ? base.beta[i] : 0);
      return [name, Float64Array.from(leads, weight)] as const;
    }),
  );
  const texts = (column: readonly string[]): string[] => leads.map((i) => column[i]);
  return new ClumpThreshold(
    {
      variantId: base.variantId,
      chromosome: base.chromosome,
      basePairLocation: base.basePairLocation,
      effectAllele: base.effectAllele,
      otherAllele: base.otherAllele,
      beta: base.beta,
      negLog10PValue: base.negLog10PValue,
      verdict: judgement.verdict as readonly BaseVerdict[],
      leadVariantId,
      r2,
      reason: judgement.reason,
    },
    { ...provenance, variants: leads.length },
    {
      scores: scoringFile({
        weights,
        variantId: texts(base.variantId),
        chromosome: Uint8Array.from(leads, (i) => base.chromosome[i]),
        basePairLocation: Int32Array.from(leads, (i) => base.basePairLocation[i]),
        effectAllele: texts(base.effectAllele),
        otherAllele: texts(base.otherAllele),
        build: target.build,
        source: "clumping and thresholding",
        notices: cautions,
      }),
      thresholds: table,
      verdicts: countVerdicts(judgement.verdict),
      notices,
    },
  );
}

function thresholdTable(
  base: BaseAssociations,
  leads: readonly number[],
  thresholds: readonly number[],
): Table<ThresholdColumns> {
  const strengths = Float64Array.from(leads, (i) => base.negLog10PValue[i]).sort();
  const counts = thresholds.map((p) => countAtLeast(strengths, leastNegLog10(p)));
  return new Table<ThresholdColumns>({
    threshold: Float64Array.from(thresholds),
    variants: Int32Array.from(counts),
    score: counts.map((n) => (n === 0 ? "" : `p${thresholds[counts.indexOf(n)]}`)),
  });
}

function countAtLeast(ascending: Float64Array, least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < least) low = middle + 1;
    else high = middle;
  }
  return ascending.length - low;
}

function indicesOf({ verdict }: BaseJudgement, wanted: BaseVerdict | ""): number[] {
  const found: number[] = [];
  verdict.forEach((own, i) => own === wanted && found.push(i));
  return found;
}

function refuseShare(argument: string, value: number, most: number): void {
  const isP = argument === "clump.p";
  if (value <= most && (isP ? value > 0 : value >= 0)) return;
  throw new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why: `It must be ${isP ? "above 0" : "0 or more"} and at most ${most}.`,
    remedy: "Choose another number, or leave it out.",
  });
}

function noneLeft(base: BaseAssociations, { verdict }: BaseJudgement): NoOverlapError {
  const { columns } = countVerdicts(verdict);
  const parts = columns.verdict.map((kind, row) => `${whole(columns.variants[row])} ${kind}`);
  return new NoOverlapError({
    what: `None of ${counted(base.count, "association")} can make a score: ${parts.join(", ") || "the table is empty"}.`,
    why: "Associations and target are joined by variantId, and must name the same alleles.",
    remedy: "Compare how both name variants and alleles, or loosen what left the most out.",
  });
}

function noneBelow(thresholds: readonly number[]): InvalidArgumentError {
  return new InvalidArgumentError("thresholds", {
    what: `No lead variant has P up to ${thresholds[thresholds.length - 1]}.`,
    why: "Each score takes the leads of clumps up to its threshold.",
    remedy: "Add larger thresholds.",
  });
}

function tooMany(scores: number, variants: number): InvalidArgumentError {
  return new InvalidArgumentError("thresholds", {
    what: `${whole(scores)} scores of ${whole(variants)} variants are ${((8 * scores * variants) / 1e9).toFixed(1)} GB of weights.`,
    why: "They are held in memory together.",
    remedy: "Choose fewer thresholds: neighbouring ones give nearly the same score.",
  });
}
