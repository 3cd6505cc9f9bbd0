import { sharedFloat64, sharedUint8 } from "../compute/engine/shared-arrays.ts";
import type { SampleCounts } from "../compute/operations/sample-counts/index.ts";
import { Table } from "../table.ts";
import { deviceProvenance, type ComputeOptions } from "../compute/run-method.ts";
import { COUNTS_FOR_NONE } from "./count-programs.ts";
import type { Genotypes } from "./genotypes.ts";
import { ploidyOf } from "./ploidy.ts";
import { countPerSample, type Counted } from "./qc-counts.ts";
import { countAlleleNumbers } from "./qc-frequency.ts";

export interface HeterozygosityOptions extends ComputeOptions {
  /** Frequencies from founders only (default), as PLINK 2 does; false takes everyone. */
  readonly foundersOnly?: boolean | undefined;
  /** Multiply the expected heterozygosity by 2n/(2n − 1) (Nei); PLINK 2's `--het small-sample`. Off by default, as there. */
  readonly smallSample?: boolean | undefined;
}

type HeterozygosityColumns = {
  familyId: readonly string[];
  individualId: readonly string[];
  observedHomozygotes: Int32Array;
  expectedHomozygotes: Float64Array;
  n: Int32Array;
  inbreeding: Float64Array;
};
export type HeterozygosityTable = Table<HeterozygosityColumns>;

/** Fewer founders than this give frequencies too rough for F; PLINK 2 refuses them without `--bad-freqs`. */
const ENOUGH_FOUNDERS = 50;

/**
 * Observed and expected homozygous calls per sample and F = (O − E) / (N − E), over diploid variants.
 *
 * Best on variants in approximate linkage equilibrium. With fewer than 50 founders the expected values are rough; the
 * table's provenance says so in `caution`.
 *
 * @returns a row a sample, with its ids; `n` counts the variants with a call, `inbreeding` is F
 * @example
 * const f = await qc.heterozygosity(cohort);
 */
export async function heterozygosity(
  genotypes: Genotypes,
  options: HeterozygosityOptions = {},
): Promise<HeterozygosityTable> {
  const { samples, variants } = genotypes;
  const { smallSample = false, foundersOnly = true } = options;
  const alleles = await countAlleleNumbers(genotypes, undefined, options);
  const homozygosity = new Float64Array(variants.count);
  let tested = 0;
  let expected = 0;
  for (let v = 0; v < variants.count; v++) {
    if (ploidyOf(variants, v) !== "diploid" || alleles.number[v] === 0) continue;
    const f = alleles.effect[v] / alleles.number[v];
    const nei =
      smallSample && alleles.number[v] > 1 ? alleles.number[v] / (alleles.number[v] - 1) : 1;
    homozygosity[v] = 1 - 2 * f * (1 - f) * nei;
    expected += homozygosity[v];
    tested++;
  }
  const counted = await countCalls(genotypes, homozygosity, alleles.number, options);
  const totals = counted.counts;
  const called = totals.missing.map((missing) => tested - missing);
  const observed = called.map((calls, i) => calls - totals.ones[i]);
  const expectedOfSample = totals.missingWeight.map((weight) => expected - weight);
  return new Table<HeterozygosityColumns>(
    {
      familyId: samples.familyId,
      individualId: samples.individualId,
      observedHomozygotes: observed,
      expectedHomozygotes: expectedOfSample,
      n: called,
      inbreeding: expectedOfSample.map((e, i) => (observed[i] - e) / (called[i] - e)),
    },
    {
      method: "heterozygosity",
      source: genotypes.source,
      variants: tested,
      foundersOnly,
      smallSample,
      ...deviceProvenance(counted.computed),
      ...(alleles.samples < ENOUGH_FOUNDERS && {
        caution: `Frequencies come from ${alleles.samples} founders; F is unreliable below ${ENOUGH_FOUNDERS}.`,
      }),
    },
  );
}

/** Per sample, over diploid variants that anyone has a call at: heterozygous and missing calls, and the missing ones' weight. */
async function countCalls(
  genotypes: Genotypes,
  weights: Float64Array,
  alleleNumber: Int32Array,
  options: ComputeOptions,
): Promise<Counted<SampleCounts>> {
  const { variants } = genotypes;
  const ruleOfVariant = sharedUint8(variants.count);
  const shared = sharedFloat64(variants.count);
  shared.set(weights);
  for (let v = 0; v < variants.count; v++) {
    const isUsed = ploidyOf(variants, v) === "diploid" && alleleNumber[v] > 0;
    if (!isUsed) ruleOfVariant[v] = COUNTS_FOR_NONE;
  }
  return countPerSample("heterozygosity", genotypes, { ruleOfVariant, weights: shared }, options);
}
