import { missingSamples } from "../../missing-samples.ts";
import type { WeightedScoresInput } from "./index.ts";

/** Adds what missing genotypes add beside, in plain JavaScript. */
export function addAbsent(
  { block, absent }: WeightedScoresInput,
  scores: Float64Array,
  sampleCount: number,
  width: number,
): void {
  if (!absent) return;
  const list = new Int32Array(sampleCount);
  for (let v = 0; v < block.count; v++) {
    const row = absent.subarray(v * width, (v + 1) * width);
    if (row.every((more) => more === 0)) continue;
    const count = missingSamples(block, v, list);
    for (let c = 0; c < width; c++) {
      const start = (c >> 2) * sampleCount * 4 + (c & 3);
      for (let k = 0; k < count; k++) scores[start + 4 * list[k]] += row[c];
    }
  }
}
