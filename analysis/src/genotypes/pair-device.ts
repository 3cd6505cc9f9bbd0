import { cpuDevice } from "../compute/engine/cpu-device.ts";
import type { Genotypes } from "./genotypes.ts";

/** What to compute all pairs of samples on: each genotype meets those of all samples. */
export function pairDevice({ variants, samples }: Genotypes): "javascript" | "wasm" {
  return cpuDevice({ variants: { count: variants.count * samples.count }, samples });
}
