import { InvalidArgumentError } from "../../errors.ts";
import { Table, type Columns, type Provenance } from "../../table.ts";
import type { RefusalCode } from "../mr-errors.ts";
import type { Estimate } from "./estimator.ts";

export type MrEstimateColumns = Columns & {
  /** The method with its conventions, for people. */
  readonly method: readonly string[];
  /** The method with its options, for code: `ivw.fixed`. */
  readonly methodId: readonly string[];
  readonly exposure: readonly string[];
  readonly outcome: readonly string[];
  readonly variantCount: Int32Array;
  /** Change of the outcome for one unit of the exposure. */
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** NaN where a method draws no random numbers. */
  readonly seed: Float64Array;
  /** Why there is no estimate; "" where there is one. */
  readonly errorCode: readonly (RefusalCode | "")[];
  readonly reason: readonly string[];
};

/**
 * Causal effects, a row a method; with `oddsRatio` and its interval where effects on the outcome are log odds.
 *
 * @see details for what a method gives beyond its row
 */
export class MrEstimates extends Table<MrEstimateColumns> {
  /** What readers of the numbers have to know, in sentences that begin with the method. */
  readonly notices: readonly string[];
  readonly #estimates: ReadonlyMap<string, Estimate>;

  constructor(
    columns: MrEstimateColumns,
    provenance: Provenance,
    account: {
      readonly notices: readonly string[];
      readonly estimates: ReadonlyMap<string, Estimate>;
    },
  ) {
    super(columns, provenance);
    this.notices = account.notices;
    this.#estimates = account.estimates;
  }

  /**
   * Everything that a method gave: intercept, heterogeneity, excluded variants, notes.
   *
   * @param methodId - as in the column of this name
   * @throws InvalidArgumentError when it is not there, or gave no estimate
   * @example
   * const intercept = estimates.details("egger").details.intercept;
   */
  details(methodId: string): Estimate {
    const estimate = this.#estimates.get(methodId);
    if (estimate) return estimate;
    const row = this.columns.methodId.indexOf(methodId);
    throw new InvalidArgumentError("methodId", {
      what: row < 0 ? `There is no estimate by ${methodId}.` : `${methodId} gave no estimate.`,
      why: row < 0 ? `There are ${this.columns.methodId.join(", ")}.` : this.columns.reason[row],
      remedy: "Choose one of the rows that have a number.",
    });
  }
}
