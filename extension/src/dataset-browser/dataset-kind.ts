import type { OpenDataset } from "@genobook/kernel/messages";

/** Results whose class says more of them than their shape does. */
const OF_CLASS: Readonly<Record<string, string>> = {
  MatchedScores: "matched-scores",
  NormalisedScores: "scores",
  PrincipalComponents: "principal-components",
  ProjectedSamples: "principal-components",
};

/** Names of one kind by who tells of it: a kernel, a catalogue. */
const SAME: Readonly<Record<string, string>> = { weights: "scoring-file", score: "scoring-file" };

/** What a value of the notebook is, in the same word as the file that it was read from. */
export function kindOfOpen({ kind, type, file }: OpenDataset): string {
  if (kind === "people" && OF_CLASS[type] === undefined && file !== undefined) return "phenotypes";
  return OF_CLASS[type] ?? oneKind(kind);
}

export function oneKind(kind: string): string {
  return SAME[kind] ?? kind;
}

/** Formats that say no more than the kind does. */
export const PLAIN_FORMATS: readonly string[] = [
  "",
  "Scoring file",
  "Phenotypes and covariates",
  "Summary statistics",
  "Association results",
  "LD panel",
];
