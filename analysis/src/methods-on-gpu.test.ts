import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { release } from "./compute/engine/pool.ts";
import { useSoftwareAdapter } from "./compute/webgpu/software-adapter.ts";
import { isAnalysisError } from "./errors.ts";
import type { ComputeChoice } from "./compute/device.ts";
import type { Genotypes } from "./genotypes/genotypes.ts";
import { frequency } from "./genotypes/qc-frequency.ts";
import { kinship } from "./genotypes/qc-kinship.ts";
import { relationship } from "./genotypes/qc-relationship.ts";
import { simulate } from "./genotypes/simulate.ts";
import { linear } from "./gwas/linear.ts";
import { logistic } from "./gwas/logistic.ts";
import { correlation } from "./ld/correlation.ts";

const isInstalled = await useSoftwareAdapter();
let cohort: Genotypes;
let trait: number[];
beforeAll(async () => {
  process.env["GENOBOOK_SOFTWARE_GPU"] = "1";
  await release();
  cohort = (await simulate({ seed: 12, samples: 203, variants: 400 })).genotypes;
  trait = Array.from({ length: 203 }, (_, i) => Math.sin(i) + (i % 5));
});
afterAll(async () => {
  delete process.env["GENOBOOK_SOFTWARE_GPU"];
  await release();
});

/** A method's numbers, and where they came from. */
interface Answer {
  readonly numbers: Record<string, ArrayLike<unknown>>;
  readonly device: unknown;
}

/** Counts are exact on every device; columns of real numbers go to a GPU in three digits of eight bits. */
const METHODS: Readonly<
  Record<string, { tolerance: number; run: (compute: ComputeChoice) => Promise<Answer> }>
> = {
  "qc.frequency": {
    tolerance: 0,
    async run(compute) {
      const { columns, provenance } = await frequency(cohort, { compute });
      return { numbers: columns, device: provenance["device"] };
    },
  },
  "qc.kinship": {
    tolerance: 0,
    async run(compute) {
      const { columns, provenance } = await kinship(cohort, { compute, minimumKinship: -1 });
      return { numbers: columns, device: provenance["device"] };
    },
  },
  "qc.relationship": {
    tolerance: 1e-5,
    async run(compute) {
      const { values, n, provenance } = await relationship(cohort, { compute });
      return { numbers: { values, n }, device: provenance["device"] };
    },
  },
  "ld.correlation": {
    tolerance: 0,
    async run(compute) {
      const window = { basePairs: 1e8 };
      const { columns, provenance } = await correlation(cohort, { compute, window, minimumR2: 0 });
      return { numbers: columns, device: provenance["device"] };
    },
  },
  "gwas.linear": {
    tolerance: 1e-6,
    async run(compute) {
      const { columns, provenance } = await linear({ genotypes: cohort, trait, compute });
      const { beta, standardError, n } = columns;
      return { numbers: { beta, standardError, n }, device: provenance["device"] };
    },
  },
};

describe.skipIf(!isInstalled)("on an emulated GPU (needs chromium's SwiftShader)", () => {
  test.each(Object.keys(METHODS))("%s gives what the CPU gives", async (name) => {
    const { tolerance, run } = METHODS[name];
    const onCpu = await run("cpu");
    const onGpu = await run("webgpu");
    expect(onCpu.device).toBe("cpu");
    expect(onGpu.device).toBe("webgpu");
    for (const [column, expected] of Object.entries(onCpu.numbers)) {
      const found = Array.from(onGpu.numbers[column]);
      expect(found.length).toBeGreaterThan(0);
      const isNear = (value: unknown, i: number): boolean =>
        Object.is(value, found[i]) || Math.abs(Number(value) - Number(found[i])) <= tolerance;
      expect(
        Array.from(expected).filter((value, i) => !isNear(value, i)),
        column,
      ).toEqual([]);
    }
  });
});

test("a method without a GPU version says so", async () => {
  const error: unknown = await logistic({
    genotypes: cohort,
    trait: trait.map((value) => Number(value > 2)),
    compute: "webgpu",
  }).catch((thrown: unknown) => thrown);
  expect(isAnalysisError(error, "device-unavailable")).toBe(true);
});
