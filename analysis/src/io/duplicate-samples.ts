import { DuplicateIdError } from "../errors.ts";
import { idIndex } from "./id-index.ts";
import { idTable, lazyStrings, type IdKernels, type IdTable } from "./id-table.ts";
import type { TextTable } from "./text-table.ts";

/** @throws DuplicateIdError with the number of repeated ids, never the ids */
export function refuseDuplicateSamples(
  familyId: readonly string[] | undefined,
  individualId: readonly string[],
  source: string,
): void {
  refuseRepeats(idIndex(familyId, individualId).repeats, individualId.length, source);
}

/** Ids of a file: strings are made when they are asked for. */
export interface FileIds {
  readonly count: number;
  readonly familyId: (() => readonly string[]) | undefined;
  readonly individualId: () => readonly string[];
  /** Where there are kernels for it. */
  readonly table: IdTable | undefined;
}

/** @throws DuplicateIdError with the number of repeated ids, never the ids */
export function uniqueIds(
  families: TextTable | undefined,
  individuals: TextTable,
  kernels: IdKernels | undefined,
  source: string,
): FileIds {
  const ids = {
    ...fileIds(families, individuals),
    table: kernels && idTable(families, individuals, kernels),
  };
  if (ids.table) refuseRepeats(ids.table.repeats, ids.count, source);
  else refuseDuplicateSamples(ids.familyId?.(), ids.individualId(), source);
  return ids;
}

/** Ids that are known to be unique, or need not be. */
export function fileIds(
  families: TextTable | undefined,
  individuals: TextTable,
): Omit<FileIds, "table"> {
  return {
    count: individuals.count,
    familyId: families && lazyStrings(families),
    individualId: lazyStrings(individuals),
  };
}

function refuseRepeats(repeats: number, count: number, source: string): void {
  if (repeats === 0) return;
  throw new DuplicateIdError(repeats, {
    what: `${source} name ${repeats} of ${count} samples more than once.`,
    why: "A sample is found by its family and individual id, so the pair must be unique.",
    remedy: "Rename or remove the repeats, and check whether two files were joined by mistake.",
  });
}
