/**
 * Bonferroni's adjustment of m tests: −log10 of min(1, m P). NaN stays NaN and is no test.
 *
 * @param negLog10P - m values
 */
export function bonferroni(negLog10P: Float64Array): Float64Array {
  const shift = Math.log10(testsOf(negLog10P).length);
  return negLog10P.map((value) => Math.max(0, value - shift));
}

/**
 * False discovery rates by Benjamini and Hochberg's step-up: −log10 of the least rate at which each test is a discovery.
 *
 * @param negLog10P - m values; NaN stays NaN and is no test
 * @see Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x
 */
export function benjaminiHochberg(negLog10P: Float64Array): Float64Array {
  const tests = testsOf(negLog10P).sort((i, j) => negLog10P[j] - negLog10P[i]);
  const adjusted = new Float64Array(negLog10P.length).fill(NaN);
  let largest = 0;
  for (let rank = tests.length; rank >= 1; rank--) {
    const at = tests[rank - 1];
    largest = Math.max(largest, negLog10P[at] - Math.log10(tests.length / rank));
    adjusted[at] = largest;
  }
  return adjusted;
}

function testsOf(negLog10P: Float64Array): number[] {
  return Array.from(negLog10P.keys()).filter((i) => !Number.isNaN(negLog10P[i]));
}
