import type { Estimator } from "./estimator.ts";
import { infer } from "./inference.ts";
import { fitLine } from "./line-fit.ts";

export interface GripOptions {
  /** Corrects the slope for errors of the effects on the exposure; false by default, as TwoSampleMR's table. */
  readonly weakInstruments?: boolean;
}

/**
 * MR-GRIP: MR-Egger's line with both sides times β_X, which does not depend on which allele an effect is for.
 *
 * @example
 * const grip = mr.estimate(harmonised, { methods: ["grip", mr.methods.grip({ weakInstruments: true })] });
 * @see Dudbridge & Bowden 2025, doi:10.1371/journal.pgen.1011967
 */
export function grip(options: GripOptions = {}): Estimator {
  const { weakInstruments = false } = options;
  const label = `MR-GRIP (${weakInstruments ? "weak-instrument adjusted, " : ""}Student's t)`;
  return {
    id: weakInstruments ? "grip.weakInstruments" : "grip",
    label,
    fewestVariants: 3,
    usesCorrelation: false,
    isRandom: false,
    source: "doi:10.1371/journal.pgen.1011967",
    estimate(effects, { confidence }) {
      const { betaExposure, betaOutcome, standardErrorOutcome } = effects;
      const k = betaExposure.length;
      const fit = fitLine({
        x: betaExposure.map((b) => b * b),
        y: betaExposure.map((b, j) => b * betaOutcome[j]),
        weights: betaExposure.map((b, j) => 1 / (b * standardErrorOutcome[j]) ** 2),
        hasIntercept: true,
        label,
      });
      const slopeError = fit.slopeError * fit.residualStandardError;
      const interceptError = fit.interceptError * fit.residualStandardError;
      const [beta, standardError] = weakInstruments
        ? adjusted(effects, fit)
        : [fit.slope, slopeError];
      const intercept = infer(fit.intercept, interceptError, confidence, k - 2);
      return {
        beta,
        standardError,
        ...infer(beta, standardError, confidence, k - 2),
        variantCount: k,
        details: {
          intercept: fit.intercept,
          interceptStandardError: interceptError,
          interceptNegLog10PValue: intercept.negLog10PValue,
          residualStandardError: fit.residualStandardError,
        },
        notes: [],
      };
    },
  };
}

/** The slope from moments of the true effects on the exposure, estimated without bias, and its standard error. */
function adjusted(
  {
    betaExposure,
    standardErrorExposure,
    betaOutcome,
    standardErrorOutcome,
  }: Parameters<Estimator["estimate"]>[0],
  fit: { readonly slope: number; readonly intercept: number },
): [number, number] {
  const k = betaExposure.length;
  let [total, squares, fourths, products, cubes, spread] = [0, 0, 0, 0, 0, 0];
  for (let j = 0; j < k; j++) {
    const w = 1 / standardErrorOutcome[j] ** 2;
    const x = betaExposure[j];
    const y = betaOutcome[j];
    const s2 = standardErrorExposure[j] ** 2;
    total += w;
    squares += w * (x * x - s2);
    fourths += w * (x ** 4 - 6 * x * x * s2 + 3 * s2 * s2);
    products += w * x * y;
    cubes += w * x * y * (x * x - 3 * s2);
    spread += (y - fit.slope * x - fit.intercept / x) ** 2 / k;
  }
  const denominator = total * fourths - squares * squares;
  let variance = 0;
  for (let j = 0; j < k; j++) {
    const w = 1 / standardErrorOutcome[j] ** 2;
    const x2 = betaExposure[j] ** 2;
    const s2 = standardErrorExposure[j] ** 2;
    const v = w * w * spread * x2;
    variance +=
      total * total * v * (x2 - 3 * s2) ** 2 +
      v * squares * squares -
      2 * total * squares * (x2 - s2) * v;
  }
  return [
    (total * cubes - products * squares) / denominator,
    Math.sqrt(variance) / Math.abs(denominator),
  ];
}
