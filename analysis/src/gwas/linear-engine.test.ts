import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { release, threads, useThreads } from "../compute/engine/pool.ts";
import { isAnalysisError } from "../errors.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { simulate } from "../genotypes/simulate.ts";
import { writePlink1 } from "../genotypes/write-plink1.ts";
import type { SampleTable } from "../io/sample-table.ts";
import { genotypes as openGenotypes } from "../open.ts";
import type { GwasResult } from "./gwas-result.ts";
import { linear } from "./linear.ts";
import { logistic } from "./logistic.ts";

const workers = threads();
const folder = mkdtempSync(join(tmpdir(), "genobook-linear-"));
let cohort: Genotypes;
let onDisk: Genotypes;
let people: SampleTable;

beforeAll(async () => {
  const simulated = await simulate({ seed: 11, samples: 803, variants: 5000 });
  cohort = simulated.genotypes;
  people = simulated.phenotypes;
  await writePlink1(cohort, join(folder, "cohort"));
  onDisk = await openGenotypes(join(folder, "cohort.bed"));
});
afterAll(async () => {
  await release();
  useThreads(workers);
  rmSync(folder, { recursive: true });
});

const COVARIATES = ["age", "sex", "pc1"];

function numbers({ columns }: GwasResult): Record<string, unknown> {
  const { beta, oddsRatio, ...others } = columns as Record<string, unknown>;
  return { effect: beta ?? oddsRatio, ...others };
}

describe("a linear scan in the worker pool", () => {
  test.each([1, 2, 4])("with %i workers equals one worker to the last bit", async (count) => {
    const options = { phenotypes: people, trait: "height", covariates: COVARIATES };
    useThreads(1);
    const expected = numbers(await linear({ genotypes: cohort, ...options }));
    useThreads(count);
    expect(numbers(await linear({ genotypes: onDisk, ...options }))).toEqual(expected);
    const streamed = { ...cohort, rows: undefined };
    expect(numbers(await linear({ genotypes: streamed, ...options }))).toEqual(expected);
  });

  test("of some variants and samples equals the same rows of files that hold only those", async () => {
    useThreads(2);
    const samples = Uint32Array.from({ length: 700 }, (_, i) => i + (i > 350 ? 60 : 0));
    const variants = Uint32Array.from({ length: 4200 }, (_, v) => v + (v > 2000 ? 500 : 0));
    const part = onDisk.select({ samples, variants });
    await writePlink1(part, join(folder, "part"));
    const written = await openGenotypes(join(folder, "part.bed"));
    const options = { phenotypes: people, trait: "height", covariates: COVARIATES };
    expect(numbers(await linear({ genotypes: part, ...options }))).toEqual(
      numbers(await linear({ genotypes: written, ...options })),
    );
  });

  test("of many traits that miss different people equals a scan of each", async () => {
    useThreads(2);
    const height = people.columns["height"] as Float64Array;
    const withGaps = height.map((value, i) => (i % 17 === 0 ? NaN : value));
    const noise = height.map((_, i) => ((i * 7919) % 101) / 10);
    const phenotypes = {
      ...people,
      columns: { ...people.columns, noise, withGaps, twice: height.map((value) => 2 * value) },
    };
    const traits = ["height", "withGaps", "noise", "twice"];
    const shared = { genotypes: onDisk, phenotypes, covariates: COVARIATES };
    const many = await linear({ ...shared, traits });
    expect(many.traits).toEqual(traits);
    for (const trait of traits) {
      const one = await linear({ ...shared, trait });
      const together = many.get(trait);
      expect(together.columns.n).toEqual(one.columns.n);
      expect(together.columns.errorCode).toEqual(one.columns.errorCode);
      for (const name of ["beta", "standardError", "negLog10PValue"] as const) {
        const largest = one.columns[name].reduce((most, value, v) => {
          const other = together.columns[name][v];
          if (Number.isNaN(value) && Number.isNaN(other)) return most;
          return Math.max(most, Math.abs(other - value) / (Math.abs(value) + 1e-6));
        }, 0);
        expect(largest, `${trait} ${name}`).toBeLessThan(1e-9);
      }
      expect(together.attrition.columns).toEqual(one.attrition.columns);
    }
    expect(many.summary.columns.n[1]).toBeLessThan(many.summary.columns.n[0]);
    expect(() => many.get("weight")).toThrow(/no result of weight/);
  });

  test("tells what ran", async () => {
    useThreads(2);
    const { provenance } = await linear({ genotypes: onDisk, phenotypes: people, trait: "height" });
    expect(provenance["device"]).toBe("cpu");
    expect(provenance["deviceReason"]).toContain("2 workers, in WebAssembly SIMD");
  });

  test("that is cancelled in the middle stops at once, and the next one is right", async () => {
    useThreads(2);
    const options = { genotypes: onDisk, phenotypes: people, trait: "height" };
    const expected = numbers(await linear(options));
    const controller = new AbortController();
    const cancelled = linear({
      ...options,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    const error: unknown = await cancelled.catch((reason: unknown) => reason);
    expect(isAnalysisError(error, "cancelled")).toBe(true);
    expect(numbers(await linear(options))).toEqual(expected);
  });

  test("of a file that became shorter ends with a typed error", async () => {
    useThreads(2);
    await writePlink1(cohort, join(folder, "cut"));
    const genotypes = await openGenotypes(join(folder, "cut.bed"));
    truncateSync(join(folder, "cut.bed"), 100_000);
    const error: unknown = await linear({ genotypes, phenotypes: people, trait: "height" }).catch(
      (reason: unknown) => reason,
    );
    expect(isAnalysisError(error, "truncated-file")).toBe(true);
  });
});

test("a logistic scan with three workers equals one worker to the last bit", async () => {
  const variants = Uint32Array.from({ length: 2600 }, (_, v) => v);
  const options = { genotypes: onDisk.select({ variants }), phenotypes: people, trait: "diabetes" };
  useThreads(1);
  const expected = numbers(await logistic(options));
  useThreads(3);
  expect(numbers(await logistic(options))).toEqual(expected);
});
