import { normalQuantile } from "./normal.ts";

/**
 * Wilson's score interval of a share; NaN for nobody.
 *
 * @see Wilson 1927, doi:10.1080/01621459.1927.10502953
 */
export function wilsonInterval(
  count: number,
  n: number,
  confidence: number,
): readonly [lower: number, upper: number] {
  const z = normalQuantile((1 + confidence) / 2);
  const share = count / n;
  const middle = share + (z * z) / (2 * n);
  const width = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [Math.max(0, (middle - width) / scale), Math.min(1, (middle + width) / scale)];
}
