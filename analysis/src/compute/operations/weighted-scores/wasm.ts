import type { WasmDevice } from "../../operation.ts";
import { dosagesInArena } from "../../wasm/dosages-in-arena.ts";
import { growable } from "../../wasm/growable.ts";
import { packedInArena } from "../../wasm/packed-in-arena.ts";
import { transposeInto, VARIANTS_A_WORD } from "../../wasm/transposed-rows.ts";
import type { ScoreShape, WeightedScoresInput } from "./index.ts";

/** Samples whose four sums each, codes and tables stay in the second cache level; filling the tables is 9 % of the time. */
const TILE_SAMPLES = 8192;
const PART_VARIANTS = 2048;
const TABLE_BYTES = 65_536 + 1024;

/**
 * "Four Russians" by sample: for each byte of a sample's codes, four variants, a table of what its 256 values add to four
 * scores.
 */
export function weightedScoresWasm(
  { sampleCount, width }: ScoreShape,
  device: WasmDevice,
): (input: WeightedScoresInput) => Float64Array {
  const { kernels, arena } = device;
  const groups = Math.ceil(width / 4);
  const stride = 4 * groups;
  const scores = arena.float64(stride * sampleCount);
  const tables = arena.pointer(arena.uint8(TABLE_BYTES));
  const place = packedInArena(arena);
  const placeDosages = dosagesInArena(arena);
  const transpose = transposeInto(device);
  const valueRoom = growable(arena.float64);
  const weightRoom = growable(arena.float64);
  return ({ block, values, weights }) => {
    scores.fill(0);
    const packed = place(block);
    const dosages = block.dosages && placeDosages(block.dosages);
    for (let first = 0; first < block.count; first += PART_VARIANTS) {
      const count = Math.min(PART_VARIANTS, block.count - first);
      const chunks = Math.ceil(count / VARIANTS_A_WORD);
      const rows = chunks * VARIANTS_A_WORD;
      const partValues = valueRoom(4 * rows).subarray(0, 4 * rows);
      partValues.set(values.subarray(4 * first, 4 * (first + count)));
      partValues.fill(0, 4 * count);
      const partWeights = weightRoom(stride * rows)
        .subarray(0, stride * rows)
        .fill(0);
      for (let v = 0; v < count; v++) {
        const at = (first + v) * width;
        partWeights.set(weights.subarray(at, at + width), v * stride);
      }
      const [valuesAt, weightsAt] = [arena.pointer(partValues), arena.pointer(partWeights)];
      const rowsAt = packed + first * block.bytesPerVariant;
      for (let from = 0; from < sampleCount; from += TILE_SAMPLES) {
        const to = Math.min(sampleCount, from + TILE_SAMPLES);
        const codes = transpose({ ...block, count }, rowsAt, from, to, chunks);
        const sums = arena.pointer(scores) + 32 * from;
        if (dosages) {
          const offsets = arena.pointer(dosages.offsets) + 4 * first;
          const samples = arena.pointer(dosages.samples);
          const units = arena.pointer(dosages.values);
          kernels.clearDosed(offsets, samples, count, from, to, codes.words, codes.stride);
          kernels.addDosageScores(
            offsets,
            samples,
            units,
            count,
            from,
            to,
            valuesAt,
            weightsAt,
            groups,
            sums,
            sampleCount,
          );
        }
        kernels.addScores(
          codes.words,
          codes.stride,
          chunks,
          to - from,
          valuesAt,
          weightsAt,
          groups,
          stride,
          tables,
          sums,
          sampleCount,
        );
      }
    }
    return scores;
  };
}
