import { DuplicateIdError } from "../errors.ts";
import { idIndex } from "./id-index.ts";

/** @throws DuplicateIdError with the number of repeated ids, never the ids */
export function refuseDuplicateSamples(
  familyId: readonly string[] | undefined,
  individualId: readonly string[],
  source: string,
): void {
  const { repeats } = idIndex(familyId, individualId);
  if (repeats > 0) {
    throw new DuplicateIdError(repeats, {
      what: `${source} name ${repeats} of ${individualId.length} samples more than once.`,
      why: "A sample is found by its family and individual id, so the pair must be unique.",
      remedy: "Rename or remove the repeats, and check whether two files were joined by mistake.",
    });
  }
}
