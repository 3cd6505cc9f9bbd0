import { normalLnP, normalQuantile, normalQuantileOfLnP } from "../stats/normal.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { RawRows } from "./row-collector.ts";
import {
  counted,
  fileName,
  flagRows,
  median,
  numbersOf,
  rowsWhere,
  sampleRows,
  type ReadingAccount,
} from "./reading-account.ts";
import { negLog10Column } from "./p-column.ts";
import type { ReadSummaryOptions } from "./summary-options.ts";

/** Effects of every row on the scale of beta. */
export interface CompletedEffects {
  readonly beta: Float64Array;
  readonly oddsRatio?: Float64Array | undefined;
  readonly hazardRatio?: Float64Array | undefined;
  readonly standardError: Float64Array;
  readonly ciLower?: Float64Array | undefined;
  readonly ciUpper?: Float64Array | undefined;
  readonly statistic?: Float64Array | undefined;
  readonly negLog10PValue: Float64Array;
}

/** Effects, standard errors and P values of every row, from what a file has of them. */
export function completeEffects(
  rows: RawRows,
  options: ReadSummaryOptions,
  account: ReadingAccount,
): CompletedEffects {
  const printed = negLog10Column(rows, account);
  const effect = effectColumn(rows, printed, account);
  const interval = intervalOf(rows, effect, account);
  let { beta } = effect;
  let standardError = standardErrors(rows, effect, interval, printed, options, account);
  const statistic = numbersOf(rows, "statistic");
  if (!beta) {
    const derived = options.effectsFromZ ? effectsFromZ(rows, account) : undefined;
    if (!derived) {
      account.notices.push(
        statistic
          ? "The file has z scores and no effects: beta is missing. With effectsFromZ: true it is derived in SD units from z, allele frequency and n."
          : "The file has no effects: beta is missing in all rows.",
      );
    }
    beta = derived?.beta ?? nothing(rows.count);
    standardError ??= derived?.standardError;
  }
  standardError ??= nothing(rows.count);
  const negLog10PValue = completedP(rows, { printed, beta, standardError, statistic }, account);
  return {
    beta,
    oddsRatio: effect.ratioRole === "oddsRatio" ? effect.ratio : undefined,
    hazardRatio: effect.ratioRole === "hazardRatio" ? effect.ratio : undefined,
    standardError,
    ciLower: interval?.lower,
    ciUpper: interval?.upper,
    statistic,
    negLog10PValue,
  };
}

function nothing(count: number): Float64Array {
  return new Float64Array(count).fill(NaN);
}

/** The effect on the scale of beta, and the ratio that it is the logarithm of, where the file has one. */
export interface EffectColumn {
  readonly beta: Float64Array | undefined;
  readonly ratio: Float64Array | undefined;
  readonly ratioRole: "oddsRatio" | "hazardRatio";
  /** True when beta is the logarithm of the ratio column. */
  readonly isFromRatio: boolean;
}

function effectColumn(
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
      `${ratioName} is below 0 in ${counted(negative)} of ${counted(rows.count)} rows, which no ratio is: it is read as its logarithm, beta.`,
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

interface Interval {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly isOfRatio: boolean;
}

function intervalOf(
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

function standardErrors(
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

/** Effects per SD of the trait. @see Zhu et al. 2016, doi:10.1038/ng.3538 (equations of the methods) */
function effectsFromZ(
  rows: RawRows,
  account: ReadingAccount,
): { beta: Float64Array; standardError: Float64Array } | undefined {
  const z = numbersOf(rows, "statistic");
  const frequency = numbersOf(rows, "effectAlleleFrequency");
  const n = numbersOf(rows, "n");
  if (!z || !frequency || !n) {
    throw new InvalidArgumentError("effectsFromZ", {
      what: "Effects cannot be derived from z scores of this file.",
      why: `It has no ${[!z && "z scores (statistic)", !frequency && "effectAlleleFrequency", !n && "n"].filter(Boolean).join(" and no ")}.`,
      remedy:
        'Name the columns, for example columns: { effectAlleleFrequency: "Freq1", n: "N" }, or leave effectsFromZ out.',
    });
  }
  const standardError = z.map((value, i) => {
    const variance = 2 * frequency[i] * (1 - frequency[i]);
    const error = 1 / Math.sqrt(variance * (n[i] + value * value));
    return error < Infinity ? error : NaN;
  });
  account.derived.set("beta", "z · standardError, in SD units of the trait");
  account.derived.set("standardError", "1/√(2f(1−f)(n + z²))");
  account.notices.push(
    "beta and its standard error are derived from z, allele frequency and n, in SD units of the trait.",
  );
  return { beta: z.map((value, i) => value * standardError[i]), standardError };
}

/** |z| of −log10 of a two-sided P. */
function zOf(negLog10: number): number {
  return normalQuantileOfLnP(-negLog10 * Math.LN10);
}

function completedP(
  rows: RawRows,
  {
    printed,
    beta,
    standardError,
    statistic,
  }: {
    readonly printed: Float64Array | undefined;
    readonly beta: Float64Array;
    readonly standardError: Float64Array;
    readonly statistic: Float64Array | undefined;
  },
  account: ReadingAccount,
): Float64Array {
  const chiSquare = numbersOf(rows, "chiSquare");
  const derived = (i: number): number => {
    const z = beta[i] / standardError[i];
    const known = !Number.isNaN(z) ? z : (statistic?.[i] ?? NaN);
    const any = !Number.isNaN(known) ? known : Math.sqrt(chiSquare?.[i] ?? NaN);
    return normalLnP(any) / -Math.LN10 || 0;
  };
  const isTold = (i: number): boolean =>
    !Number.isNaN(beta[i] / standardError[i]) ||
    !Number.isNaN(statistic?.[i] ?? NaN) ||
    !Number.isNaN(chiSquare?.[i] ?? NaN);
  if (!printed) {
    const from = standardError.some((error) => !Number.isNaN(error))
      ? "beta and its standard error"
      : statistic
        ? "z"
        : "chi-square";
    account.derived.set("negLog10PValue", `${from}, by the normal distribution`);
    account.notices.push(
      `The file has no P values: they are derived from ${from} by the normal distribution.`,
    );
    return beta.map((_, i) => (isTold(i) ? derived(i) : NaN));
  }
  const zeros = rowsWhere(rows.count, (i) => printed[i] === Infinity);
  if (zeros.length === 0) return printed;
  const completed = printed.slice();
  let told = 0;
  for (const i of zeros) {
    if (!isTold(i)) continue;
    completed[i] = derived(i);
    told++;
  }
  account.notices.push(
    `P is printed as 0 in ${counted(zeros.length)} rows: ` +
      (told === zeros.length
        ? "it is derived from the effect and its standard error there."
        : `it is derived from the effect and its standard error in ${counted(told)} of them, and −log10 P is infinite in the others.`),
  );
  return completed;
}
