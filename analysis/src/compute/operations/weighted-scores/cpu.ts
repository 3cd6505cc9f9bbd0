import { unpackValues } from "../../code-values.ts";
import { addAbsent } from "./add-absent.ts";
import type { ScoreShape, WeightedScoresInput } from "./index.ts";

export function weightedScoresCpu({
  sampleCount,
  width,
}: ScoreShape): (input: WeightedScoresInput) => Float64Array {
  const values = new Float64Array(sampleCount);
  const groups = Math.ceil(width / 4);
  const scores = new Float64Array(4 * groups * sampleCount);
  return (input) => {
    const { block, values: codeValues, weights } = input;
    scores.fill(0);
    for (let v = 0; v < block.count; v++) {
      unpackValues(block, v, codeValues, 0, sampleCount, values);
      for (let group = 0; group < groups; group++) {
        const [a, b = 0, c = 0, d = 0] = weights.subarray(
          v * width + 4 * group,
          Math.min((v + 1) * width, v * width + 4 * group + 4),
        );
        let to = 4 * group * sampleCount;
        for (let i = 0; i < sampleCount; i++, to += 4) {
          scores[to] += a * values[i];
          scores[to + 1] += b * values[i];
          scores[to + 2] += c * values[i];
          scores[to + 3] += d * values[i];
        }
      }
    }
    addAbsent(input, scores, sampleCount, width);
    return scores;
  };
}
