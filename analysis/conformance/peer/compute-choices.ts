import type { ComputeChoice } from "../../src/compute/device.ts";
import { useSoftwareAdapter } from "../../src/compute/webgpu/software-adapter.ts";
import { genotypesFromDosages } from "../../src/genotypes/from-memory.ts";
import { linear } from "../../src/gwas/linear.ts";
import { isAnalysisError } from "../../src/errors.ts";

// An emulated GPU takes minutes for what the CPU does in a second: not for every run of the tests.
if (process.env["GENOBOOK_TEST_EMULATED_GPU"] === "1" && (await useSoftwareAdapter())) {
  process.env["GENOBOOK_SOFTWARE_GPU"] = "1";
}

/** Where a scan can be computed, and whether this machine can: tests of absent devices are skipped by name. */
export const COMPUTE: readonly { readonly compute: ComputeChoice; readonly isPresent: boolean }[] =
  await Promise.all(
    (["cpu", "webgpu"] as const).map(async (compute) => ({
      compute,
      isPresent: await canCompute(compute),
    })),
  );

async function canCompute(compute: ComputeChoice): Promise<boolean> {
  const genotypes = genotypesFromDosages({ matrix: [0, 1, 2, 1, 0, 1], sampleCount: 6 });
  try {
    await linear({ genotypes, trait: [1, 3, 2, 5, 4, 7], compute });
    return true;
  } catch (error) {
    if (isAnalysisError(error, "device-unavailable")) return false;
    throw error;
  }
}
