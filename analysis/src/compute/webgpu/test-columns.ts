import { dosageProducts, type Columns } from "../operations/dosage-products/index.ts";
import type { PackedBlock } from "../packed.ts";
import { columnIntegers, columnScale } from "./digits.ts";

/** Uniform numbers in [0, 1), the same every time. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function normals(count: number, seed: number): Float64Array {
  const next = uniform(seed);
  return Float64Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  );
}

/** Variants of frequencies from 0.01 to 0.5 with 1 % missing calls. */
export function drawBlock(count: number, sampleCount: number, seed: number): PackedBlock {
  const next = uniform(seed);
  const bytesPerVariant = Math.ceil(sampleCount / 4);
  const packed = new Uint8Array(count * bytesPerVariant).fill(0xff);
  for (let v = 0; v < count; v++) {
    const frequency = 0.01 + 0.49 * next();
    for (let i = 0; i < sampleCount; i++) {
      const copies = Number(next() < frequency) + Number(next() < frequency);
      const code = next() < 0.01 ? 1 : [3, 2, 0][copies];
      packed[v * bytesPerVariant + (i >> 2)] ^= (3 ^ code) << (2 * (i & 3));
    }
  }
  return { count, sampleCount, bytesPerVariant, packed };
}

export function drawColumns(sampleCount: number, width: number, seed: number): Columns {
  return { sampleCount, width, values: normals(sampleCount * width, seed) };
}

/** What the device computes, on the CPU: products with the integers of the columns, exact in doubles, then scaled. */
export async function digitTwin(columns: Columns, block: PackedBlock): Promise<Float64Array> {
  const { sampleCount, width } = columns;
  const values = new Float64Array(sampleCount * width);
  const scales: number[] = [];
  for (let c = 0; c < width; c++) {
    const scale = columnScale(columns, c);
    scales.push(scale.scale);
    columnIntegers(columns, c, scale).forEach((value, i) => (values[i * width + c] = value));
  }
  const products = await dosageProducts.prepare(
    { sampleCount, width, values },
    { kind: "javascript" },
  )(block);
  return products.map((value, i) => {
    const column = Math.floor(i / (4 * block.count)) * 4 + (i & 3);
    return column < width ? value / scales[column] : 0;
  });
}
