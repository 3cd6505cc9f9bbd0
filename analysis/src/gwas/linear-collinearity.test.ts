import { expect, test } from "vitest";
import type { PackedBlock } from "../compute/packed.ts";
import { randomStream } from "../random.ts";
import { PLAIN_COLUMNS } from "../stats/column-algebra.ts";
import { measureColumns } from "../stats/measured-columns.ts";
import { orthonormalise } from "../stats/orthonormal.ts";
import {
  covariateLoadings,
  linearCollinearity,
  type CovariateBasis,
} from "./linear-collinearity.ts";

const N = 60;
/** Every other sample is in the regression. */
const SAMPLES = Uint32Array.from({ length: N }, (_, i) => 2 * i);
const random = randomStream(5, "collinearity");
const noise = Float64Array.from({ length: N }, () => random.normal());
const copies = Array.from({ length: N }, () => Math.floor(3 * random.uniform()));
const MISSING = 3;
const CODE_OF_COPIES = [0b11, 0b10, 0b00, 0b01];

function blockOf(row: readonly number[]): PackedBlock {
  const packed = new Uint8Array(N / 2).fill(0xff);
  row.forEach((value, i) => {
    const sample = SAMPLES[i];
    packed[sample >> 2] ^= (0b11 ^ CODE_OF_COPIES[value]) << (2 * (sample & 3));
  });
  return { count: 1, sampleCount: 2 * N, bytesPerVariant: N / 2, packed };
}

function basisOf(covariates: readonly Float64Array[]): CovariateBasis {
  const measured = measureColumns(covariates, [], PLAIN_COLUMNS);
  const { combination } = orthonormalise(measured, PLAIN_COLUMNS);
  const width = 4;
  const values = new Float64Array(128 * width);
  const { columns } = measured;
  PLAIN_COLUMNS.writeRows({ columns, combination, rows: SAMPLES, into: values, width });
  return {
    columns: { sampleCount: 2 * N, width, values },
    loadings: covariateLoadings(combination, N),
  };
}

/** Known where the covariate is what it is of most. */
const levels = Float64Array.from({ length: N }, (_, i) => (i < 10 ? 4 : i < 20 ? 6 : 5));
const ofMost = copies.map((value, i) => (i < 20 ? MISSING : value));

test.each([
  ["is on its own", copies, [noise], undefined],
  [
    "is a covariate",
    copies,
    [Float64Array.from(copies, (x) => 3e6 - 7 * x), noise],
    "CORR_TOO_HIGH",
  ],
  [
    "is almost a sum of covariates",
    copies,
    [noise, Float64Array.from(copies, (x, i) => x + noise[i] + 0.05 * random.normal())],
    "VIF_TOO_HIGH",
  ],
  [
    "is known where a covariate is constant",
    ofMost,
    [noise, levels.map((x) => x * x)],
    "VIF_INFINITE",
  ],
  ["is known where a covariate is its mean", ofMost, [noise, levels], "VIF_INFINITE"],
  ["is known where covariates still vary", ofMost, [noise], undefined],
] as const)("a variant that %s", (_, row, covariates, code) => {
  expect(linearCollinearity(blockOf(row), 0, SAMPLES, basisOf(covariates))).toBe(code);
});
