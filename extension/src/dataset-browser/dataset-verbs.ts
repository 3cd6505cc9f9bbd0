import type { TranslationBundle } from "@jupyterlab/translation";
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
  const { path, problem, variable, citation, registeredId, kind, section, catalogue, hasRows } =
    item;
  switch (verb) {
    case "open":
      return path !== undefined || hasRows === true;
    case "insert":
      return problem === undefined;
    case "plot":
      return problem === undefined && PLOTTED.includes(kind) && (path ?? variable) !== undefined;
    case "register":
      return ["open", "project"].includes(section) && path !== undefined && problem === undefined;
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

/** Why a value of the notebook is neither opened nor registered, and what to do for it; nothing where it is both. */
export function absenceTexts(item: DatasetItem, trans: TranslationBundle): string[] {
  if (item.section !== "open") return [];
  const texts: string[] = [];
  if (!allows(item, "open")) {
    texts.push(
      item.sensitivity === "individual-level"
        ? trans.__("Viewers show no rows of people: insert its name into a cell to see counts.")
        : trans.__("This is not a table, so no viewer opens it: insert its name into a cell."),
    );
  }
  if (!allows(item, "register")) {
    texts.push(
      item.outsideFile === undefined
        ? trans.__("Files are registered: write this to a file, then register that.")
        : trans.__(
            "Its file %1 lies outside of the folder that JupyterLab shows: register it in a cell, with data.register.",
            item.outsideFile,
          ),
    );
  }
  return texts;
}
