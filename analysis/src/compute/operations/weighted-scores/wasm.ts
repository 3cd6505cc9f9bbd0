import type { WasmDevice } from "../../operation.ts";
import { dosagesInArena } from "../../wasm/dosages-in-arena.ts";
import { growable } from "../../wasm/growable.ts";
import { packedInArena } from "../../wasm/packed-in-arena.ts";
import { transposeInto, VARIANTS_A_WORD } from "../../wasm/transposed-rows.ts";
import type { ScoreShape, WeightedScoresInput } from "./index.ts";

/** Samples whose four sums each, codes and tables stay in the second cache level; filling the tables is 9 % of the time. */
const TILE_SAMPLES = 8192;
/** A call runs in the code it began with: short ones change early to the kernel that V8 has optimised meanwhile. */
const PART_VARIANTS = 512;
const TABLE_BYTES = 65_536 + 1024;
const ROUNDED_TABLE_BYTES = 65_536 + 8192 + 1024 + 320;
const DENSE_ROOM_BYTES = 16_384 + 160;
/** Rows with dosages of so many samples are multiplied; dosages of fewer are added one by one. */
const DENSE_SHARE = 0.5;
/** Where so many rows are multiplied, all are: tables for the others cost as much as for all. */
const MOSTLY_DENSE = 0.8;
/** Products of dense rows reach past the last sample. */
const SLACK = 16;

/**
 * "Four Russians" by sample: for each byte of a sample's codes, four variants, a table of what its 256 values add to four
 * scores. Rows of dosages are unpacked and multiplied.
 */
export function weightedScoresWasm(
  { sampleCount, width, isRounded }: ScoreShape,
  device: WasmDevice,
): (input: WeightedScoresInput) => Float64Array {
  const { kernels, arena } = device;
  const groups = Math.ceil(width / 4);
  const stride = 4 * groups;
  const length = stride * sampleCount;
  const scores = arena.float64(length + SLACK).subarray(0, length);
  const mostSparse = Math.floor(DENSE_SHARE * sampleCount);
  const tables = arena.pointer(arena.uint8(isRounded ? ROUNDED_TABLE_BYTES : TABLE_BYTES));
  const tile = arena.pointer(arena.uint8(DENSE_ROOM_BYTES));
  const place = packedInArena(arena);
  const placeDosages = dosagesInArena(arena);
  const transpose = transposeInto(device);
  const room = {
    values: growable(arena.float64),
    weights: growable(arena.float64),
    absent: growable(arena.float64),
    dense: growable(arena.uint32),
  };
  /** Rows of a part in groups of four columns, zeros behind them. */
  const placeRows = (
    numbers: Float64Array,
    into: (length: number) => Float64Array,
    first: number,
    count: number,
    rows: number,
  ): Float64Array => {
    const placed = into(stride * rows).subarray(0, stride * rows);
    if (stride === width) placed.set(numbers.subarray(first * width, (first + count) * width));
    else {
      placed.fill(0, 0, stride * count);
      for (let v = 0; v < count; v++) {
        const at = (first + v) * width;
        for (let c = 0; c < width; c++) placed[v * stride + c] = numbers[at + c];
      }
    }
    return placed.fill(0, stride * count);
  };

  return ({ block, values, weights, absent }) => {
    const { count: rowCount, bytesPerVariant } = block;
    scores.fill(0);
    const packed = place(block);
    const dosages = block.dosages && placeDosages(block.dosages);
    for (let first = 0; first < rowCount; first += PART_VARIANTS) {
      const count = Math.min(PART_VARIANTS, rowCount - first);
      const chunks = Math.ceil(count / VARIANTS_A_WORD);
      const rows = chunks * VARIANTS_A_WORD;
      const partValues = room.values(4 * rows).subarray(0, 4 * rows);
      partValues.set(values.subarray(4 * first, 4 * (first + count)));
      partValues.fill(0, 4 * count);
      const partWeights = placeRows(weights, room.weights, first, count, rows);
      const partAbsent = absent && placeRows(absent, room.absent, first, count, rows);
      const valuesAt = arena.pointer(partValues);
      const weightsAt = arena.pointer(partWeights);
      const absentAt = partAbsent ? arena.pointer(partAbsent) : 0;
      const rowsAt = packed + first * bytesPerVariant;
      const entries = dosages && {
        offsets: arena.pointer(dosages.offsets) + 4 * first,
        samples: arena.pointer(dosages.samples),
        units: arena.pointer(dosages.values),
      };
      if (dosages && entries) {
        const dense = denseRows(dosages.offsets, first, count, mostSparse);
        if (dense.length > 0) {
          const list = room.dense(dense.length);
          list.set(dense);
          for (let from = 0; from < sampleCount; from += TILE_SAMPLES) {
            kernels.addDenseScores(
              rowsAt,
              bytesPerVariant,
              arena.pointer(list),
              dense.length,
              entries.offsets,
              entries.samples,
              entries.units,
              from,
              Math.min(sampleCount, from + TILE_SAMPLES),
              valuesAt,
              weightsAt,
              absentAt,
              groups,
              arena.pointer(scores) + 32 * from,
              sampleCount,
              tile,
            );
          }
          if (dense.length === count) continue;
          for (const v of dense) {
            partWeights.fill(0, v * stride, (v + 1) * stride);
            partAbsent?.fill(0, v * stride, (v + 1) * stride);
          }
        }
      }
      for (let from = 0; from < sampleCount; from += TILE_SAMPLES) {
        const to = Math.min(sampleCount, from + TILE_SAMPLES);
        const { words, stride: wordStride } = transpose(
          { ...block, count },
          rowsAt,
          from,
          to,
          chunks,
        );
        const sums = arena.pointer(scores) + 32 * from;
        if (entries) {
          const { offsets, samples, units } = entries;
          kernels.clearDosed(offsets, samples, count, mostSparse, from, to, words, wordStride);
          kernels.addDosageScores(
            offsets,
            samples,
            units,
            count,
            mostSparse,
            from,
            to,
            valuesAt,
            weightsAt,
            groups,
            sums,
            sampleCount,
          );
        }
        const laid = [
          words,
          wordStride,
          chunks,
          to - from,
          valuesAt,
          weightsAt,
          absentAt,
          groups,
        ] as const;
        if (isRounded) kernels.addRoundedScores(...laid, tables, sums, sampleCount);
        else kernels.addScores(...laid, stride, tables, sums, sampleCount);
      }
    }
    return scores;
  };
}

/** Rows of a part that have more dosages than are added one by one, or all of it. */
function denseRows(offsets: Uint32Array, first: number, count: number, most: number): number[] {
  const rows: number[] = [];
  for (let v = 0; v < count; v++) {
    if (offsets[first + v + 1] - offsets[first + v] > most) rows.push(v);
  }
  return rows.length < MOSTLY_DENSE * count ? rows : Array.from({ length: count }, (_, v) => v);
}
