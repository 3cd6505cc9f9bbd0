import { InvalidArgumentError } from "../errors.ts";
import { normalLnP } from "../stats/normal.ts";
import { effectColumn } from "./effect-column.ts";
import { negLog10Column } from "./p-column.ts";
import { rowsText, numbersOf, rowsWhere, type ReadingAccount } from "./reading-account.ts";
import { whole } from "../words.ts";
import type { RawRows } from "./row-collector.ts";
import { intervalOf, standardErrors } from "./standard-errors.ts";
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
  if (!printed.includes(Infinity)) return printed;
  const zeros = rowsWhere(rows.count, (i) => printed[i] === Infinity);
  const completed = printed.slice();
  let told = 0;
  for (const i of zeros) {
    if (!isTold(i)) continue;
    completed[i] = derived(i);
    told++;
  }
  account.notices.push(
    `P is printed as 0 in ${rowsText(zeros.length)}: ` +
      (told === zeros.length
        ? "it is derived from the effect and its standard error there."
        : `it is derived from the effect and its standard error in ${whole(told)} of them, and −log10 P is infinite in the others.`),
  );
  return completed;
}
