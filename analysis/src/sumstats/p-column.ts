import { normalQuantileOfLnP } from "../stats/normal.ts";
import type { RawRows } from "./row-collector.ts";
import {
  rowsText,
  fileName,
  flagRows,
  numbersOf,
  rowsWhere,
  type ReadingAccount,
} from "./reading-account.ts";

/** −log10 of the P values that a file prints, in whichever form; undefined when it prints none. */
export function negLog10Column(rows: RawRows, account: ReadingAccount): Float64Array | undefined {
  const plain = numbersOf(rows, "pValue");
  const written = numbersOf(rows, "negLog10PValue");
  if (!written) return plain;
  const logs = positive(rows, written, account);
  if (!plain) return logs;
  flagRows(
    rows,
    {
      problem: "inconsistent",
      column: "negLog10PValue",
      reason: "not −log10 of the P value beside it",
    },
    rowsWhere(rows.count, (i) => Math.abs(logs[i] - plain[i]) > 0.1 + 0.02 * plain[i]),
    (i) => logs[i],
  );
  return logs.map((log, i) => (Number.isNaN(log) ? plain[i] : log));
}

/** Of a column of log10 P, which is never positive, the sign is turned. */
function positive(rows: RawRows, written: Float64Array, account: ReadingAccount): Float64Array {
  const negative = rowsWhere(rows.count, (i) => written[i] < 0);
  if (negative.length === 0) return written;
  const name = fileName(account, "negLog10PValue");
  const isLog10 = written.every((value) => Number.isNaN(value) || value <= 0);
  if (isLog10) {
    account.byValues.set("negLog10PValue", "never positive: log10 P, turned in sign");
    account.notices.push(
      `${name} is never positive: it is read as log10 of P, and its sign is turned (${rowsText(negative.length)}).`,
    );
    return written.map((value) => (value === 0 ? 0 : -value));
  }
  flagRows(
    rows,
    {
      problem: "impossible",
      column: "negLog10PValue",
      reason: "−log10 of a P value is not negative",
    },
    negative,
    (i) => written[i],
  );
  return written.map((value) => (value < 0 ? NaN : value));
}

/** |z| of −log10 of a two-sided P. */
export function zOf(negLog10: number): number {
  return normalQuantileOfLnP(-negLog10 * Math.LN10);
}
