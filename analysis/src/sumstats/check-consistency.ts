import { normalLnP, normalQuantileOfLnP } from "../stats/normal.ts";
import type { CompletedEffects } from "./complete-effects.ts";
import {
  rowsText,
  fileName,
  flagRows,
  median,
  numbersOf,
  rowsWhere,
  sampleRows,
  type ReadingAccount,
} from "./reading-account.ts";
import { whole } from "../words.ts";
import type { RawRows } from "./row-collector.ts";

/** Above this share of rows a disagreement is the file's and not the rows'. */
const WHOLE_FILE = 0.2;

/** Says where columns that tell the same thing disagree: units that are mixed, or single wrong values. */
export function checkConsistency(
  rows: RawRows,
  effects: CompletedEffects,
  account: ReadingAccount,
): void {
  const isOwn = (name: string): boolean => !account.derived.has(name);
  if (isOwn("negLog10PValue") && isOwn("standardError")) checkP(rows, effects, account);
  if (isOwn("standardError") && effects.statistic) checkStatistic(rows, effects, account);
  checkCounts(rows, account);
  checkFrequencies(rows, account);
}

function checkP(
  rows: RawRows,
  { beta, standardError, negLog10PValue }: CompletedEffects,
  { notices }: ReadingAccount,
): void {
  const zOf = (i: number): number => Math.abs(beta[i]) / standardError[i];
  const wrong: number[] = [];
  let comparable = 0;
  for (let i = 0; i < rows.count; i++) {
    const z = Math.abs(beta[i]) / standardError[i];
    if (z + negLog10PValue[i] < Infinity) comparable++;
    if (isFar(z, negLog10PValue[i])) wrong.push(i);
  }
  if (wrong.length <= Math.max(2, WHOLE_FILE * comparable)) {
    flagRows(
      rows,
      {
        problem: "inconsistent",
        column: "negLog10PValue",
        reason: "far from what beta and its standard error tell",
      },
      wrong,
      (i) => negLog10PValue[i],
    );
  }
  const ratios = sampleRows(
    rows.count,
    (i) => negLog10PValue[i] > 0.5 && negLog10PValue[i] < 300 && zOf(i) > 0,
  ).map((i) => zOf(i) / normalQuantileOfLnP(-negLog10PValue[i] * Math.LN10));
  const middle = median(ratios);
  if (ratios.length < 5 || Math.abs(Math.log(middle)) < Math.log(1.15)) return;
  notices.push(
    `beta / standardError is ${middle.toPrecision(3)} times the z score of P in the middle of the rows: effect, standard error and P are not of one model or unit (a standard error of another scale, a corrected P, or another test's).`,
  );
}

// P ≤ exp(−z²/2), so that −log10 P is at least this times z².
const LEAST_LOG = 0.5 / Math.LN10;

/** True when the z scores are apart by more than 2 and a factor of 2, which neither rounding nor the choice of test explains. */
function isFar(z: number, negLog10: number): boolean {
  const most = 2 * z + 2;
  if (negLog10 > LEAST_LOG * most * most && negLog10 > -normalLnP(most) / Math.LN10) return true;
  return z > 2 && negLog10 < -normalLnP((z - 2) / 2) / Math.LN10;
}

function checkStatistic(
  rows: RawRows,
  { beta, standardError, statistic }: CompletedEffects,
  account: ReadingAccount,
): void {
  const z = statistic!;
  const expected = (i: number): number => beta[i] / standardError[i];
  const isOff = (i: number): boolean =>
    Math.abs(z[i] - expected(i)) > 0.5 + 0.1 * Math.abs(expected(i));
  const wrong = rowsWhere(rows.count, isOff);
  if (wrong.length > Math.max(2, WHOLE_FILE * rows.count)) {
    const turned = wrong.filter((i) => Math.abs(z[i] + expected(i)) < 0.5 + 0.1 * Math.abs(z[i]));
    account.notices.push(
      turned.length > 0.9 * wrong.length
        ? `${fileName(account, "statistic")} has the opposite sign of beta in ${rowsText(turned.length)}: it may be for the other allele. beta is used.`
        : `${fileName(account, "statistic")} is not beta / standardError in ${rowsText(wrong.length)}: it is another statistic. beta is used.`,
    );
    return;
  }
  flagRows(
    rows,
    { problem: "inconsistent", column: "statistic", reason: "far from beta / standardError" },
    wrong,
    (i) => z[i],
  );
}

function checkCounts(rows: RawRows, account: ReadingAccount): void {
  const n = numbersOf(rows, "n");
  const cases = numbersOf(rows, "nCases");
  const controls = numbersOf(rows, "nControls");
  flagRows(
    rows,
    { problem: "inconsistent", column: "n", reason: "not the sum of cases and controls" },
    n && cases && controls
      ? rowsWhere(rows.count, (i) => Math.abs(n[i] - cases[i] - controls[i]) > 1)
      : [],
    (i) => n![i],
  );
  if (!n) return;
  let [low, high] = [Infinity, -Infinity];
  for (const value of n) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low < high) {
    account.notices.push(
      `${fileName(account, "n")} varies from ${whole(low)} to ${whole(high)} among variants.`,
    );
  }
}

function checkFrequencies(rows: RawRows, account: ReadingAccount): void {
  const frequency = numbersOf(rows, "effectAlleleFrequency");
  const known = account.roles.get("effectAlleleFrequency")?.known;
  if (!frequency || known === "format") {
    if (!frequency && rows.columns.minorAlleleFrequency) {
      account.notices.push(
        `${fileName(account, "minorAlleleFrequency")} is of the minor allele, whichever that is: the frequency of the effect allele is not known.`,
      );
    }
    return;
  }
  const highest = frequency.reduce((most, value) => (value > most ? value : most), 0);
  if (rows.count >= 30 && highest > 0 && highest <= 0.5) {
    account.notices.push(
      `${fileName(account, "effectAlleleFrequency")} is never above 0.5: it may be the minor allele's frequency and not the effect allele's. If so, pass columns: { effectAlleleFrequency: null }.`,
    );
  }
}
