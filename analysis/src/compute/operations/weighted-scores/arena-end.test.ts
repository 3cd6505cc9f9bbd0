import { expect, test } from "vitest";
import { createArena } from "../../arena.ts";
import type { PackedBlock, SparseDosages } from "../../packed.ts";
import { instantiateKernels, compileKernels } from "../../wasm/kernels.ts";
import type { WasmDevice } from "../../operation.ts";
import { weightedScores } from "./index.ts";

const PAGE = 65_536;

/** A device whose memory ends behind the last of so many bytes. */
async function endingBehind(bytes: number): Promise<WasmDevice> {
  const arena = createArena(bytes);
  const kernels = instantiateKernels(await compileKernels(), arena);
  const room = arena.handle.memory.buffer.byteLength - PAGE - bytes;
  if (room > 0) arena.uint8(room);
  return { kind: "wasm", kernels, arena };
}

/** Rows whose dosages are of no, few, most and all samples. */
function dosagesOf(rows: number, sampleCount: number): SparseDosages {
  const offsets = new Uint32Array(rows + 1);
  const samples: number[] = [];
  for (let v = 0; v < rows; v++) {
    const every = [0, 7, 1, 2][v % 4];
    for (let i = 0; every > 0 && i < sampleCount; i++) if (i % every === 0) samples.push(i);
    offsets[v + 1] = samples.length;
  }
  const values = Uint16Array.from(samples, (i, d) => (i * 911 + d * 37) % 32_769);
  return { offsets, samples: Uint32Array.from(samples), values };
}

test.each([
  [1, 1, 11],
  [63, 33, 11],
  [67, 32, 23],
  [8193, 5, 3],
  [131, 2049, 11],
])(
  "%i samples × %i rows × %i columns, where the memory ends behind them",
  async (sampleCount, count, width) => {
    const bytesPerVariant = Math.ceil(sampleCount / 4);
    const codes = Uint8Array.from({ length: count * bytesPerVariant }, (_, i) => (i * 151) & 255);
    for (let v = 1; sampleCount % 4 > 0 && v <= count; v++)
      codes[v * bytesPerVariant - 1] |= 0xff << (2 * (sampleCount % 4));
    const values = Float64Array.from({ length: 4 * count }, (_, i) => (i % 17) - 8);
    const weights = Float64Array.from({ length: width * count }, (_, i) => ((i * 7) % 13) / 8 - 1);
    const absent = weights.map((w, i) => (i % 3 ? 0 : w + 1));
    const shape = { sampleCount, width };
    for (const dosages of [undefined, dosagesOf(count, sampleCount)]) {
      const block: PackedBlock = { count, sampleCount, bytesPerVariant, packed: codes, dosages };
      const input = { block, values, weights, absent };
      const expected = await weightedScores.prepare(shape, { kind: "javascript" })(input);
      const roomy = await endingBehind(PAGE);
      const before = roomy.arena.used();
      const own = await weightedScores.prepare(shape, roomy)(input);
      expected.forEach((score, i) => {
        if (Math.abs(own[i] - score) > 1e-9) expect(own[i], `number ${i}`).toBe(score);
      });
      const tight = await endingBehind(roomy.arena.used() - before);
      const end = tight.arena.handle.memory.buffer.byteLength;
      expect(await weightedScores.prepare(shape, tight)(input)).toEqual(own);
      expect([tight.arena.used() + PAGE, tight.arena.handle.memory.buffer.byteLength]).toEqual([
        end,
        end,
      ]);
    }
  },
);
