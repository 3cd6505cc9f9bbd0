import type { AttritionColumns } from "../../genotypes/attrition.ts";
import { Table, type Column, type Provenance } from "../../table.ts";
import type { MrTrait, Verdict } from "../harmonised.ts";
import type { MultivariableEffects } from "./multivariable-effects.ts";

/** What became of one variant. */
export type MultivariableVerdict = Verdict | "not in every exposure";

/** Beside these a pair `betaExposure1`, `standardErrorExposure1` … for each exposure, in the order of `exposures`. */
export type MultivariableHarmonisedColumns = Readonly<Record<string, Column>> & {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  /** All effects are per copy of it. */
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  /** Exposures that the variant is an instrument of. */
  readonly instrumentOf: readonly string[];
  readonly betaOutcome: Float64Array;
  readonly standardErrorOutcome: Float64Array;
  readonly isPalindromic: Uint8Array;
  /** 1 where estimators use the row. */
  readonly isKept: Uint8Array;
  readonly verdict: readonly MultivariableVerdict[];
  /** The verdict's reason in words. */
  readonly reason: readonly string[];
};

/** Variants of several exposures and one outcome on the same alleles, with what became of each. */
export class MultivariableHarmonised extends Table<MultivariableHarmonisedColumns> {
  readonly exposures: readonly MrTrait[];
  readonly outcome: MrTrait;
  readonly attrition: Table<AttritionColumns>;
  readonly notices: readonly string[];
  /** People behind each exposure and, last, behind the outcome; NaN where unknown. */
  readonly sampleSizes: readonly number[];
  /** Correlation of the kept variants' effect alleles, row-major in their order; absent when taken as independent. */
  readonly correlation: Float64Array | undefined;

  constructor(
    columns: MultivariableHarmonisedColumns,
    provenance: Provenance,
    account: Pick<
      MultivariableHarmonised,
      "exposures" | "outcome" | "attrition" | "notices" | "sampleSizes" | "correlation"
    >,
  ) {
    super(columns, provenance);
    this.exposures = account.exposures;
    this.outcome = account.outcome;
    this.attrition = account.attrition;
    this.notices = account.notices;
    this.sampleSizes = account.sampleSizes;
    this.correlation = account.correlation;
  }

  /** Rows that estimators use, in their order. */
  get keptRows(): number[] {
    return Array.from({ length: this.rowCount }, (_, i) => i).filter(
      (i) => this.columns.isKept[i] === 1,
    );
  }

  /** The kept variants' numbers, as estimators take them. */
  get effects(): MultivariableEffects {
    const rows = this.keptRows;
    const pick = (name: string): Float64Array =>
      Float64Array.from(rows, (row) => (this.columns[name] as Float64Array)[row]);
    return {
      exposures: this.exposures.map(({ name }) => name),
      outcome: this.outcome.name,
      variantId: rows.map((row) => this.columns.variantId[row]),
      betaExposures: this.exposures.map((_, i) => pick(`betaExposure${i + 1}`)),
      standardErrorExposures: this.exposures.map((_, i) => pick(`standardErrorExposure${i + 1}`)),
      betaOutcome: pick("betaOutcome"),
      standardErrorOutcome: pick("standardErrorOutcome"),
      sampleSizes: this.sampleSizes,
      correlation: this.correlation,
    };
  }
}
