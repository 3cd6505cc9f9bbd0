import { expect, test } from "vitest";
import { wasmDevice } from "../compute/wasm/kernels.ts";
import { genotypeVariation, genotypeVariationWasm } from "./genotype-variation.ts";

const device = await wasmDevice();
const { arena } = device;

test.each(["hard calls", "dosages"])("the kernel has the same bits: %s", (kind) => {
  const rows = 500;
  const n = 1000;
  const counts = { twos: arena.int32(rows), ones: arena.int32(rows), missing: arena.int32(rows) };
  const sum = arena.float64(rows);
  const sumOfSquares = arena.float64(rows);
  for (let v = 0; v < rows; v++) {
    counts.missing[v] = v === 7 ? n : v % 5;
    counts.twos[v] = v === 7 ? 0 : (v * v) % 700;
    counts.ones[v] = v === 7 ? 0 : (v * 31) % 290;
    if (v === 7) continue;
    sum[v] = 2 * counts.twos[v] + counts.ones[v] + (v % 64) / 16384;
    sumOfSquares[v] = 4 * counts.twos[v] + counts.ones[v] + (v % 32) / 16384;
  }
  const dosages = kind === "dosages" ? { sum, sumOfSquares, missing: counts.missing } : undefined;
  const called = arena.int32(rows);
  const centred = arena.float64(rows);
  genotypeVariationWasm(device)({ ...counts, dosages }, n, rows, called, centred);
  const expected = { called: new Int32Array(rows), centred: new Float64Array(rows) };
  genotypeVariation({ ...counts, dosages }, n, rows, expected.called, expected.centred);
  expect(Array.from(called)).toEqual(Array.from(expected.called));
  expect(Array.from(centred)).toEqual(Array.from(expected.centred));
  expect(centred[7]).toBeNaN();
});
