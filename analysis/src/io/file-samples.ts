import type { Samples } from "./cohort.ts";
import type { FileIds } from "./duplicate-samples.ts";
import { keepIdTable } from "./id-table.ts";

/** Samples whose ids become strings when they are asked for; without families all are of family "0". */
export function fileSamples(
  { count, familyId, individualId, table }: FileIds,
  sex: Uint8Array,
  isFounder: Uint8Array,
): Samples {
  let zeros: readonly string[] | undefined;
  const samples: Samples = {
    count,
    get familyId() {
      return familyId ? familyId() : (zeros ??= new Array<string>(count).fill("0"));
    },
    get individualId() {
      return individualId();
    },
    sex,
    isFounder,
  };
  if (table) keepIdTable(samples, table);
  return samples;
}
