import type { WasmDevice } from "../compute/operation.ts";
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

/** The same where `called` and `centred` lie in the arena of the device. */
export function genotypeVariationWasm({ kernels, arena }: WasmDevice): typeof genotypeVariation {
  return (counts, sampleCount, rowCount, called, centred) => {
    const { twos, ones, dosages } = counts;
    const missing = (dosages ?? counts).missing;
    // A GPU leaves its counts elsewhere.
    if (!arena.has(twos) || !arena.has(missing)) {
      genotypeVariation(counts, sampleCount, rowCount, called, centred);
      return;
    }
    kernels.varyRows(
      arena.pointer(twos),
      arena.pointer(ones),
      arena.pointer(missing),
      dosages ? arena.pointer(dosages.sum) : 0,
      dosages ? arena.pointer(dosages.sumOfSquares) : 0,
      rowCount,
      sampleCount,
      arena.pointer(called),
      arena.pointer(centred),
    );
  };
}
