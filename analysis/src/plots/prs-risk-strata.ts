import { textAt } from "./plot-tables.ts";
import { rowsOf, stratumId, type GroupView } from "./prs-evaluation.ts";

const BOTH = "covariates and score";

const PART_NAMES: Readonly<Record<number, string>> = { 4: "quartile", 5: "quintile", 10: "decile" };

/**
 * What other plots know a bin of predicted risk by: `decile 10 of the risk by covariates and PGS1`.
 *
 * Without covariates the risk rises with the score, and its bins are the score's own parts but for the few people whom
 * cross-fitting moves across an edge.
 *
 * @param bin - 1-based, from the lowest risks up
 */
export function riskStratumId(view: GroupView, bin: number, bins: number): string {
  const name = PART_NAMES[bins];
  const part = name === undefined ? `part of ${bins}, ${bin}` : `${name} ${bin}`;
  return idOf(view, part, riskOf(view));
}

/**
 * What other plots know the people above a point of a ROC curve by: `top 12.4 % of PGS1`.
 *
 * @returns the percentage, and undefined as id where nobody or everybody is above
 */
export function peopleAbove(
  view: GroupView,
  model: string,
  { falsePositiveShare, truePositiveShare }: RocPoint,
): { readonly percent: number; readonly id: string | undefined } {
  const { n, cases } = view;
  const share = (falsePositiveShare * (n - cases) + truePositiveShare * cases) / n;
  const percent = Number((100 * share).toFixed(2));
  const isProper = percent > 0 && percent < 100;
  const of = model === BOTH ? riskOf(view) : model === "covariates" ? "the risk by covariates" : "";
  return { percent, id: isProper ? idOf(view, `top ${percent} %`, of) : undefined };
}

interface RocPoint {
  readonly falsePositiveShare: number;
  readonly truePositiveShare: number;
}

/** Which risks were calibrated; empty where it is the score's alone. */
function riskOf(view: GroupView): string {
  const { roc, provenance } = view.evaluation;
  if (provenance?.["predictions"] === "as given") return "the given risk";
  const isOfBoth = rowsOf(view, roc).some((row) => textAt(roc, "model", row) === BOTH);
  return isOfBoth ? `the risk by covariates and ${view.score}` : "";
}

function idOf(view: GroupView, part: string, risk: string): string {
  return stratumId(risk === "" ? view : { ...view, score: risk }, part);
}
