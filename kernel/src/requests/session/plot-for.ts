import type { OpenDataset } from "../../messages.ts";

/** Columns of a table that a plot of the library reads, the more special plot first. */
const READ_BY: readonly (readonly [plot: string, columns: readonly string[]])[] = [
  [
    "mrScatter",
    ["variantId", "betaExposure", "standardErrorExposure", "betaOutcome", "standardErrorOutcome"],
  ],
  ["manhattan", ["chromosome", "basePairLocation", "negLog10PValue"]],
  ["manhattan", ["chromosome", "basePairLocation", "pValue"]],
  ["qq", ["negLog10PValue"]],
  ["qq", ["pValue"]],
];

const OF_TYPES: Readonly<Record<string, string>> = {
  LeaveOneOut: "mrLeaveOneOut",
  MultivariableEstimates: "mvmrForest",
};

/** Name of the function in `plot` that shows a data set as it is; undefined when none does. */
export function plotFor(value: object, dataset: OpenDataset | undefined): string | undefined {
  if (!dataset || !("rowCount" in value)) return undefined;
  const special = OF_TYPES[dataset.type];
  if (special !== undefined) return special;
  const columns = new Set(dataset.columns);
  return READ_BY.find(([, needed]) => needed.every((name) => columns.has(name)))?.[0];
}
