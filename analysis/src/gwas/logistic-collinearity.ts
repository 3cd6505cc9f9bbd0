import { productsWith } from "./column-products.ts";
import type { ErrorCode } from "./error-codes.ts";
import { collinearityCode } from "./logistic-newton.ts";
import { withIntercept } from "./logistic-basis.ts";
import { weightedGram } from "./weighted-gram.ts";

/**
 * Looks for a reason why intercept, genotype and covariates cannot be told apart among the samples that are not missing.
 *
 * @param genotype - n numbers, 0 where missing
 */
export type CollinearityCheck = (
  genotype: Float64Array,
  missing: Int32Array,
) => ErrorCode | undefined;

export function prepareCollinearityCheck(
  n: number,
  covariates: readonly Float64Array[],
): CollinearityCheck {
  const others = withIntercept(n, covariates);
  const k = others.length;
  const p = k + 1;
  const whole = new Float64Array(k * k);
  const scratch = [new Float64Array(n), new Float64Array(n)] as const;
  weightedGram(others, new Float64Array(n).fill(1), scratch, n, whole);
  const crosses = new Float64Array(k);
  const gram = new Float64Array(p * p);
  /** Place among intercept, genotype and covariates. */
  const place = (j: number): number => (j === 0 ? 0 : j + 1);

  return (genotype, missing) => {
    productsWith(others, genotype, n, crosses);
    gram[p] = crosses[0];
    gram[p + 1] = genotype.reduce((sum, x) => sum + x * x, 0);
    for (let i = 0; i < k; i++) {
      if (i > 0) gram[place(i) * p + 1] = crosses[i];
      for (let j = 0; j <= i; j++) {
        let product = whole[i * k + j];
        for (const s of missing) product -= others[i][s] * others[j][s];
        gram[place(i) * p + place(j)] = product;
      }
    }
    return collinearityCode(gram, p);
  };
}
