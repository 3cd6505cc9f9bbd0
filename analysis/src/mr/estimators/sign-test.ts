import { betaQuantile, lnGamma } from "../../stats/beta.ts";
import type { Estimator } from "./estimator.ts";
import { negLog10Of } from "./inference.ts";
import { tooFewVariants } from "./refusals.ts";

/** Fewer variants cannot reach P 0.05. */
const FEWEST = 6;

/**
 * Sign concordance: how far the shares of variants with equal and with opposite signs of both effects differ, −1 to 1.
 *
 * `beta` is this difference, not an effect size. Interval (Clopper–Pearson) and P value are the exact binomial ones.
 *
 * @example
 * const concordance = mr.estimate(harmonised, { methods: ["signTest"] });
 * @see Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404
 */
export function signTest(): Estimator {
  const label = "Sign concordance (exact binomial test)";
  return {
    id: "signTest",
    label,
    fewestVariants: FEWEST,
    usesCorrelation: false,
    isRandom: false,
    source: "doi:10.1093/biomet/26.4.404",
    estimate({ betaExposure, betaOutcome }, { confidence }) {
      const products = betaExposure.map((x, j) => Math.sign(x) * Math.sign(betaOutcome[j]));
      const n = products.filter((sign) => sign !== 0).length;
      if (n < FEWEST) throw tooFewVariants(label, n, FEWEST);
      const equal = products.filter((sign) => sign > 0).length;
      const tail = (1 - confidence) / 2;
      const low = equal === 0 ? 0 : betaQuantile(tail, equal, n - equal + 1);
      const high = equal === n ? 1 : betaQuantile(1 - tail, equal + 1, n - equal);
      return {
        beta: (2 * equal) / n - 1,
        standardError: NaN,
        ciLower: 2 * low - 1,
        ciUpper: 2 * high - 1,
        negLog10PValue: negLog10Of(
          Math.min(0, Math.LN2 + lnUpperTail(Math.max(equal, n - equal), n)),
        ),
        variantCount: n,
        details: { equalSigns: equal, oppositeSigns: n - equal },
        notes: [
          "beta is the difference of the shares of equal and opposite signs, not an effect size.",
        ],
      };
    },
  };
}

/** ln P(X ≥ x) of a binomial with n trials of probability ½. */
function lnUpperTail(x: number, n: number): number {
  const lnFirst = lnGamma(n + 1) - lnGamma(x + 1) - lnGamma(n - x + 1) - n * Math.LN2;
  let term = 1;
  let sum = 1;
  for (let i = x + 1; i <= n; i++) {
    term *= (n - i + 1) / i;
    sum += term;
  }
  return lnFirst + Math.log(sum);
}
