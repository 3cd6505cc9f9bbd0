import { chiSquareLnP } from "../../../../stats/chi-square.ts";
import { normalLnP } from "../../../../stats/normal.ts";
import { Table } from "../../../../table.ts";
import type { InstrumentEffects } from "../../../instrument-effects.ts";
import { NotEstimableError } from "../../../mr-errors.ts";
import type { Estimate } from "../../estimator.ts";
import { finishedEstimate } from "../finished-estimate.ts";
import { radialLine, type RadialLine } from "./line.ts";
import {
  ratiosOf,
  weightsAtRatios,
  weightsAtSlope,
  type Ratios,
  type RadialWeights,
} from "./weights.ts";

export interface RadialModelOptions {
  /** `modifiedSecondOrder` by default. */
  readonly weights?: RadialWeights | undefined;
  /** P of a variant's Q below which it is an outlier: 0.05. */
  readonly significance?: number | undefined;
  /** `bonferroni` divides the significance by the number of variants; `none` by default, as RadialMR. */
  readonly correction?: "none" | "bonferroni" | undefined;
  /** Of P values and intervals; by default normal for IVW and t for Egger, as RadialMR's P values are. */
  readonly distribution?: "normal" | "t" | undefined;
}

/** A radial plot's points: a variant lies at (√W, ratio · √W), its ratio is the slope of the line to the origin. */
export type RadialColumns = {
  readonly variantId: readonly string[];
  readonly ratio: Float64Array;
  readonly weight: Float64Array;
  readonly rootWeight: Float64Array;
  readonly ratioRootWeight: Float64Array;
  /** The variant's part of Q. */
  readonly q: Float64Array;
  /** Of q on χ² with one degree of freedom. */
  readonly negLog10PValue: Float64Array;
  readonly isOutlier: Uint8Array;
};

/** One line of a radial plot. */
export interface RadialModel {
  readonly estimate: Estimate;
  /** 0 for IVW. */
  readonly intercept: number;
  readonly q: number;
  readonly degreesOfFreedom: number;
  readonly negLog10PValueQ: number;
  readonly variants: Table<RadialColumns>;
  readonly outliers: readonly string[];
}

/** @throws NotEstimableError when the variants do not determine the line */
export function radialModel(
  effects: InstrumentEffects,
  kind: "ivw" | "egger",
  options: RadialModelOptions,
  confidence: number,
): RadialModel {
  const { weights = "modifiedSecondOrder", significance = 0.05, correction = "none" } = options;
  const { distribution = kind === "ivw" ? "normal" : "t" } = options;
  const ratios = ratiosOf(effects);
  const line = (weight: Float64Array): RadialLine => fitted(ratios, weight, kind);
  let weight = weights === "secondOrder" ? weightsAtRatios(ratios) : weightsAtSlope(ratios, 0);
  if (weights === "modifiedSecondOrder") weight = weightsAtSlope(ratios, line(weight).slope);
  const fit = line(weight);
  const { degreesOfFreedom, slope, standardError, intercept, residualStandardError } = fit;
  const k = weight.length;
  const threshold = correction === "bonferroni" ? significance / k : significance;
  const lnP = fit.q.map((q) => normalLnP(Math.sqrt(q)));
  const isOutlier = Uint8Array.from(lnP, (value) => Number(value < Math.log(threshold)));
  const outliers = effects.variantId.filter((_, i) => isOutlier[i] === 1);
  const q = fit.q.reduce((sum, value) => sum + value, 0);
  const negLog10PValueQ = -chiSquareLnP(q, degreesOfFreedom) / Math.LN10;
  const rootWeight = weight.map(Math.sqrt);
  const intercepts =
    kind === "egger"
      ? finishedEstimate(
          {
            beta: intercept,
            standardError: fit.interceptStandardError,
            variantCount: k,
            degreesOfFreedom: distribution === "t" ? degreesOfFreedom : undefined,
          },
          confidence,
        )
      : undefined;
  return {
    estimate: finishedEstimate(
      {
        beta: slope,
        standardError,
        variantCount: k,
        degreesOfFreedom: distribution === "t" ? degreesOfFreedom : undefined,
        details: {
          weights,
          q,
          degreesOfFreedomQ: degreesOfFreedom,
          negLog10PValueQ,
          residualStandardError,
          outliers,
          ...(intercepts && {
            intercept,
            interceptStandardError: intercepts.standardError,
            interceptNegLog10PValue: intercepts.negLog10PValue,
          }),
        },
        notes:
          residualStandardError < 1
            ? [
                `The residual standard error is ${residualStandardError.toPrecision(3)}: the standard error is smaller than with fixed effects.`,
              ]
            : [],
      },
      confidence,
    ),
    intercept,
    q,
    degreesOfFreedom,
    negLog10PValueQ,
    variants: new Table(
      {
        variantId: effects.variantId,
        ratio: ratios.ratio,
        weight,
        rootWeight,
        ratioRootWeight: rootWeight.map((root, i) => root * ratios.ratio[i]),
        q: fit.q,
        negLog10PValue: lnP.map((value) => -value / Math.LN10),
        isOutlier,
      },
      {
        method: kind === "ivw" ? "radial IVW" : "radial MR-Egger",
        weights,
        significance,
        correction,
      },
    ),
    outliers,
  };
}

export function fitted(ratios: Ratios, weight: Float64Array, kind: "ivw" | "egger"): RadialLine {
  const line = radialLine(ratios.ratio, weight, kind === "egger");
  if (line) return line;
  throw new NotEstimableError("COLLINEAR", {
    what: "The radial MR-Egger line is not determined.",
    why: "All variants have the same weight, so that intercept and slope cannot be told apart.",
    remedy: "Use radial IVW, or variants of different strength.",
  });
}
