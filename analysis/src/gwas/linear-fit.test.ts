import { beforeAll, describe, expect, test } from "vitest";
import { alleleCounts } from "../compute/operations/allele-counts/index.ts";
import { dosageProducts, type Columns } from "../compute/operations/dosage-products/index.ts";
import { blockOn, TEST_DEVICES } from "../compute/operations/test-devices.ts";
import type { Device } from "../compute/operation.ts";
import { DOSAGE_UNIT, exclusionBytes, maskPacked, type PackedBlock } from "../compute/packed.ts";
import { dot, norm, orthogonalTo, orthonormalBasis } from "../stats/test-projections.ts";
import { studentTLnP } from "../stats/student-t.ts";
import { CODES } from "./error-codes.ts";
import { linearFit, refuseRow, type LinearEstimates } from "./linear-fit.ts";

/** A GPU's products have fewer digits by design; its own tests say how many. */
const DEVICES = TEST_DEVICES.filter(({ name }) => name !== "webgpu");
const SAMPLES = 213;
/** Six of seven samples take part. */
const included = Uint8Array.from({ length: SAMPLES }, (_, i) => Number(i % 7 !== 3));
const people = [...included.keys()].filter((i) => included[i]);
const CODE_OF_COPIES = [0b11, 0b10, 0b00];

/** Numbers in [0, 1), the same each run. */
function uniform(seed: number): number {
  const x = Math.sin(seed * 127.1) * 43758.5453;
  return x - Math.floor(x);
}

type Row = readonly number[];
const row = (value: (i: number) => number): Row =>
  Array.from({ length: SAMPLES }, (_, i) => value(i));
const draw = (f: number, missing: number, seed: number): Row =>
  row((i) =>
    uniform(i + seed + 0.5) < missing
      ? NaN
      : Number(uniform(i * 3 + seed) < f) + Number(uniform(i * 3 + seed + 0.3) < f),
  );

const covariates = [0, 1, 2].map((c) => people.map((i) => uniform(i + 1000 * c) - 0.5));
const carriers = row((i) => Number(i % 5 === 0));
const traitOf = (p: number) => (i: number, k: number) =>
  10 + p * uniform(i + 77 * p) + 3 * covariates[1][k] + 0.4 * uniform(i * 1.7 + p);
const traits = [1, 2, 3, 4, 5].map((p) => people.map(traitOf(p)));
traits.push(people.map((i, k) => 5 * carriers[i] + covariates[0][k]));

const rows: Row[] = [
  draw(0.4, 0, 1),
  draw(0.4, 0.05, 2),
  draw(0.02, 0, 3),
  draw(0.02, 0.1, 4),
  draw(0.97, 0.03, 5),
  draw(0.5, 0.6, 6),
  carriers,
  row(() => 0),
  row(() => 1),
  row(() => 2),
  row(() => NaN),
  row((i) => (i < 8 ? i % 2 : NaN)),
  row((i) => (i % 3 === 0 ? NaN : 1)),
];
const isFlipped = Uint8Array.from(rows, (_, v) => v % 2);

function pack(calls: readonly Row[]): PackedBlock {
  const bytesPerVariant = Math.ceil(SAMPLES / 4);
  const packed = new Uint8Array(calls.length * bytesPerVariant);
  calls.forEach((values, v) => {
    values.forEach((copies, i) => {
      const code = Number.isNaN(copies) ? 1 : CODE_OF_COPIES[Math.round(copies)];
      packed[v * bytesPerVariant + (i >> 2)] |= code << (2 * (i & 3));
    });
  });
  return { count: calls.length, sampleCount: SAMPLES, bytesPerVariant, packed };
}

/** [1/√n, covariates, traits] and the norms of the traits' residuals. */
function projection(
  k: number,
  of: readonly number[][],
): { columns: Columns; traitNorms: Float64Array } {
  const n = people.length;
  const basis = orthonormalBasis([
    new Float64Array(n).fill(1),
    ...covariates.slice(0, k).map((column) => Float64Array.from(column)),
  ]);
  const residuals = of.map((trait) => orthogonalTo(basis, Float64Array.from(trait)));
  const traitNorms = Float64Array.from(residuals, norm);
  const all = [...basis, ...residuals.map((y, p) => y.map((value) => value / traitNorms[p]))];
  const values = new Float64Array(SAMPLES * all.length);
  people.forEach((sample, i) =>
    all.forEach((column, c) => (values[sample * all.length + c] = column[i])),
  );
  return { columns: { sampleCount: SAMPLES, width: all.length, values }, traitNorms };
}

async function fitOn(device: Device, block: PackedBlock, k = 3): Promise<LinearEstimates> {
  const { columns, traitNorms } = projection(k, traits);
  const own = blockOn(device, maskPacked(block, exclusionBytes(SAMPLES, included)));
  const counts = await alleleCounts.prepare({}, device)(own);
  const products = await dosageProducts.prepare(columns, device)({ ...own, counts });
  const setup = {
    columns,
    covariateCount: k,
    traitCount: traits.length,
    sampleCount: people.length,
    maxCovariateInflation: 1.5,
    traitNorms,
  };
  return linearFit.prepare(setup, device)({ block: own, counts, products, isFlipped });
}

/** Least squares of one trait on the samples that have the genotype, by Gram–Schmidt with the genotype last. */
function leastSquares(
  genotype: Row,
  trait: readonly number[],
  k: number,
): [number, number, number] {
  const kept = people.flatMap((sample, i) => (Number.isNaN(genotype[sample]) ? [] : [i]));
  const pick = (column: readonly number[]): Float64Array =>
    Float64Array.from(kept, (i) => column[i]);
  const basis = orthonormalBasis([
    new Float64Array(kept.length).fill(1),
    ...covariates.slice(0, k).map(pick),
  ]);
  const g = orthogonalTo(
    basis,
    Float64Array.from(kept, (i) => genotype[people[i]]),
  );
  const y = orthogonalTo(basis, pick(trait));
  const beta = dot(g, y) / dot(g, g);
  const rest = y.map((value, i) => value - beta * g[i]);
  const df = kept.length - k - 2;
  const error = Math.sqrt(dot(rest, rest) / df / dot(g, g));
  return [beta, error, studentTLnP(beta / error, df)];
}

const code = (estimates: LinearEstimates, v: number, p = 0): string =>
  CODES[estimates.errorCode[p * estimates.n.length + v]];

describe.each(DEVICES)("linear fits on $name", ({ open }) => {
  let device: Device;
  beforeAll(async () => {
    device = await open();
  });

  test.each([0, 3])(
    "equal least squares on each variant's own samples, %i covariates",
    async (k) => {
      const estimates = await fitOn(device, pack(rows), k);
      for (let v = 0; v < 6; v++) {
        for (let p = 0; p < 5; p++) {
          const at = p * rows.length + v;
          const [beta, error, lnP] = leastSquares(rows[v], traits[p], k);
          const sign = isFlipped[v] ? -1 : 1;
          expect(code(estimates, v, p)).toBe(".");
          expect(estimates.beta[at] / (sign * beta)).toBeCloseTo(1, 9);
          expect(estimates.standardError[at] / error).toBeCloseTo(1, 9);
          expect(estimates.statistic[at]).toBeCloseTo((sign * beta) / error, 8);
          expect(estimates.lnP[at]).toBeCloseTo(lnP, 8);
        }
        expect(estimates.n[v]).toBe(people.filter((i) => !Number.isNaN(rows[v][i])).length);
      }
    },
  );

  test("dosages count in place of calls, where there is none too", async () => {
    const calls = [draw(0.4, 0.1, 11), draw(0.01, 0, 12), draw(0.99, 0.02, 13)];
    const dosages = calls.map((values, v) =>
      values.flatMap((_, i) =>
        uniform(i + v + 0.2) < 0.2
          ? [[i, Math.floor(uniform(i + v) * 2 * DOSAGE_UNIT)] as const]
          : [],
      ),
    );
    const offsets = Uint32Array.of(0, 0, 0, 0);
    dosages.forEach((list, v) => (offsets[v + 1] = offsets[v] + list.length));
    const block = {
      ...pack(calls),
      dosages: {
        offsets,
        samples: Uint32Array.from(dosages.flat(), ([sample]) => sample),
        values: Uint16Array.from(dosages.flat(), ([, units]) => units),
      },
    };
    const estimates = await fitOn(device, block);
    calls.forEach((values, v) => {
      const own = [...values];
      for (const [sample, units] of dosages[v]) own[sample] = units / DOSAGE_UNIT;
      const [beta, error] = leastSquares(own, traits[0], 3);
      expect(estimates.n[v]).toBe(people.filter((i) => !Number.isNaN(own[i])).length);
      expect(estimates.beta[v] / (isFlipped[v] ? -beta : beta)).toBeCloseTo(1, 9);
      expect(estimates.standardError[v] / error).toBeCloseTo(1, 9);
    });
  });

  test("what cannot be fitted has a code and no numbers", async () => {
    const estimates = await fitOn(device, pack(rows));
    const m = rows.length;
    expect(code(estimates, 6)).toBe(".");
    expect(code(estimates, 6, 5)).toBe("INVALID_RESULT");
    for (const v of [7, 8, 9, 12]) expect(code(estimates, v)).toBe("CONST_OMITTED_ALLELE");
    expect(code(estimates, 10)).toBe("SAMPLE_CT<=PREDICTOR_CT");
    expect(estimates.n[10]).toBe(0);
    for (let at = 0; at < m * traits.length; at++) {
      const isFitted = estimates.errorCode[at] === 0;
      for (const column of [
        estimates.beta,
        estimates.standardError,
        estimates.statistic,
        estimates.lnP,
      ]) {
        expect(Number.isFinite(column[at])).toBe(isFitted);
      }
    }
    expect(estimates.inflationBound[0]).toBeGreaterThanOrEqual(1.5);
    expect(estimates.inflationBound[5]).toBeGreaterThan(estimates.inflationBound[1]);
    expect(estimates.inflationBound[7]).toBe(0);
    refuseRow(estimates, 0, "CORR_TOO_HIGH");
    expect([code(estimates, 0), code(estimates, 0, 5)]).toEqual(["CORR_TOO_HIGH", "CORR_TOO_HIGH"]);
    expect(estimates.beta[4 * m]).toBeNaN();
  });

  test("a model that its own samples leave singular is refused", async () => {
    const constant = people.findIndex((_, i) => covariates[0][i] > 0.2);
    const few = row((i) => (i === people[constant] || i % 40 === 0 ? i % 2 : NaN));
    const estimates = await fitOn(device, pack([few, few]), 3);
    expect(["VIF_INFINITE", "SAMPLE_CT<=PREDICTOR_CT", "CONST_OMITTED_ALLELE"]).toContain(
      code(estimates, 0),
    );
    const combination = row((i) => (i % 2 ? 1 : 0));
    const own = people.map((i) => combination[i]);
    covariates.push(own);
    try {
      const found = await fitOn(device, pack([combination, combination]), 4);
      expect(code(found, 0)).toBe("VIF_INFINITE");
      expect(found.inflationBound[0]).toBe(Infinity);
    } finally {
      covariates.pop();
    }
  });

  test("a block without rows, and one row alone", async () => {
    expect((await fitOn(device, pack([]))).beta.length).toBe(0);
    const alone = await fitOn(device, pack(rows.slice(1, 2)));
    expect(alone.n.length).toBe(1);
    expect(alone.beta[0] / leastSquares(rows[1], traits[0], 3)[0]).toBeCloseTo(1, 9);
  });

  test("rows refused beforehand keep their code", async () => {
    const { columns, traitNorms } = projection(3, traits.slice(0, 2));
    const own = blockOn(
      device,
      maskPacked(pack(rows.slice(0, 3)), exclusionBytes(SAMPLES, included)),
    );
    const counts = await alleleCounts.prepare({}, device)(own);
    const products = await dosageProducts.prepare(columns, device)(own);
    const fit = linearFit.prepare(
      {
        columns,
        covariateCount: 3,
        traitCount: 2,
        sampleCount: people.length,
        maxCovariateInflation: 1,
        traitNorms,
      },
      device,
    );
    const estimates = await fit({ block: own, counts, products, refused: Uint8Array.of(0, 7, 0) });
    expect([0, 1, 2].map((v) => code(estimates, v, 1))).toEqual([".", "NOT_DIPLOID", "."]);
    expect(estimates.lnP[3 + 1]).toBeNaN();
  });
});

test("javascript and wasm agree within 1e-10 on every number", async () => {
  const [javascript, wasm] = await Promise.all(
    DEVICES.map(async ({ open }) => fitOn(await open(), pack(rows))),
  );
  expect([...wasm.errorCode]).toEqual([...javascript.errorCode]);
  for (const name of ["beta", "standardError", "statistic", "lnP", "inflationBound"] as const) {
    javascript[name].forEach((value, at) => {
      if (!Number.isFinite(value)) expect(wasm[name][at]).toBe(value);
      else expect(Math.abs(wasm[name][at] - value)).toBeLessThanOrEqual(1e-10 * Math.abs(value));
    });
  }
});
