import { InvalidArgumentError } from "../errors.ts";
import { normalQuantile } from "../stats/normal.ts";
import type { EffectColumn } from "./effect-column.ts";
import { zOf } from "./p-column.ts";
import {
  fileName,
  flagRows,
  median,
  numbersOf,
  rowsWhere,
  sampleRows,
  type ReadingAccount,
} from "./reading-account.ts";
import type { RawRows } from "./row-collector.ts";
import type { ReadSummaryOptions } from "./summary-options.ts";

export interface Interval {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly isOfRatio: boolean;
}

/** The file's intervals, on the scale of the effect that they hold. */
export function intervalOf(
  rows: RawRows,
  { beta, ratio }: EffectColumn,
  account: ReadingAccount,
): Interval | undefined {
  const lower = numbersOf(rows, "ciLower");
  const upper = numbersOf(rows, "ciUpper");
  if (!lower || !upper) return undefined;
  const holds = (effect: Float64Array | undefined): number =>
    effect
      ? sampleRows(rows.count, (i) => lower[i] <= effect[i] && effect[i] <= upper[i]).length
      : 0;
  const isOfRatio = ratio !== undefined && holds(ratio) >= holds(beta);
  const effect = isOfRatio ? ratio : beta;
  const flag = (column: string, ends: Float64Array): void => {
    flagRows(
      rows,
      { problem: "impossible", column, reason: "an interval of a ratio is positive" },
      isOfRatio ? rowsWhere(rows.count, (i) => ends[i] <= 0) : [],
      (i) => ends[i],
    );
  };
  flag("ciLower", lower);
  flag("ciUpper", upper);
  flagRows(
    rows,
    { problem: "inconsistent", column: "ciLower", reason: "the interval does not hold the effect" },
    rowsWhere(
      rows.count,
      (i) => effect !== undefined && (lower[i] > effect[i] || upper[i] < effect[i]),
    ),
    (i) => `${lower[i]}–${upper[i]}`,
  );
  const clean = (ends: Float64Array): Float64Array =>
    isOfRatio ? ends.map((end) => (end > 0 ? end : NaN)) : ends;
  if (isOfRatio) account.derived.delete("ciLower");
  return { lower: clean(lower), upper: clean(upper), isOfRatio };
}

/** Standard errors of beta: the file's, or out of intervals, z scores or P values; undefined when nothing tells them. */
export function standardErrors(
  rows: RawRows,
  effect: EffectColumn,
  interval: Interval | undefined,
  printed: Float64Array | undefined,
  options: ReadSummaryOptions,
  account: ReadingAccount,
): Float64Array | undefined {
  const given = numbersOf(rows, "standardError");
  const { beta } = effect;
  if (given) return onLogScale(rows, given, effect, printed, options, account);
  if (!beta) return undefined;
  if (interval) {
    const level = options.confidenceLevel ?? 0.95;
    if (!(level > 0 && level < 1)) {
      throw new InvalidArgumentError("confidenceLevel", {
        what: `A confidence level of ${level} is none.`,
        why: "It is a probability.",
        remedy: "Pass for example confidenceLevel: 0.95.",
      });
    }
    const width = 2 * normalQuantile((1 + level) / 2);
    const scale = interval.isOfRatio ? Math.log : (value: number) => value;
    account.derived.set(
      "standardError",
      `${interval.isOfRatio ? "logarithms of the ends" : "ends"} of the ${100 * level} % interval`,
    );
    account.notices.push(
      `Standard errors are derived from the ${100 * level} % intervals${interval.isOfRatio ? " on the logarithmic scale" : ""}.`,
    );
    return beta.map((_, i) => {
      const error = (scale(interval.upper[i]) - scale(interval.lower[i])) / width;
      return error > 0 ? error : NaN;
    });
  }
  const statistic = numbersOf(rows, "statistic");
  const z = statistic ? statistic.map(Math.abs) : printed?.map((log) => zOf(log));
  if (!z) return undefined;
  const from = statistic ? fileName(account, "statistic") : "P";
  account.derived.set("standardError", `beta and ${from}`);
  account.notices.push(
    `The file has no standard errors: they are |beta| divided by the z score that ${from} tells; rows with beta 0 or P 1 have none.`,
  );
  return beta.map((value, i) => {
    const error = Math.abs(value) / z[i];
    return error > 0 && error < Infinity ? error : NaN;
  });
}

/** Some programs print the standard error of the ratio itself, which is ratio times that of its logarithm. */
function onLogScale(
  rows: RawRows,
  given: Float64Array,
  { beta, ratio, isFromRatio, ratioRole }: EffectColumn,
  printed: Float64Array | undefined,
  { standardErrorOf }: ReadSummaryOptions,
  account: ReadingAccount,
): Float64Array {
  if (!beta || !ratio || !isFromRatio || standardErrorOf === "logarithm") return given;
  const name = fileName(account, "standardError");
  if (standardErrorOf !== "ratio") {
    if (!printed) {
      account.notices.push(
        `${name} is taken for the standard error of the logarithm of ${fileName(account, ratioRole)}; without P values this cannot be checked. Else pass standardErrorOf: "ratio".`,
      );
      return given;
    }
    if (!isErrorOfRatio(rows.count, beta, ratio, given, printed)) return given;
    account.notices.push(
      `${name} agrees with P only as the standard error of ${fileName(account, ratioRole)} itself: it is divided by the ratio. Else pass standardErrorOf: "logarithm".`,
    );
  }
  account.byValues.set("standardError", "standard error of the ratio, divided by the ratio");
  return given.map((error, i) => error / ratio[i]);
}

function isErrorOfRatio(
  count: number,
  beta: Float64Array,
  ratio: Float64Array,
  error: Float64Array,
  printed: Float64Array,
): boolean {
  const sample = sampleRows(
    count,
    (i) => Math.abs(beta[i]) > 0.05 && error[i] > 0 && printed[i] > 0.7 && printed[i] < 300,
  );
  const away = (errorOf: (row: number) => number): number =>
    median(sample.map((i) => Math.abs(Math.log(Math.abs(beta[i]) / errorOf(i) / zOf(printed[i])))));
  const asRatio = away((i) => error[i] / ratio[i]);
  return sample.length >= 3 && asRatio < 0.05 && away((i) => error[i]) > 3 * asRatio + 0.01;
}
