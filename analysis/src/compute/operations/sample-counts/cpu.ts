import type { PackedBlock } from "../../packed.ts";
import { missingSamples } from "../../missing-samples.ts";
import type { SampleCounts, SampleCountsInput } from "./index.ts";

const BYTES_A_PASS = 8;

export function countSamples({ block, weights }: SampleCountsInput): SampleCounts {
  const { sampleCount } = block;
  const missing = new Int32Array(sampleCount);
  const ones = new Int32Array(sampleCount);
  const missingWeight = new Float64Array(sampleCount);
  countByHistogram(block, missing, ones);
  if (weights) {
    const list = new Int32Array(sampleCount);
    const calls = { ...block, dosages: undefined };
    for (let v = 0; v < block.count; v++) {
      const count = missingSamples(calls, v, list);
      for (let i = 0; i < count; i++) missingWeight[list[i]] += weights[v];
    }
  }
  return { missing, ones, missingWeight };
}

/** A histogram of byte values per byte position costs one increment for four samples of a variant. */
function countByHistogram(block: PackedBlock, missing: Int32Array, ones: Int32Array): void {
  const { count, sampleCount, bytesPerVariant, packed } = block;
  const histogram = new Uint32Array(BYTES_A_PASS * 256);
  for (let first = 0; first < bytesPerVariant; first += BYTES_A_PASS) {
    const width = Math.min(BYTES_A_PASS, bytesPerVariant - first);
    histogram.fill(0);
    for (let v = 0; v < count; v++) {
      const row = v * bytesPerVariant + first;
      for (let j = 0; j < width; j++) histogram[(j << 8) | packed[row + j]]++;
    }
    for (let j = 0; j < width; j++) {
      for (let byte = 0; byte < 256; byte++) {
        const times = histogram[(j << 8) | byte];
        if (times === 0) continue;
        for (let k = 0; k < 4; k++) {
          const sample = (first + j) * 4 + k;
          const code = (byte >> (2 * k)) & 3;
          if (sample >= sampleCount) break;
          if (code === 1) missing[sample] += times;
          else if (code === 2) ones[sample] += times;
        }
      }
    }
  }
}
