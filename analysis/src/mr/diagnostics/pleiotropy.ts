import { Table } from "../../table.ts";
import { checkedEffects, needVariants, type EffectsInput } from "./checked-effects.ts";
import { fitLine, overdispersion } from "./line.ts";
import { diagnosticProvenance } from "./provenance.ts";
import { tested } from "./tested.ts";

export type PleiotropyColumns = {
  /** `t` with k − 2 degrees of freedom, or `normal`. */
  readonly distribution: readonly string[];
  /** The average direct effect of the variants on the outcome, per exposure-increasing allele. */
  readonly intercept: Float64Array;
  readonly standardError: Float64Array;
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  readonly statistic: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
};

/**
 * Tests directional pleiotropy by the intercept of MR-Egger, under both conventions in use: Student's t with k − 2
 * degrees of freedom (TwoSampleMR) and the normal distribution (MendelianRandomization).
 *
 * Standard errors are of multiplicative random effects, never below those of fixed effects.
 *
 * @param input - harmonised data, or effects of k ≥ 3 variants
 * @returns two rows, `t` and `normal`: `intercept`, `standardError`, 95 % interval, `negLog10PValue`
 * @throws NotEstimableError for fewer than three variants, or exposure effects of one size
 * @example
 * mr.pleiotropy(harmonised).columns.intercept[0];
 * @see Bowden et al. 2015, doi:10.1093/ije/dyv080
 */
export function pleiotropy(input: EffectsInput): Table<PleiotropyColumns> {
  const effects = checkedEffects(input);
  needVariants(effects, 3, "The Egger intercept");
  const line = fitLine(effects, true);
  const { degreesOfFreedom } = line;
  const standardError = line.standardErrorOfIntercept * overdispersion(line.q, degreesOfFreedom);
  const rows = [{ degreesOfFreedom }, {}].map((options) =>
    tested(line.intercept, standardError, options),
  );
  const column = (name: keyof (typeof rows)[number]): Float64Array =>
    Float64Array.from(rows, (row) => row[name]);
  return new Table(
    {
      distribution: ["t", "normal"],
      intercept: column("estimate"),
      standardError: column("standardError"),
      ciLower: column("ciLower"),
      ciUpper: column("ciUpper"),
      statistic: column("statistic"),
      negLog10PValue: column("negLog10PValue"),
      pValue: column("pValue"),
    },
    diagnosticProvenance("MR-Egger intercept (multiplicative random effects)", effects),
  );
}
