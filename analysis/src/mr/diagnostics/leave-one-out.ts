import { Table, type Provenance } from "../../table.ts";
import type { EstimationSettings, Estimator } from "../estimators/estimator.ts";
import { estimatorsOf, type MethodId } from "../estimators/registry.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import {
  attempt,
  checkedEffects,
  needIndependent,
  needVariants,
  type EffectsInput,
} from "./checked-effects.ts";
import { fitLine, overdispersion, type LineWithout } from "./line.ts";
import { diagnosticProvenance } from "./provenance.ts";
import { tested } from "./tested.ts";
import { withoutVariant } from "./without-variant.ts";

export type LeaveOneOutColumns = {
  /** The variant left out. */
  readonly variantId: readonly string[];
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** `beta` minus the estimate of all variants. */
  readonly change: Float64Array;
  /** Heterogeneity that is left; NaN for estimators that give none. */
  readonly q: Float64Array;
  readonly errorCode: readonly string[];
  readonly reason: readonly string[];
};

/** An estimate, as rows of leave-one-out hold it. */
export interface OverallEstimate {
  readonly beta: number;
  readonly standardError: number;
  readonly ciLower: number;
  readonly ciUpper: number;
  readonly negLog10PValue: number;
  readonly q: number;
}

/** The estimate without each variant in turn, beside that of all. */
export class LeaveOneOut extends Table<LeaveOneOutColumns> {
  readonly all: OverallEstimate;

  constructor(columns: LeaveOneOutColumns, provenance: Provenance, all: OverallEstimate) {
    super(columns, provenance);
    this.all = all;
  }
}

export interface LeaveOneOutOptions extends Partial<EstimationSettings> {
  /** `ivw` (default), `egger`, or any other estimator by its id or from `mr.methods`. */
  readonly method?: MethodId | Estimator | undefined;
}

/**
 * Estimates again without each variant in turn. Inverse variance weighting and MR-Egger are closed form, in time linear
 * in the variants; any other estimator runs k times.
 *
 * @param input - harmonised data, or effects of k ≥ 2 variants (MR-Egger 4)
 * @param options.method - `ivw`: multiplicative random effects, normal; `egger`: t with k − 3 degrees of freedom
 * @param options.seed - for estimators that draw random numbers; the same for each variant
 * @returns k rows: `variantId` left out, `beta`, `standardError`, interval, `change`; and `.all`
 * @throws NotEstimableError when no row is defined
 * @example
 * const influence = mr.leaveOneOut(harmonised, { method: "ivw" });
 * influence.all.beta;
 */
export function leaveOneOut(input: EffectsInput, options: LeaveOneOutOptions = {}): LeaveOneOut {
  const effects = checkedEffects(input);
  const { method = "ivw" } = options;
  needVariants(effects, 2, "Leave-one-out");
  const runs =
    method === "ivw" || method === "egger"
      ? byLine(effects, method, options)
      : byEstimator(effects, estimatorOf(method), options);
  const { all, rows, label } = runs;
  const defined = rows.find(({ value }) => value);
  if (!defined) throw rows[0].refusal!;
  const column = (name: keyof OverallEstimate): Float64Array =>
    Float64Array.from(rows, ({ value }) => value?.[name] ?? NaN);
  const negLog10PValue = column("negLog10PValue");
  return new LeaveOneOut(
    {
      variantId: effects.variantId,
      beta: column("beta"),
      standardError: column("standardError"),
      ciLower: column("ciLower"),
      ciUpper: column("ciUpper"),
      negLog10PValue,
      pValue: negLog10PValue.map((value) => 10 ** -value),
      change: column("beta").map((value) => value - all.beta),
      q: column("q"),
      errorCode: rows.map(({ refusal }) => refusal?.code ?? ""),
      reason: rows.map(({ refusal }) => refusal?.what ?? ""),
    },
    diagnosticProvenance(`leave-one-out, ${label}`, effects, {
      ...(runs.isRandom && { seed: settings(options).seed }),
    }),
    all,
  );
}

function estimatorOf(method: MethodId | Estimator): Estimator {
  return typeof method === "string" ? estimatorsOf([method], 2)[0] : method;
}

interface Runs {
  readonly isRandom: boolean;
  readonly label: string;
  readonly all: OverallEstimate;
  readonly rows: readonly ReturnType<typeof attempt<OverallEstimate>>[];
}

function byLine(
  effects: InstrumentEffects,
  method: "ivw" | "egger",
  { confidence }: LeaveOneOutOptions,
): Runs {
  const hasIntercept = method === "egger";
  const name = hasIntercept ? "MR-Egger" : "Inverse variance weighted";
  if (hasIntercept) needVariants(effects, 4, "Leave-one-out of MR-Egger");
  const line = fitLine(effects, hasIntercept);
  const estimate = (fit: LineWithout | typeof line): OverallEstimate => {
    const { degreesOfFreedom, q, slope } = fit;
    const { estimate: beta, ...rest } = tested(
      slope,
      fit.standardErrorOfSlope * overdispersion(q, degreesOfFreedom),
      {
        ...(confidence !== undefined && { confidence }),
        ...(hasIntercept && { degreesOfFreedom }),
      },
    );
    return { beta, ...rest, q };
  };
  return {
    isRandom: false,
    label: `${name} (multiplicative random effects, ${hasIntercept ? "t" : "normal"})`,
    all: estimate(line),
    rows: effects.variantId.map((id, j) => {
      const left = line.without(j);
      if (left.isDefined) return { value: estimate(left) };
      return attempt(() => {
        // The exact reason: variants without it have one exposure effect, or lie in perfect correlation.
        fitLine(withoutVariant(effects, j), hasIntercept);
        throw new Error(`${name} without ${id} is determined after all`);
      });
    }),
  };
}

function byEstimator(
  effects: InstrumentEffects,
  estimator: Estimator,
  options: LeaveOneOutOptions,
): Runs {
  if (!estimator.usesCorrelation) needIndependent(effects, estimator.label);
  const run = (subset: InstrumentEffects): OverallEstimate => {
    needVariants(subset, estimator.fewestVariants, estimator.label);
    const { beta, standardError, ciLower, ciUpper, negLog10PValue, details } = estimator.estimate(
      subset,
      settings(options),
    );
    const q = typeof details["q"] === "number" ? details["q"] : NaN;
    return { beta, standardError, ciLower, ciUpper, negLog10PValue, q };
  };
  return {
    isRandom: estimator.isRandom,
    label: estimator.label,
    all: run(effects),
    rows: effects.variantId.map((_, j) => attempt(() => run(withoutVariant(effects, j)))),
  };
}

function settings({
  seed = 1,
  bootstraps = 1000,
  confidence = 0.95,
}: LeaveOneOutOptions): EstimationSettings {
  return { seed, bootstraps, confidence };
}
