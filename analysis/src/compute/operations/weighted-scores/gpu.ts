import { valueOfDosage } from "../../code-values.ts";
import type { PreparedOperation, WebGpuDevice } from "../../operation.ts";
import { addSampleProducts } from "../../webgpu/sample-products.ts";
import { valueTerms } from "../../webgpu/value-terms.ts";
import { addAbsent } from "./add-absent.ts";
import type { ScoreShape, WeightedScoresInput } from "./index.ts";

/**
 * Weights × values become fixed-point integers, as columns of `dosage-products` do: errors are below 1e-7 of the largest
 * of them, a variant. Dosages, constants and what missing genotypes add beside
 * are added on the CPU.
 */
export function weightedScoresGpu(
  { sampleCount, width }: ScoreShape,
  { gpu }: Pick<WebGpuDevice, "gpu">,
): PreparedOperation<WeightedScoresInput, Float64Array> {
  let turn = 0;
  return async (input) => {
    const own = turn++;
    const { block, values, weights } = input;
    const { constant, terms } = valueTerms(values.subarray(0, 4 * block.count));
    const scores = new Float64Array(4 * Math.ceil(width / 4) * sampleCount);
    await gpu.run(async () => {
      scores.fill(0);
      for (const { counted, factors } of terms) {
        const products = Float64Array.from(
          { length: block.count * width },
          (_, i) => weights[i] * factors[Math.floor(i / width)],
        );
        const columns = { sampleCount: block.count, width, values: products };
        await addSampleProducts(gpu, block, columns, counted, scores, own);
      }
    });
    addConstants(constant, weights, scores, sampleCount, width);
    addDosageDifferences(input, scores, sampleCount, width);
    addAbsent(input, scores, sampleCount, width);
    return scores;
  };
}

function addConstants(
  constant: Float64Array,
  weights: Float64Array,
  scores: Float64Array,
  sampleCount: number,
  width: number,
): void {
  for (let c = 0; c < width; c++) {
    let sum = 0;
    for (let v = 0; v < constant.length; v++) sum += constant[v] * weights[v * width + c];
    let to = (c >> 2) * sampleCount * 4 + (c & 3);
    for (let i = 0; i < sampleCount; i++, to += 4) scores[to] += sum;
  }
}

/** What dosages are worth, less what their hard calls were counted for. */
function addDosageDifferences(
  { block, values, weights }: WeightedScoresInput,
  scores: Float64Array,
  sampleCount: number,
  width: number,
): void {
  const { count, dosages, packed, bytesPerVariant } = block;
  if (!dosages) return;
  for (let v = 0; v < count; v++) {
    for (let e = dosages.offsets[v]; e < dosages.offsets[v + 1]; e++) {
      const i = dosages.samples[e];
      const code = (packed[v * bytesPerVariant + (i >> 2)] >> (2 * (i & 3))) & 3;
      const difference = valueOfDosage(values, v, dosages.values[e]) - values[4 * v + code];
      for (let c = 0; c < width; c++) {
        scores[((c >> 2) * sampleCount + i) * 4 + (c & 3)] += difference * weights[v * width + c];
      }
    }
  }
}
