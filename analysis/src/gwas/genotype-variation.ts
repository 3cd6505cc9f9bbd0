import type { AlleleCounts } from "../compute/operations/allele-counts/index.ts";

/**
 * Per row, the samples with a call or a dosage and Σ (g − ḡ)² over them.
 *
 * Whole numbers as long as there are hard calls only: exact, so that a rare allele loses no digits. Dosages are counted
 * from the rarer allele's side for the same reason.
 *
 * @param sampleCount - samples of the regression, called or not
 */
export function genotypeVariation(
  { twos, ones, missing, dosages }: AlleleCounts,
  sampleCount: number,
  rowCount: number,
  called: Int32Array,
  centred: Float64Array,
): void {
  for (let v = 0; v < rowCount; v++) {
    const n = sampleCount - (dosages ? dosages.missing[v] : missing[v]);
    let sum = dosages ? dosages.sum[v] : 2 * twos[v] + ones[v];
    let square = dosages ? dosages.sumOfSquares[v] : 4 * twos[v] + ones[v];
    if (sum > n) {
      square += 4 * (n - sum);
      sum = 2 * n - sum;
    }
    called[v] = n;
    centred[v] = (n * square - sum * sum) / n;
  }
}
