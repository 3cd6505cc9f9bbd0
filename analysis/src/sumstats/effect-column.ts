import {
  median,
  rowsText,
  fileName,
  flagRows,
  numbersOf,
  rowsWhere,
  sampleRows,
  type ReadingAccount,
} from "./reading-account.ts";
import { whole } from "../words.ts";
import { zOf } from "./p-column.ts";
import type { RawRows } from "./row-collector.ts";

/** The effect on the scale of beta, and the ratio that it is the logarithm of, where the file has one. */
export interface EffectColumn {
  readonly beta: Float64Array | undefined;
  readonly ratio: Float64Array | undefined;
  readonly ratioRole: "oddsRatio" | "hazardRatio";
  /** True when beta is the logarithm of the ratio column. */
  readonly isFromRatio: boolean;
}

/** Effects on the scale of beta; ratios, also those under another name, become logarithms. */
export function effectColumn(
  rows: RawRows,
  printed: Float64Array | undefined,
  account: ReadingAccount,
): EffectColumn {
  const ratioRole = rows.columns.oddsRatio ? "oddsRatio" : "hazardRatio";
  const given = numbersOf(rows, "beta");
  const column = numbersOf(rows, ratioRole);
  const ratioName = fileName(account, ratioRole);
  if (column && hasLogarithms(column)) {
    const negative = rowsWhere(rows.count, (i) => column[i] < 0).length;
    account.byValues.set(ratioRole, "holds values below 0: logarithms, read as beta");
    account.notices.push(
      `${ratioName} is below 0 in ${whole(negative)} of ${rowsText(rows.count)}, which no ratio is: it is read as its logarithm, beta.`,
    );
    return { beta: given ?? column, ratio: undefined, ratioRole, isFromRatio: false };
  }
  if (column) {
    const ratio = column.map((value) => (value > 0 ? value : NaN));
    flagRows(
      rows,
      { problem: "impossible", column: ratioRole, reason: "a ratio is positive" },
      rowsWhere(rows.count, (i) => column[i] <= 0),
      (i) => column[i],
    );
    if (given) {
      flagInconsistentRatios(rows, given, ratio, ratioRole);
      return { beta: given, ratio, ratioRole, isFromRatio: false };
    }
    account.derived.set("beta", `natural logarithm of ${ratioName}`);
    return { beta: ratio.map(Math.log), ratio, ratioRole, isFromRatio: true };
  }
  if (given && resemblesRatios(given)) {
    const name = fileName(account, "beta");
    const range = "is positive in all rows and lies around 1";
    if (account.roles.get("beta")?.known === "option" || !fitsBetterAsRatio(rows, given, printed)) {
      account.notices.push(
        `${name} ${range}, as odds ratios do. It is read as beta; if it is a ratio, pass columns: { oddsRatio: "${name}", beta: null }.`,
      );
    } else {
      account.byValues.set(
        "beta",
        "read as an odds ratio: positive, around 1, and so in agreement with P",
      );
      account.notices.push(
        `${name} ${range}: it is read as an odds ratio and beta is its logarithm. If it is no ratio, pass columns: { beta: "${name}" }.`,
      );
      account.derived.set("beta", `natural logarithm of ${name}`);
      return { beta: given.map(Math.log), ratio: given, ratioRole: "oddsRatio", isFromRatio: true };
    }
  }
  return { beta: given, ratio: undefined, ratioRole, isFromRatio: false };
}

/** Single negative numbers are mistakes; many mean that the column is another. */
function hasLogarithms(column: Float64Array): boolean {
  let negative = 0;
  let finite = 0;
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    finite++;
    if (value < 0) negative++;
  }
  return negative > 0 && negative >= 0.1 * finite;
}

function resemblesRatios(column: Float64Array): boolean {
  let below = 0;
  let above = 0;
  for (const value of column) {
    if (value <= 0) return false;
    if (value < 1) below++;
    else above++;
  }
  const finite = Array.from(column.subarray(0, 10_000)).filter((value) => !Number.isNaN(value));
  const middle = median(finite);
  return below >= 2 && above >= 2 && middle > 0.8 && middle < 1.25;
}

function fitsBetterAsRatio(
  rows: RawRows,
  column: Float64Array,
  printed: Float64Array | undefined,
): boolean {
  const error = numbersOf(rows, "standardError");
  if (!error || !printed) return true;
  const sample = sampleRows(
    rows.count,
    (i) => error[i] > 0 && printed[i] > 0.5 && printed[i] < 300,
  );
  const away = (scale: (value: number) => number): number =>
    median(sample.map((i) => Math.abs(Math.abs(scale(column[i])) / error[i] - zOf(printed[i]))));
  return sample.length === 0 || away(Math.log) <= away((value) => value);
}

function flagInconsistentRatios(
  rows: RawRows,
  beta: Float64Array,
  ratio: Float64Array,
  column: string,
): void {
  flagRows(
    rows,
    { problem: "inconsistent", column, reason: "not the exponential of beta" },
    rowsWhere(
      rows.count,
      (i) => Math.abs(Math.log(ratio[i]) - beta[i]) > 0.02 + 0.05 * Math.abs(beta[i]),
    ),
    (i) => ratio[i],
  );
}
