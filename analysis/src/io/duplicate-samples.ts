import { DuplicateIdError } from "../errors.ts";

/** @throws DuplicateIdError with the number of repeated ids, never the ids */
export function refuseDuplicateSamples(
  familyId: readonly string[],
  individualId: readonly string[],
  source: string,
): void {
  const seen = new Set<string>();
  for (let i = 0; i < individualId.length; i++) seen.add(`${familyId[i]}\t${individualId[i]}`);
  const repeats = individualId.length - seen.size;
  if (repeats > 0) {
    throw new DuplicateIdError(repeats, {
      what: `${source} name ${repeats} of ${individualId.length} samples more than once.`,
      why: "A sample is found by its family and individual id, so the pair must be unique.",
      remedy: "Rename or remove the repeats, and check whether two files were joined by mistake.",
    });
  }
}
