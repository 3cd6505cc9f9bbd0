import { pValueOf } from "../../sumstats/p-value.ts";
import { studentTLnP } from "../../stats/student-t.ts";
import { Table } from "../../table.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import {
  attempt,
  checkedEffects,
  needIndependent,
  needVariants,
  type EffectsInput,
} from "./checked-effects.ts";
import { fitLine, isExact } from "./line.ts";
import { diagnosticProvenance } from "./provenance.ts";
import { negLog10Of } from "./tested.ts";

export type InfluenceColumns = {
  readonly variantId: readonly string[];
  /** `ivw` or `egger`. */
  readonly method: readonly string[];
  /** Outcome effect minus the fitted line, per exposure-increasing allele. */
  readonly residual: Float64Array;
  /** Diagonal of the hat matrix, in [0, 1]. */
  readonly leverage: Float64Array;
  /** Residual over its standard error from a fit without the variant; Student's t. */
  readonly studentisedResidual: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  readonly cooksDistance: Float64Array;
  readonly errorCode: readonly string[];
  readonly reason: readonly string[];
};

interface Influence {
  readonly residual: Float64Array;
  readonly leverage: Float64Array;
  readonly studentised: Float64Array;
  readonly cooks: Float64Array;
  readonly degreesOfFreedom: number;
}

/**
 * What each variant does to the inverse variance weighted and the MR-Egger regression: leverage, studentised residual
 * and Cook's distance, as `hatvalues`, `rstudent` and `cooks.distance` of R's weighted `lm`.
 *
 * @param input - harmonised data, or effects of k independent variants: 3 for inverse variance weighting, 4 for MR-Egger
 * @returns 2 k rows, or k where MR-Egger is not defined; rows without a value say why
 * @throws NotEstimableError for too few or correlated variants
 * @example
 * mr.influence(harmonised).sortBy("cooksDistance", "descending").head(3);
 * @see Cook 1977, doi:10.1080/00401706.1977.10489493
 */
export function influence(input: EffectsInput): Table<InfluenceColumns> {
  const effects = checkedEffects(input);
  needIndependent(effects, "Cook's distance");
  const parts = (["ivw", "egger"] as const).map((method) => ({
    method,
    ...attempt(() => influenceOf(effects, method === "egger")),
  }));
  if (!parts[0].value) throw parts[0].refusal;
  const defined = parts.flatMap(({ method, value }) => (value ? [{ method, value }] : []));
  const join = (pick: (each: Influence) => Float64Array): Float64Array =>
    Float64Array.from(defined.flatMap(({ value }) => Array.from(pick(value))));
  const studentised = join(({ studentised }) => studentised);
  const negLog10PValue = join(({ studentised, degreesOfFreedom }) =>
    studentised.map((t) => negLog10Of(studentTLnP(t, degreesOfFreedom))),
  );
  const isUndefined = Array.from(studentised, Number.isNaN);
  return new Table(
    {
      variantId: defined.flatMap(() => effects.variantId),
      method: defined.flatMap(({ method }) => effects.variantId.map(() => method)),
      residual: join(({ residual }) => residual),
      leverage: join(({ leverage }) => leverage),
      studentisedResidual: studentised,
      negLog10PValue,
      pValue: negLog10PValue.map(pValueOf),
      cooksDistance: join(({ cooks }) => cooks),
      errorCode: isUndefined.map((isNone) => (isNone ? "COLLINEAR" : "")),
      reason: isUndefined.map((isNone) =>
        isNone ? "The line goes through this variant whatever its value is." : "",
      ),
    },
    diagnosticProvenance("influence of each variant on weighted regressions", effects, {
      notDefined: parts.flatMap(({ refusal }) => (refusal ? [refusal.what] : [])),
    }),
  );
}

function influenceOf(effects: InstrumentEffects, hasIntercept: boolean): Influence {
  const parameters = hasIntercept ? 2 : 1;
  needVariants(
    effects,
    parameters + 2,
    `The influence of variants on ${hasIntercept ? "MR-Egger" : "IVW"}`,
  );
  const line = fitLine(effects, hasIntercept);
  const { residuals: residual, leverage, degreesOfFreedom } = line;
  const variance = line.q / degreesOfFreedom;
  const isPerfect = isExact(effects, line.q);
  const of = (j: number, value: number): number => {
    if (1 - leverage[j] < 1e-12) return NaN;
    return isPerfect ? 0 : value;
  };
  return {
    residual,
    leverage,
    degreesOfFreedom: degreesOfFreedom - 1,
    studentised: residual.map((value, j) =>
      of(
        j,
        value /
          effects.standardErrorOutcome[j] /
          Math.sqrt((line.without(j).q / line.without(j).degreesOfFreedom) * (1 - leverage[j])),
      ),
    ),
    cooks: residual.map((value, j) =>
      of(
        j,
        ((value / effects.standardErrorOutcome[j] / (1 - leverage[j])) ** 2 * leverage[j]) /
          (variance * parameters),
      ),
    ),
  };
}
