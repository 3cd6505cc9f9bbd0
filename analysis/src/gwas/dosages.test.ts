import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { release, threads, useThreads } from "../compute/engine/pool.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { sampleTable, type SampleTable } from "../io/sample-table.ts";
import { genotypes as openGenotypes } from "../open.ts";
import { randomStream } from "../random.ts";
import type { GwasResult } from "./gwas-result.ts";
import { linear } from "./linear.ts";
import { logistic } from "./logistic.ts";

const SAMPLES = 501;
const VARIANTS = 4500;
const NONE = 65_535;
const workers = threads();
const folder = mkdtempSync(join(tmpdir(), "genobook-dosages-"));
/** Units of 1 / 16384 copies of ALT, row after row. */
const dosages = new Uint16Array(SAMPLES * VARIANTS);
let cohort: Genotypes;
let people: SampleTable;

beforeAll(async () => {
  const random = randomStream(7, "dosages");
  const next = (): number => random.uniform();
  for (let v = 0; v < VARIANTS; v++) {
    const frequency = v % 3 === 0 ? 0.02 : next();
    for (let i = 0; i < SAMPLES; i++) {
      const copies = Number(next() < frequency) + Number(next() < frequency);
      const noise = v % 4 === 1 ? 0 : 0.4 * (next() - 0.5);
      const dosage = Math.max(0, Math.min(2, copies + noise));
      dosages[v * SAMPLES + i] = next() < 0.02 ? NONE : Math.round(16_384 * dosage);
    }
  }
  cohort = await writePgen("cohort", dosages, SAMPLES);
  const column = (): Float64Array => Float64Array.from({ length: SAMPLES }, next);
  people = sampleTable({
    individualId: cohort.samples.individualId,
    columns: {
      trait: column(),
      sick: column().map((value) => 1 + Number(value < 0.4)),
      a: column(),
      b: column(),
    },
  });
});
afterAll(async () => {
  await release();
  useThreads(workers);
  rmSync(folder, { recursive: true });
});

/** A .pgen of records of fixed width: hard calls within 0.1 of a whole number, and all dosages. */
function writePgen(name: string, rows: Uint16Array, sampleCount: number): Promise<Genotypes> {
  const variantCount = rows.length / sampleCount;
  const packedBytes = Math.ceil(sampleCount / 4);
  const width = packedBytes + 2 * sampleCount;
  const bytes = new Uint8Array(12 + variantCount * width);
  const view = new DataView(bytes.buffer);
  bytes.set([0x6c, 0x1b, 0x03]);
  view.setUint32(3, variantCount, true);
  view.setUint32(7, sampleCount, true);
  bytes[11] = 0x40;
  for (let v = 0; v < variantCount; v++) {
    const start = 12 + v * width;
    for (let i = 0; i < sampleCount; i++) {
      const dosage = rows[v * sampleCount + i];
      const copies = Math.round(dosage / 16_384);
      const isCall = dosage !== NONE && Math.abs(dosage - 16_384 * copies) <= 1638;
      bytes[start + (i >> 2)] |= (isCall ? copies : 3) << (2 * (i & 3));
      view.setUint16(start + packedBytes + 2 * i, dosage, true);
    }
  }
  const path = join(folder, name);
  const lines = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i)).join("");
  writeFileSync(`${path}.pgen`, bytes);
  writeFileSync(
    `${path}.pvar`,
    `#CHROM\tPOS\tID\tREF\tALT\n${lines(variantCount, (v) => `1\t${v + 1}\tv${v}\tA\tG\n`)}`,
  );
  writeFileSync(
    `${path}.psam`,
    `#IID\tSEX\n${lines(sampleCount, (i) => `s${i}\t${1 + (i % 2)}\n`)}`,
  );
  return openGenotypes(`${path}.pgen`);
}

/** The same genotypes, which only the main thread can read. */
function streamed(genotypes: Genotypes): Genotypes {
  return { ...genotypes, rows: undefined };
}

function numbers({ columns }: GwasResult): Record<string, ArrayLike<unknown>> {
  const { beta, oddsRatio, ...others } = columns as Record<string, ArrayLike<unknown>>;
  return { effect: beta ?? oddsRatio, ...others };
}

/** Fewer genotypes than workers are started for. */
const few = Uint32Array.from({ length: 300 }, (_, v) => 9 * v + 5);

describe.each(["whole rows", "some samples and variants"])("dosages of %s", (which) => {
  const part = (): Genotypes =>
    which === "whole rows"
      ? cohort
      : cohort.select({
          samples: Uint32Array.from({ length: 470 }, (_, i) => i + (i > 200 ? 31 : 0)),
          variants: Uint32Array.from({ length: VARIANTS - 40 }, (_, v) => v + (v > 999 ? 40 : 0)),
        });

  test("give the same linear result in workers that read, in workers that are fed", async () => {
    const options = { phenotypes: people, trait: "trait", covariates: ["a", "b"] };
    useThreads(1);
    const expected = numbers(await linear({ genotypes: part(), ...options }));
    useThreads(3);
    expect(numbers(await linear({ genotypes: part(), ...options }))).toEqual(expected);
    expect(numbers(await linear({ genotypes: streamed(part()), ...options }))).toEqual(expected);
  });

  test.each([
    { method: "linear", run: linear, trait: "trait", tolerance: 1e-9 },
    // Workers sum Hessians in single precision.
    { method: "logistic", run: logistic, trait: "sick", tolerance: 1e-8 },
  ])("give the same $method result in the calling thread", async ({ run, trait, tolerance }) => {
    useThreads(2);
    const options = { phenotypes: people, trait, covariates: ["a", "b"] };
    const variants = Uint32Array.from(few, (v) =>
      Math.floor((v * part().variants.count) / VARIANTS),
    );
    const small = part().select({ variants });
    const here = await run({ genotypes: small, ...options });
    expect(here.provenance["deviceReason"]).not.toContain("worker");
    const all = await run({ genotypes: part(), ...options });
    expect(all.provenance["deviceReason"]).toContain("2 workers");
    const expected = numbers(all);
    for (const [name, found] of Object.entries(numbers(here))) {
      const column = Array.from(variants, (v) => expected[name][v]);
      if (found instanceof Float64Array) {
        expect(largestDifference(found, column as number[]), name).toBeLessThan(tolerance);
      } else expect(Array.from(found), name).toEqual(column);
    }
  });
});

/** Relative, of numbers that are not tiny; Infinity where only one is a number. */
function largestDifference(found: ArrayLike<number>, expected: readonly number[]): number {
  return expected.reduce((most, value, i) => {
    if (Number.isNaN(value) || Number.isNaN(found[i])) {
      return Object.is(value, found[i]) ? most : Infinity;
    }
    return Math.max(most, Math.abs(found[i] - value) / (1e-6 + Math.abs(value)));
  }, 0);
}
