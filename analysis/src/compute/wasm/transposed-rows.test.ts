import { expect, test } from "vitest";
import { wasmDevice } from "./kernels.ts";
import { transposeInto, VARIANTS_A_WORD } from "./transposed-rows.ts";

const MISSING = 1;

test.each([
  [1, 5, 0],
  [31, 64, 0],
  [32, 65, 0],
  [33, 128, 64],
  [64, 129, 64],
  [70, 1000, 192],
])(
  "%i rows of %i samples, from sample %i on, lie sample by sample",
  async (rows, samples, from) => {
    const device = await wasmDevice();
    const { arena } = device;
    const bytesPerVariant = Math.ceil(samples / 4);
    const packed = arena.uint8(rows * bytesPerVariant + 64);
    packed.forEach((_, i) => (packed[i] = Math.imul(i + 7, 0x9e3779b1) >>> 24));
    const codeOf = (row: number, sample: number): number =>
      row < rows
        ? (packed[row * bytesPerVariant + (sample >> 2)] >> (2 * (sample & 3))) & 3
        : MISSING;

    const chunks = Math.ceil(rows / VARIANTS_A_WORD);
    const block = { count: rows, sampleCount: samples, bytesPerVariant, packed };
    const rowsAt = arena.pointer(packed);
    const { words, stride } = transposeInto(device)(block, rowsAt, from, samples, chunks);

    const found = new DataView(arena.handle.memory.buffer, words);
    for (let chunk = 0; chunk < chunks; chunk++) {
      for (let sample = from; sample < samples; sample++) {
        const word = found.getBigUint64(8 * (chunk * stride + sample - from), true);
        let expected = 0n;
        for (let k = 0; k < VARIANTS_A_WORD; k++)
          expected |= BigInt(codeOf(VARIANTS_A_WORD * chunk + k, sample)) << BigInt(2 * k);
        expect(word).toBe(expected);
      }
    }
  },
);
