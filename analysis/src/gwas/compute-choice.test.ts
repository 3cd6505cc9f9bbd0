import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { release } from "../compute/engine/pool.ts";
import { useSoftwareAdapter } from "../compute/webgpu/software-adapter.ts";
import { isAnalysisError } from "../errors.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { frequency, kinship, relationship } from "../genotypes/qc.ts";
import { simulate } from "../genotypes/simulate.ts";
import type { SampleTable } from "../io/sample-table.ts";
import { linear } from "./linear.ts";
import { logistic } from "./logistic.ts";

const isInstalled = await useSoftwareAdapter();

describe.skipIf(!isInstalled)("on an emulated GPU (needs chromium's SwiftShader)", () => {
  let cohort: Genotypes;
  let people: SampleTable;
  beforeAll(async () => {
    process.env["GENOBOOK_SOFTWARE_GPU"] = "1";
    ({ genotypes: cohort, phenotypes: people } = await simulate({
      ...{ seed: 9, samples: 350, variants: 600 },
    }));
  });
  afterAll(async () => {
    delete process.env["GENOBOOK_SOFTWARE_GPU"];
    await release();
  });

  const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
    let most = 0;
    for (let i = 0; i < a.length; i++) {
      if (Number.isNaN(a[i]) && Number.isNaN(b[i])) continue;
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  };

  test("linear scans of several traits equal the CPU's: z within 1e-6, missing calls left out exactly", async () => {
    const traits = ["height", "diabetes"];
    const options = { genotypes: cohort, phenotypes: people, traits, covariates: ["age", "sex"] };
    const cpu = await linear({ ...options, compute: "cpu" });
    const gpu = await linear({ ...options, compute: "webgpu" });
    for (const trait of traits) {
      const [a, b] = [cpu.get(trait), gpu.get(trait)];
      expect(b.provenance["device"]).toBe("webgpu");
      expect(b.provenance["deviceReason"]).toContain("asked for: SwiftShader");
      expect(largestDifference(a.columns.statistic, b.columns.statistic)).toBeLessThan(1e-6);
      expect(b.columns.n).toEqual(a.columns.n);
      expect(b.columns.effectAlleleFrequency).toEqual(a.columns.effectAlleleFrequency);
      expect(b.columns.errorCode).toEqual(a.columns.errorCode);
    }
  });

  test("what is made of whole numbers is the same: frequencies, kinship", async () => {
    const measure = async (compute: "cpu" | "webgpu") => ({
      frequencies: (await frequency(cohort, { compute })).columns,
      relatives: (await kinship(cohort, { compute, minimumKinship: -Infinity })).columns,
    });
    expect(await measure("webgpu")).toEqual(await measure("cpu"));
  });

  test("relationships are within the rounding of 24-bit digits", async () => {
    const part = cohort.select({
      variants: Uint32Array.from({ length: 100 }, (_, v) => 5 * v),
      samples: Uint32Array.from({ length: 120 }, (_, i) => i),
    });
    const [cpu, gpu] = [
      await relationship(part, { compute: "cpu" }),
      await relationship(part, { compute: "webgpu" }),
    ];
    expect(gpu.provenance["device"]).toBe("webgpu");
    expect(gpu.n).toEqual(cpu.n);
    expect(largestDifference(cpu.values, gpu.values)).toBeLessThan(1e-5);
  });
});

test("a method without a version for the GPU says so", async () => {
  const { genotypes, phenotypes } = await simulate({ seed: 9, samples: 100, variants: 100 });
  const error: unknown = await logistic({
    ...{ genotypes, phenotypes, trait: "diabetes", compute: "webgpu" },
  }).catch((reason: unknown) => reason);
  expect(isAnalysisError(error, "device-unavailable")).toBe(true);
});
