import { InvalidArgumentError, NoOverlapError } from "../errors.ts";
import { Table } from "../table.ts";
import type { ComputeOptions } from "../compute/run-method.ts";
import { attritionTable, type AttritionColumns, type AttritionStep } from "./attrition.ts";
import type { Genotypes } from "./genotypes.ts";
import { measureVariants, type VariantMeasures } from "./filter-measures.ts";
import { countSampleMissing } from "./qc-missingness.ts";

/** Conditions to keep a sample or variant; what is left out is not asked for. Listed in the order they are applied. */
export interface FilterOptions extends ComputeOptions {
  /** Keep samples with at most this rate of missing calls. */
  readonly sampleMissingness?: number | undefined;
  /** Keep variants with at most this rate of missing calls among the kept samples. */
  readonly variantMissingness?: number | undefined;
  /** Keep diploid variants whose exact Hardy–Weinberg P among kept founders is at least this. */
  readonly hardyWeinbergP?: number | undefined;
  readonly midP?: boolean | undefined;
  /** Keep variants at least this frequent among kept founders. */
  readonly minorAlleleFrequency?: number | undefined;
  /** Drop variants that do not vary among the kept samples. */
  readonly monomorphic?: "keep" | "remove" | undefined;
  /** Frequencies and Hardy–Weinberg from founders only (default). */
  readonly foundersOnly?: boolean | undefined;
}

type RemovedVariantColumns = {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly reason: readonly string[];
  readonly value: Float64Array;
};

type FilteredSampleColumns = {
  readonly familyId: readonly string[];
  readonly individualId: readonly string[];
  readonly reason: readonly string[];
  readonly value: Float64Array;
};

export interface FilterResult {
  /** What is kept; nothing is copied. */
  readonly genotypes: Genotypes;
  /** A row a step: how many were removed, how many remain, and why. */
  readonly attrition: Table<AttritionColumns>;
  /** Each removed variant with the condition it failed first, and its value there. */
  readonly removedVariants: Table<RemovedVariantColumns>;
  /** Each removed sample, with its ids: print it only where that is allowed. */
  readonly removedSamples: Table<FilteredSampleColumns>;
}

/**
 * Keeps samples and variants of sufficient quality, and accounts for all others.
 *
 * Order, whatever the order of the options, as in PLINK 2: samples by missingness over all variants; then, among the
 * samples kept, variants by missingness, Hardy–Weinberg, frequency, and monomorphic ones. A variant is listed under the
 * first condition it fails. For missingness of samples after that of variants, call it twice.
 *
 * @throws InvalidArgumentError for thresholds outside [0, 1]; NoOverlapError when nothing is left
 * @example
 * const clean = await qc.filter(cohort, { minorAlleleFrequency: 0.01, variantMissingness: 0.02, hardyWeinbergP: 1e-6 });
 */
export async function filter(genotypes: Genotypes, options: FilterOptions): Promise<FilterResult> {
  checkThresholds(options);
  const { samples, variants } = genotypes;
  const steps: AttritionStep[] = [];

  const removedSamples: { index: number; value: number }[] = [];
  let keptSamples: Uint32Array | undefined;
  if (options.sampleMissingness !== undefined) {
    const threshold = options.sampleMissingness;
    const { missing, possible } = await countSampleMissing(genotypes, options);
    const rates = Float64Array.from(missing, (count, i) => count / possible[i]);
    keptSamples = Uint32Array.from(rates.keys()).filter((i) => !exceeds(rates[i], threshold));
    for (let i = 0; i < samples.count; i++) {
      if (exceeds(rates[i], threshold)) removedSamples.push({ index: i, value: rates[i] });
    }
    steps.push({
      step: "sampleMissingness",
      kind: "sample",
      removed: removedSamples.length,
      remaining: keptSamples.length,
      reason: `more than ${threshold} of the calls missing`,
    });
    refuseNothingLeft("sample", keptSamples.length, "sampleMissingness");
  }

  const mask = keptSamples && Uint8Array.from({ length: samples.count });
  for (const i of keptSamples ?? []) mask![i] = 1;
  const conditions = variantConditions(options);
  const failed = new Map<number, { reason: string; value: number }>();
  if (conditions.length > 0) {
    const measures = await measureVariants(genotypes, mask, options);
    for (const { step, reason, fails, valueOf } of conditions) {
      let removed = 0;
      for (let v = 0; v < variants.count; v++) {
        if (failed.has(v) || !fails(measures, v)) continue;
        failed.set(v, { reason: step, value: valueOf(measures, v) });
        removed++;
      }
      const remaining = variants.count - failed.size;
      steps.push({ step, kind: "variant", removed, remaining, reason });
      refuseNothingLeft("variant", remaining, step);
    }
  }
  const keptVariants =
    failed.size > 0
      ? Uint32Array.from({ length: variants.count }, (_, v) => v).filter((v) => !failed.has(v))
      : undefined;
  return describe(genotypes, keptSamples, keptVariants, steps, removedSamples, failed);
}

interface VariantCondition {
  readonly step: string;
  readonly reason: string;
  readonly fails: (measures: VariantMeasures, v: number) => boolean;
  readonly valueOf: (measures: VariantMeasures, v: number) => number;
}

function variantConditions(options: FilterOptions): VariantCondition[] {
  const {
    variantMissingness,
    hardyWeinbergP,
    minorAlleleFrequency,
    monomorphic = "keep",
  } = options;
  const conditions: VariantCondition[] = [];
  if (variantMissingness !== undefined) {
    conditions.push({
      step: "variantMissingness",
      reason: `more than ${variantMissingness} of the calls missing`,
      fails: ({ missingRate }, v) => exceeds(missingRate[v], variantMissingness),
      valueOf: ({ missingRate }, v) => missingRate[v],
    });
  }
  if (hardyWeinbergP !== undefined) {
    const lnThreshold = Math.log(hardyWeinbergP);
    conditions.push({
      step: "hardyWeinbergP",
      reason: `Hardy–Weinberg exact ${options.midP ? "mid-p" : "P"} below ${hardyWeinbergP}`,
      fails: ({ hardyWeinbergLnP }, v) => hardyWeinbergLnP[v] < lnThreshold - TOLERANCE,
      valueOf: ({ hardyWeinbergLnP }, v) => Math.exp(hardyWeinbergLnP[v]),
    });
  }
  if (minorAlleleFrequency !== undefined) {
    conditions.push({
      step: "minorAlleleFrequency",
      reason: `minor allele rarer than ${minorAlleleFrequency}, or no calls`,
      fails: ({ frequency }, v) => !(frequency[v] >= minorAlleleFrequency * (1 - TOLERANCE)),
      valueOf: ({ frequency }, v) => frequency[v],
    });
  }
  if (monomorphic === "remove") {
    conditions.push({
      step: "monomorphic",
      reason: "all calls are alike, or there are none",
      fails: ({ isMonomorphic }, v) => isMonomorphic[v] === 1,
      valueOf: () => 0,
    });
  }
  return conditions;
}

// Rates are ratios of counts: a threshold of 0.02 must keep 2 of 100 whatever the rounding.
const TOLERANCE = 1e-11;

function exceeds(rate: number, threshold: number): boolean {
  return rate > threshold * (1 + TOLERANCE);
}

function checkThresholds(options: FilterOptions): void {
  const thresholds = [
    "sampleMissingness",
    "variantMissingness",
    "hardyWeinbergP",
    "minorAlleleFrequency",
  ] as const;
  for (const name of thresholds) {
    const value = options[name];
    const most = name === "minorAlleleFrequency" ? 0.5 : 1;
    if (value !== undefined && !(value >= 0 && value <= most)) {
      throw new InvalidArgumentError(name, {
        what: `${name} is ${value}.`,
        why: `It is a threshold between 0 and ${most}.`,
        remedy: "Write 2 % as 0.02.",
      });
    }
  }
}

function refuseNothingLeft(kind: string, remaining: number, step: string): void {
  if (remaining > 0) return;
  throw new NoOverlapError({
    what: `No ${kind} is left after ${step}.`,
    why: "Every one fails the conditions up to there.",
    remedy: `Loosen ${step}, or look at its distribution first (qc.frequency, qc.variantMissingness, qc.sampleMissingness, qc.hardyWeinberg).`,
  });
}

function describe(
  genotypes: Genotypes,
  keptSamples: Uint32Array | undefined,
  keptVariants: Uint32Array | undefined,
  steps: readonly AttritionStep[],
  removedSamples: readonly { index: number; value: number }[],
  failed: ReadonlyMap<number, { reason: string; value: number }>,
): FilterResult {
  const { samples, variants } = genotypes;
  const order = [...failed.keys()].sort((a, b) => a - b);
  const result: FilterResult = {
    genotypes: genotypes.select({ samples: keptSamples, variants: keptVariants }),
    attrition: attritionTable(steps, { source: genotypes.source }),
    removedVariants: new Table<RemovedVariantColumns>({
      variantId: order.map((v) => variants.variantId[v]),
      chromosome: Uint8Array.from(order, (v) => variants.chromosome[v]),
      basePairLocation: Int32Array.from(order, (v) => variants.basePairLocation[v]),
      reason: order.map((v) => failed.get(v)!.reason),
      value: Float64Array.from(order, (v) => failed.get(v)!.value),
    }),
    removedSamples: new Table<FilteredSampleColumns>({
      familyId: removedSamples.map(({ index }) => samples.familyId[index]),
      individualId: removedSamples.map(({ index }) => samples.individualId[index]),
      reason: removedSamples.map(() => "sampleMissingness"),
      value: Float64Array.from(removedSamples, ({ value }) => value),
    }),
  };
  // Not enumerable, so that printing the result prints no ids.
  Object.defineProperty(result, "removedSamples", { enumerable: false });
  return result;
}
