import { expect, test } from "vitest";
import { createArena } from "../../compute/arena.ts";
import { wasmDevice } from "../../compute/wasm/kernels.ts";
import {
  clearEnvelope,
  envelopeOf,
  factorEnvelope,
  solveLower,
  solveUpper,
} from "./envelope-cholesky.ts";
import { decayingLd } from "./test-panels.ts";

const COUNT = 42;

/** Correlations up to a distance, which leave the rest of a row empty. */
function banded(width: number): Float64Array {
  return decayingLd(COUNT, 0.5).map((r, at) =>
    Math.abs(Math.floor(at / COUNT) - (at % COUNT)) <= width ? r : 0,
  );
}

function envelope(width: number, numbers?: (length: number) => Uint32Array) {
  const first = Uint32Array.from({ length: COUNT }, (_, i) => Math.max(0, i - width));
  return envelopeOf(first, numbers);
}

function fill(
  { from, origin, ...rest }: ReturnType<typeof envelope>,
  lower: Float64Array,
  matrix: Float64Array,
  ridge: (i: number) => number,
): void {
  clearEnvelope({ from, origin, ...rest }, lower);
  for (let i = 0; i < COUNT; i++) {
    for (let j = from[i]; j <= i; j++) lower[origin[i] + j] = matrix[i * COUNT + j];
    lower[origin[i] + i] += ridge(i);
  }
}

test.each([41, 5, 1, 0])("solves with a band of %d", (width) => {
  const matrix = banded(width);
  const shape = envelope(width);
  const lower = new Float64Array(shape.size);
  fill(shape, lower, matrix, (i) => 1 + i);
  expect(factorEnvelope(shape, lower)).toBe(true);
  const y = Float64Array.from({ length: COUNT }, (_, j) => Math.sin(j));
  const x = y.slice();
  solveLower(shape, lower, x);
  solveUpper(shape, lower, x);
  for (let i = 0; i < COUNT; i++) {
    let sum = (1 + i) * x[i];
    for (let j = 0; j < COUNT; j++) sum += matrix[i * COUNT + j] * x[j];
    expect(sum).toBeCloseTo(y[i], 13);
  }
});

test.each([41, 17, 5, 0])("is the same in WebAssembly with a band of %d", async (width) => {
  const { kernels, arena } = await wasmDevice(createArena(2 ** 16));
  const shape = envelope(width, arena.uint32);
  const factored = (lower: Float64Array, factor: () => unknown): Float64Array => {
    fill(shape, lower, banded(width), () => 0.01);
    expect(Boolean(factor())).toBe(true);
    return lower.slice();
  };
  const there = arena.float64(shape.size);
  const { from, origin } = shape;
  const [fromAt, originAt, at] = [from, origin, there].map((view) => arena.pointer(view));
  const wasm = factored(there, () => kernels.factorEnvelope(from.length, fromAt, originAt, at));
  const here = new Float64Array(shape.size);
  expect(factored(here, () => factorEnvelope(shape, here))).toEqual(wasm);
});

test("says when a matrix is not positive definite", async () => {
  const { kernels, arena } = await wasmDevice(createArena(2 ** 16));
  const shape = envelope(COUNT - 1, arena.uint32);
  const lower = arena.float64(shape.size);
  const { from, origin } = shape;
  const [fromAt, originAt, at] = [from, origin, lower].map((view) => arena.pointer(view));
  fill(shape, lower, banded(COUNT), (i) => (i === 30 ? -0.9 : 0));
  expect(factorEnvelope(shape, lower)).toBe(false);
  fill(shape, lower, banded(COUNT), (i) => (i === 30 ? -0.9 : 0));
  expect(kernels.factorEnvelope(from.length, fromAt, originAt, at)).toBe(0);
});
