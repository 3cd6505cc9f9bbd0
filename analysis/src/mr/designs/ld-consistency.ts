import type { ComputeOptions } from "../../compute/run-method.ts";
import { isAnalysisError } from "../../errors.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { chiSquareLnP } from "../../stats/chi-square.ts";
import { Table } from "../../table.ts";
import type { Harmonised } from "../harmonised.ts";
import { panelVariants } from "../instruments/panel-variants.ts";

export type LdConsistencyColumns = {
  readonly variantId: readonly string[];
  /** With the strongest variant, in the panel. */
  readonly r: Float64Array;
  /** Of the exposure: effect over standard error. */
  readonly z: Float64Array;
  /** What z would be if the strongest variant were the only cause: r times its z. */
  readonly expectedZ: Float64Array;
  /** That they differ by chance, −log10. */
  readonly negLog10PValue: Float64Array;
};

/** Whether panel and exposure tell the same of variants that are nearly copies of the strongest one. */
export interface LdConsistency {
  readonly lead: string;
  readonly table: Table<LdConsistencyColumns>;
  /** Variants with P below 1e-4. */
  readonly outliers: readonly string[];
  readonly sentence: string;
}

/** Nearer copies of the strongest variant than this are compared. */
const LEAST_R2 = 0.6;
const OUTLIER_NEG_LOG10_P = 4;
/** Each pair of them has a correlation in memory. */
const MOST_VARIANTS = 300;

/**
 * Compares z with r z of the strongest variant among its near copies: where the panel fits, they differ by chance alone.
 *
 * @param region - all variants of the region that both studies have
 * @returns undefined where the panel has no near copy of the strongest variant
 * @see Kanai et al. 2022, doi:10.1016/j.xgen.2022.100210; Chen et al. 2021, doi:10.1038/s41467-021-27438-7
 */
export async function ldConsistency(
  region: Harmonised,
  genotypes: Genotypes,
  options: ComputeOptions,
): Promise<LdConsistency | undefined> {
  const { columns } = region;
  const z = (row: number): number => columns.betaExposure[row] / columns.standardErrorExposure[row];
  const rows = region.keptRows
    .sort((a, b) => Math.abs(z(b)) - Math.abs(z(a)))
    .slice(0, MOST_VARIANTS);
  const places = panelVariants(
    rows.map((row) => ({
      variantId: columns.variantId[row],
      chromosome: columns.chromosome[row],
      basePairLocation: columns.basePairLocation[row],
      effectAllele: columns.effectAllele[row],
      otherAllele: columns.otherAllele[row],
      effectAlleleFrequency: columns.effectAlleleFrequencyExposure[row],
      beta: columns.betaExposure[row],
      standardError: columns.standardErrorExposure[row],
      negLog10PValue: columns.negLog10PValueExposure[row],
      n: columns.nExposure[row],
    })),
    genotypes,
    region.exposure.build,
  );
  const present = rows.filter((_, i) => places[i].variant !== undefined);
  if (present.length < 2) return undefined;
  const ids = present.map((row) => columns.variantId[row]);
  const correlation = await correlationOf(region.only(...ids), genotypes, options);
  if (!correlation) return undefined;
  const kept = region.only(...ids).keptRows;
  const [lead] = present;
  const from = kept.indexOf(lead) * kept.length;
  const near = kept.flatMap((row, j) => {
    const r = correlation[from + j];
    // Copies of it are the same variant in the panel, whose z has no room to differ.
    return row !== lead && r * r >= LEAST_R2
      ? [{ row, r: Math.max(-0.999, Math.min(0.999, r)) }]
      : [];
  });
  if (near.length === 0) return undefined;
  const table = new Table<LdConsistencyColumns>({
    variantId: near.map(({ row }) => columns.variantId[row]),
    r: Float64Array.from(near, ({ r }) => r),
    z: Float64Array.from(near, ({ row }) => z(row)),
    expectedZ: Float64Array.from(near, ({ r }) => r * z(lead)),
    negLog10PValue: Float64Array.from(near, ({ row, r }) => {
      const distance = (z(row) - r * z(lead)) ** 2 / (1 - r * r);
      return -chiSquareLnP(distance, 1) / Math.LN10;
    }),
  });
  const outliers = table.columns.variantId.filter(
    (_, i) => table.columns.negLog10PValue[i] > OUTLIER_NEG_LOG10_P,
  );
  const name = columns.variantId[lead];
  return {
    lead: name,
    table,
    outliers,
    sentence:
      outliers.length === 0
        ? `The panel fits the exposure: ${near.length} near copies of ${name} are as strong as their correlation with it tells.`
        : `${outliers.length} of ${near.length} near copies of ${name} (${outliers.slice(0, 3).join(", ")}) are not as strong as the panel's correlations tell: it may be of another ancestry, alleles may be swapped, or several variants are causal.`,
  };
}

/** Correlations, or undefined where a variant does not vary in the panel. */
async function correlationOf(
  chosen: Harmonised,
  genotypes: Genotypes,
  options: ComputeOptions,
): Promise<Float64Array | undefined> {
  try {
    return (await chosen.withCorrelation({ genotypes, ...options })).correlation;
  } catch (error) {
    if (isAnalysisError(error, "no-overlap")) return undefined;
    throw error;
  }
}
