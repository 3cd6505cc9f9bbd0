import type { GpuReport } from "./job.ts";

/** A report of no GPU, and why. */
export function noGpu(refusal: string): GpuReport {
  return {
    refusal,
    adapterName: "",
    driver: "",
    isSoftware: false,
    features: [],
    hasMatrixUnits: false,
    limits: {},
    productsPerSecond: 0,
    bytesPerSecond: 0,
  };
}
