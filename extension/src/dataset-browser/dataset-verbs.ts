import type { DatasetItem } from "./dataset-item.ts";

/** What can be done with a data set. */
export type DatasetVerb =
  "open" | "insert" | "plot" | "register" | "download" | "verify" | "copyCitation" | "unregister";

export const VERBS: readonly DatasetVerb[] = [
  "open",
  "insert",
  "plot",
  "register",
  "download",
  "verify",
  "copyCitation",
  "unregister",
];

/** Catalogues that have files. */
const WITH_FILES = ["gwas", "pgs"];
const PLOTTED = ["summary-statistics", "associations"];

/** Whether a verb makes sense for a data set. */
export function allows(item: DatasetItem, verb: DatasetVerb): boolean {
  const { path, problem, variable, citation, registeredId, kind, section, catalogue } = item;
  switch (verb) {
    case "open":
      return path !== undefined;
    case "insert":
      return problem === undefined;
    case "plot":
      return problem === undefined && PLOTTED.includes(kind) && (path ?? variable) !== undefined;
    case "register":
      return section === "project" && problem === undefined;
    case "download":
      return catalogue !== undefined && WITH_FILES.includes(catalogue.id);
    case "verify":
      return registeredId !== undefined;
    case "copyCitation":
      return citation !== undefined && citation !== "";
    case "unregister":
      return registeredId !== undefined;
  }
}
