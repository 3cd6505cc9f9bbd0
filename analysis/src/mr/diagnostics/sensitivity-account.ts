import type { Table } from "../../table.ts";
import type { ResultAccount } from "../result-display.ts";
import type { Sensitivity } from "./sensitivity.ts";
import { countText } from "../words.ts";

const MARKS: Readonly<Record<string, string>> = {
  "no concern": "✓",
  concern: "!",
  "not defined": "–",
  "not needed": "·",
};

function tablesOf(sensitivity: Sensitivity): { title: string; table: Table }[] {
  const { strength, heterogeneity, pleiotropy, simex, funnelAsymmetry, steiger } = sensitivity;
  const { leaveOneOut, influence, singleVariant } = sensitivity;
  return [
    { title: "Strength of the instruments", table: strength },
    { title: "Heterogeneity", table: heterogeneity },
    { title: "Egger intercept", table: pleiotropy },
    { title: "MR-Egger with SIMEX", table: simex },
    { title: "Funnel asymmetry", table: funnelAsymmetry },
    { title: "Direction of each variant (Steiger)", table: steiger },
    { title: "Leave-one-out", table: leaveOneOut },
    { title: "Influence", table: influence },
    { title: "Single variants", table: singleVariant },
  ].flatMap(({ title, table }) => (table ? [{ title, table: table as Table }] : []));
}

function headline({ exposure, outcome, variantCount, seed }: Sensitivity): string {
  return `Sensitivity of ${exposure} → ${outcome}, ${countText(variantCount)}, seed ${seed}`;
}

/** The verdicts in sentences, then the tables. */
export function sensitivityAccount(sensitivity: Sensitivity): ResultAccount {
  const { check, verdict, sentence } = sensitivity.checks.columns;
  return {
    sentences: [
      headline(sensitivity),
      ...check.map((name, i) => `${MARKS[verdict[i]]} ${name}, ${verdict[i]}: ${sentence[i]}`),
    ],
    tables: tablesOf(sensitivity),
  };
}
