import { escapeHtml, tableHtml, tableText } from "../../table-display.ts";
import { counted } from "../../words.ts";
import type { Table } from "../../table.ts";
import type { Evaluation } from "./evaluate.ts";

function tablesOf(evaluation: Evaluation): { title: string; table: Table }[] {
  const { measures, strata, calibrationBins, decisionCurve, roc, survival, logRank } = evaluation;
  return [
    { title: "People", table: evaluation.groups as Table },
    { title: "Measures", table: measures as Table },
    { title: "Strata of the score", table: strata as Table },
    { title: "Calibration", table: calibrationBins as Table },
    { title: "Decision curve", table: decisionCurve as Table },
    { title: "ROC curve", table: roc as Table },
    { title: "Distribution of the score", table: evaluation.densities as Table },
    { title: "Survival by quintile", table: survival as Table },
    { title: "Log-rank test", table: logRank as Table },
    { title: "Overlap of base and target", table: evaluation.overlap as Table },
    { title: "Who was left out", table: evaluation.attrition as Table },
  ].filter(({ table }) => table.rowCount > 0);
}

function headline({ score, outcome, provenance, seed }: Evaluation): string {
  return `${score} for ${outcome}, ${counted(Number(provenance["n"]), "person", "people")}, seed ${seed}`;
}

/** The evaluation with its display: notices, then each table under its name. */
export function withDisplay(evaluation: Evaluation): Evaluation {
  const text = (): string =>
    [
      headline(evaluation),
      ...evaluation.notices,
      ...tablesOf(evaluation).flatMap(({ title, table }) => ["", title, tableText(table)]),
    ].join("\n");
  const html = (): string => {
    const notices = evaluation.notices.map((notice) => `<p>${escapeHtml(notice)}</p>`).join("");
    const tables = tablesOf(evaluation).map(
      ({ title, table }) =>
        `<details${title === "Measures" ? " open" : ""}><summary>${escapeHtml(title)}</summary>${tableHtml(table)}</details>`,
    );
    return `<div><p><strong>${escapeHtml(headline(evaluation))}</strong></p>${notices}${tables.join("")}</div>`;
  };
  Object.defineProperty(evaluation, Symbol.for("nodejs.util.inspect.custom"), { value: text });
  Object.defineProperty(evaluation, Symbol.for("Jupyter.display"), {
    value: () => ({ "text/plain": text(), "text/html": html() }),
  });
  return evaluation;
}
