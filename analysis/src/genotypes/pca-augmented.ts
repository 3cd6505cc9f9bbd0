import { Matrix, SingularValueDecomposition } from "ml-matrix";

/**
 * Components of a new person on the scale of the reference's own: the decomposition with the person added (online
 * augmentation), turned back onto the reference (Procrustes). A plain projection is too near 0, the more so the later the
 * component, because the reference's components fit its own people's noise too.
 *
 * @param singular - of the reference's genotypes, k numbers
 * @param projection - the person's genotypes along the loadings, k numbers
 * @param squares - their sum of squares
 * @returns k numbers, in units of `singular`: comparable with eigenvectors of unit length
 * @see Zhang, Dey & Lee 2020, doi:10.1093/bioinformatics/btaa152
 */
export function augmentedProjection(
  singular: Float64Array,
  projection: Float64Array,
  squares: number,
): Float64Array {
  const k = singular.length;
  const augmented = Matrix.zeros(k + 1, k + 1);
  let rest = squares;
  for (let j = 0; j < k; j++) {
    augmented.set(j, j, singular[j]);
    augmented.set(k, j, projection[j]);
    rest -= projection[j] * projection[j];
  }
  augmented.set(k, k, Math.sqrt(Math.max(rest, 0)));
  const svd = new SingularValueDecomposition(augmented);
  const left = svd.leftSingularVectors;
  const { diagonal } = svd;
  const scores = Matrix.zeros(k + 1, k);
  for (let i = 0; i <= k; i++) {
    for (let j = 0; j < k; j++) scores.set(i, j, left.get(i, j) * diagonal[j]);
  }
  const ofReference = scores.subMatrix(0, k - 1, 0, k - 1);
  const turn = new SingularValueDecomposition(
    ofReference.transpose().mmul(Matrix.diag(Array.from(singular))),
  );
  const rotation = turn.leftSingularVectors.mmul(turn.rightSingularVectors.transpose());
  const size = ofReference.to1DArray().reduce((sum, value) => sum + value * value, 0);
  const scale = turn.diagonal.reduce((sum, value) => sum + value, 0) / size;
  const own = scores.subMatrix(k, k, 0, k - 1).mmul(rotation);
  return Float64Array.from(own.to1DArray(), (value, j) => (scale * value) / singular[j]);
}
