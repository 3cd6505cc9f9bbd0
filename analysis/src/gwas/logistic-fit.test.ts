import { expect, test } from "vitest";
import { alleleCounts } from "../compute/operations/allele-counts/index.ts";
import { packRows, testDevices, type TestRows } from "../compute/operations/test-blocks.ts";
import type { Device } from "../compute/operation.ts";
import { DOSAGE_UNIT, exclusionBytes, maskPacked, type PackedBlock } from "../compute/packed.ts";
import type { Kernels } from "../compute/wasm/kernels.ts";
import { CODES, codeNumber } from "./error-codes.ts";
import { logisticFit, type LogisticEstimates } from "./logistic-fit.ts";

/** A GPU has no kernels of its own for this. */
const [javascript, wasm] = await testDevices();

/** Numbers in [0, 1), the same each run. */
function uniform(seed: number): number {
  const x = Math.sin(seed * 127.1 + 3.7) * 43758.5453;
  return x - Math.floor(x);
}

interface Study {
  readonly rows: TestRows;
  readonly samples: Uint32Array;
  readonly trait: Float64Array;
  readonly covariates: readonly Float64Array[];
}

interface Shape {
  readonly sampleCount: number;
  readonly covariateCount: number;
  /** Share of cases without effects. */
  readonly prevalence?: number;
  readonly missing?: number;
  /** Whether one of five samples is left out. */
  readonly isPart?: boolean;
  readonly effect?: number;
}

const FREQUENCIES = [0.5, 0.31, 0.1, 0.03, 0.01, 0.7, 0.97, 0.002, 1];

function study(shape: Shape): Study {
  const {
    sampleCount,
    covariateCount,
    prevalence = 0.4,
    missing = 0,
    isPart,
    effect = 0.3,
  } = shape;
  const samples = Uint32Array.from(
    [...Array(sampleCount).keys()].filter((i) => !isPart || i % 5 !== 2),
  );
  const covariates = Array.from({ length: covariateCount }, (_, c) =>
    standardised(Float64Array.from(samples, (i) => uniform(i + 1000 * c) + 0.4 * uniform(i))),
  );
  const calls = Array.from({ length: 3 * FREQUENCIES.length }, (_, v) => {
    const f = FREQUENCIES[v % FREQUENCIES.length];
    return Array.from({ length: sampleCount }, (__, i) => {
      if (uniform(i + 31 * v + 0.5) < missing) return 3;
      return Number(uniform(3 * i + v) < f) + Number(uniform(3 * i + v + 0.3) < f);
    });
  });
  const trait = Float64Array.from(samples, (i, at) => {
    const shift = effect * (calls[0][i] % 3) + (covariates[0]?.[at] ?? 0);
    const odds = (prevalence / (1 - prevalence)) * Math.exp(shift);
    return Number(uniform(i * 1.3 + 0.11) < odds / (1 + odds));
  });
  return { rows: { calls, sampleCount }, samples, trait, covariates };
}

function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return values.map((x) => (x - mean) / Math.sqrt(square));
}

async function fitOn(
  device: Device,
  { rows, samples, trait, covariates }: Study,
): Promise<LogisticEstimates> {
  const included = new Uint8Array(rows.sampleCount);
  for (const sample of samples) included[sample] = 1;
  const block = masked(device, packRows(rows, device), exclusionBytes(rows.sampleCount, included));
  const counts = await alleleCounts.prepare({}, device)(block);
  const isFlipped = Uint8Array.from({ length: block.count }, (_, v) => v % 2);
  const refused = new Uint8Array(block.count);
  refused[1] = codeNumber("NOT_DIPLOID");
  return logisticFit.prepare(
    { samples, trait, covariates },
    device,
  )({ block, counts, isFlipped, refused });
}

function masked(device: Device, block: PackedBlock, exclusion: Uint8Array): PackedBlock {
  const own = maskPacked(block, exclusion);
  if (own === block || device.kind === "javascript") return own;
  const packed = device.arena.uint8(block.count * block.bytesPerVariant);
  packed.set(own.packed.subarray(0, packed.length));
  return { ...own, packed };
}

/** The device, and how many fits of its own kernel converged: what it leaves to the twin agrees anyway. */
function counting(device: Device): { device: Device; converged: () => number } {
  if (device.kind !== "wasm") throw new TypeError("Only WebAssembly has the kernel.");
  let count = 0;
  const fitLogistic: Kernels["fitLogistic"] = (...args) => device.kernels.fitLogistic(...args);
  const kernels: Kernels = {
    ...device.kernels,
    fitLogistic(...args) {
      const hasConverged = fitLogistic(...args);
      count += hasConverged;
      return hasConverged;
    },
  };
  return { device: { ...device, kernels }, converged: () => count };
}

const codes = ({ errorCode }: LogisticEstimates): string[] => [...errorCode].map((c) => CODES[c]);

async function expectTwins(of: Study): Promise<string[]> {
  const { device, converged } = counting(wasm);
  const [own, theirs] = [await fitOn(device, of), await fitOn(javascript, of)];
  const estimated = [...theirs.errorCode].filter((c) => CODES[c] === ".").length;
  expect(converged()).toBeGreaterThanOrEqual(0.8 * estimated);
  expect(codes(own)).toEqual(codes(theirs));
  own.beta.forEach((beta, v) => {
    if (Number.isNaN(theirs.beta[v])) {
      expect(beta).toBeNaN();
      expect(own.standardError[v]).toBeNaN();
      return;
    }
    const size = Math.max(Math.abs(theirs.beta[v]), theirs.standardError[v]);
    expect(Math.abs(beta - theirs.beta[v])).toBeLessThanOrEqual(logisticFit.tolerance * size);
    // Of the weights one step earlier, where steps in single precision still show.
    expect(Math.abs(own.standardError[v] / theirs.standardError[v] - 1)).toBeLessThan(1e-8);
  });
  return codes(own);
}

test.each<[string, Shape]>([
  ["no covariates, a whole chunk of samples", { sampleCount: 128, covariateCount: 0 }],
  ["one sample more than chunks", { sampleCount: 257, covariateCount: 1 }],
  ["ten covariates", { sampleCount: 1003, covariateCount: 10 }],
  ["missing calls", { sampleCount: 999, covariateCount: 3, missing: 0.02 }],
  [
    "many missing calls of some samples",
    { sampleCount: 902, covariateCount: 2, missing: 0.3, isPart: true },
  ],
  ["few cases", { sampleCount: 1500, covariateCount: 2, prevalence: 0.02 }],
  ["very few cases", { sampleCount: 6000, covariateCount: 1, prevalence: 0.003 }],
  ["a large effect", { sampleCount: 700, covariateCount: 4, effect: 3, isPart: true }],
])("wasm and javascript agree: %s", async (_, shape) => {
  const found = await expectTwins(study(shape));
  expect(found[1]).toBe("NOT_DIPLOID");
  expect(found[8]).toBe("CONST_OMITTED_ALLELE");
  expect(found.filter((code) => code === ".").length).toBeGreaterThan(15);
});

test("they agree where there is no estimate, and on the reason", async () => {
  const of = study({ sampleCount: 60, covariateCount: 2 });
  const { calls } = of.rows;
  const sick = (i: number): number => of.trait[i];
  const set = (v: number, value: (i: number) => number): void => {
    const row = calls[v] as number[];
    row.forEach((__, i) => (row[i] = value(i)));
  };
  set(0, (i) => sick(i) + (i % 3 === 0 ? 1 - sick(i) : 0));
  set(2, (i) => 2 * sick(i));
  set(3, (i) => Number(sick(i) === 0 && i % 2 === 0));
  set(4, (i) => (i < 4 ? i % 2 : 3));
  set(5, (i) => Number(of.covariates[0][i] > 0));
  const nearly = of.covariates[1].map((x, i) => Number(x > 0) + 1e-4 * uniform(i));
  const found = await expectTwins({
    ...of,
    covariates: [
      standardised(of.covariates[0].map((x, i) => Number(x > 0) + 0.05 * uniform(i))),
      standardised(nearly),
    ],
  });
  expect(found.slice(2, 6)).toEqual([
    "SEPARATION,REF",
    "SEPARATION,ALT1",
    "SAMPLE_CT<=PREDICTOR_CT",
    "CORR_TOO_HIGH",
  ]);
});

test("separation by genotype and covariate together ends as in javascript", async () => {
  const of = study({ sampleCount: 90, covariateCount: 1 });
  const trait = of.trait.map((__, i) =>
    Number(of.covariates[0][i] + 0.8 * of.rows.calls[0][i] > 0.9),
  );
  const found = await expectTwins({ ...of, trait });
  expect(found[0]).toMatch(/UNFINISHED|LOGISTIC_CONVERGE_FAIL/);
});

test("they agree on covariates that are nearly a combination of each other", async () => {
  const of = study({ sampleCount: 400, covariateCount: 3, missing: 0.05 });
  const [a, b] = of.covariates;
  const c = standardised(a.map((x, i) => x + b[i] + 0.9 * uniform(7 * i)));
  const found = await expectTwins({ ...of, covariates: [a, b, c] });
  expect(found.filter((code) => code === ".").length).toBeGreaterThan(15);
});

test("they agree on dosages, with and without calls", async () => {
  const of = study({ sampleCount: 300, covariateCount: 2, missing: 0.05 });
  const dosages = of.rows.calls.map(
    (_, v) =>
      new Map(
        [...of.samples]
          .filter((i) => v % 2 === 0 && uniform(i + v + 0.2) < 0.5)
          .map((i) => [i, Math.floor(uniform(i + v) * 2 * DOSAGE_UNIT) / DOSAGE_UNIT]),
      ),
  );
  const found = await expectTwins({ ...of, rows: { ...of.rows, dosages } });
  expect(found[0]).toBe(".");
});

test("a block without rows has no estimates", async () => {
  const of = study({ sampleCount: 50, covariateCount: 1 });
  const rows = { calls: [], sampleCount: 50 };
  const block = packRows(rows, wasm);
  const counts = await alleleCounts.prepare({}, wasm)(block);
  const empty = new Uint8Array(0);
  const fit = logisticFit.prepare(of, wasm);
  expect((await fit({ block, counts, isFlipped: empty, refused: empty })).beta.length).toBe(0);
});
