import { infer } from "../estimators/inference.ts";

/**
 * Confidence limits and −log10 P of estimates, from one distribution.
 *
 * @param degreesOfFreedom - of Student's t; the normal distribution where absent
 */
export function intervals(
  beta: Float64Array,
  standardError: Float64Array,
  confidence: number,
  degreesOfFreedom?: number,
): { ciLower: Float64Array; ciUpper: Float64Array; negLog10PValue: Float64Array } {
  const each = Array.from(beta, (value, i) =>
    infer(value, standardError[i], confidence, degreesOfFreedom),
  );
  return {
    ciLower: Float64Array.from(each, ({ ciLower }) => ciLower),
    ciUpper: Float64Array.from(each, ({ ciUpper }) => ciUpper),
    negLog10PValue: Float64Array.from(each, ({ negLog10PValue }) => negLog10PValue),
  };
}
