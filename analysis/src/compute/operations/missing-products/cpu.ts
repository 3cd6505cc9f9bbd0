import { missingSamples } from "../../missing-samples.ts";
import type { Columns } from "../dosage-products/index.ts";
import type { MissingProducts, MissingProductsInput } from "./index.ts";

export function missingProductsCpu(
  columns: Columns,
): (input: MissingProductsInput) => MissingProducts {
  const { width, values, sampleCount } = columns;
  const list = new Int32Array(sampleCount);
  let grams = new Float64Array(0);
  return ({ block, missing }) => {
    let affected = 0;
    for (let v = 0; v < block.count; v++) if (missing[v] > 0) affected++;
    const rows = new Int32Array(affected);
    for (let v = 0, r = 0; r < affected; v++) if (missing[v] > 0) rows[r++] = v;
    const size = width * width;
    if (grams.length < rows.length * size) grams = new Float64Array(rows.length * size);
    grams.fill(0, 0, rows.length * size);
    for (let r = 0; r < rows.length; r++) {
      const count = missingSamples(block, rows[r], list);
      addGram(values, width, list, count, grams, r * size);
    }
    return { rows, grams: grams.subarray(0, rows.length * size) };
  };
}

/** Lower triangle, four rows of a column at a time: each loaded value of the column serves four sums. */
function addGram(
  values: Float64Array,
  width: number,
  list: Int32Array,
  count: number,
  grams: Float64Array,
  offset: number,
): void {
  for (let j = 0; j < width; j++) {
    let i = j;
    for (; i + 3 < width; i += 4) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let s = 0; s < count; s++) {
        const row = list[s] * width;
        const right = values[row + j];
        a += right * values[row + i];
        b += right * values[row + i + 1];
        c += right * values[row + i + 2];
        d += right * values[row + i + 3];
      }
      grams[offset + i * width + j] = a;
      grams[offset + (i + 1) * width + j] = b;
      grams[offset + (i + 2) * width + j] = c;
      grams[offset + (i + 3) * width + j] = d;
    }
    for (; i < width; i++) {
      let a = 0;
      for (let s = 0; s < count; s++) {
        const row = list[s] * width;
        a += values[row + j] * values[row + i];
      }
      grams[offset + i * width + j] = a;
    }
  }
}
