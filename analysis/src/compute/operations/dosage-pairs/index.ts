import { defineOperation, type Operation } from "../../operation.ts";
import type { PairSamples, VariantPairsInput } from "../variant-pairs/index.ts";
import { dosagePairsCpu } from "./cpu.ts";
import { dosagePairsWasm } from "./wasm.ts";

/**
 * The sums of `variant-pairs` where samples may have dosages: n, Σx, Σy, Σx², Σy², Σxy in copies, over samples that have
 * a call or a dosage of both. Dosages are multiples of 1 / 16384, so sums of up to eight million samples are exact.
 */
export const dosagePairs: Operation<PairSamples, VariantPairsInput, Float64Array> = defineOperation(
  { name: "dosage-pairs", tolerance: 0, javascript: dosagePairsCpu, wasm: dosagePairsWasm },
);
