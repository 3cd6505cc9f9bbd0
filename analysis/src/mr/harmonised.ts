import type { AttritionColumns } from "../genotypes/attrition.ts";
import { Table, type Provenance } from "../table.ts";
import type { InstrumentEffects } from "./instrument-effects.ts";

/** What became of one instrument. */
export type Verdict =
  | "kept"
  | "kept, alleles swapped"
  | "kept, other strand"
  | "kept, other strand and alleles swapped"
  | "palindromic"
  | "ambiguous strand"
  | "alleles differ"
  | "not in outcome"
  | "duplicated"
  | "missing value"
  | "zero standard error"
  | "other build"
  | "wrong direction"
  | "excluded by hand";

export type HarmonisedColumns = {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  /** The exposure's alleles; both effects are per copy of `effectAllele`. */
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly effectAlleleFrequencyExposure: Float64Array;
  readonly effectAlleleFrequencyOutcome: Float64Array;
  readonly betaExposure: Float64Array;
  readonly standardErrorExposure: Float64Array;
  readonly negLog10PValueExposure: Float64Array;
  readonly nExposure: Float64Array;
  readonly betaOutcome: Float64Array;
  readonly standardErrorOutcome: Float64Array;
  readonly negLog10PValueOutcome: Float64Array;
  readonly nOutcome: Float64Array;
  /** The variant of the outcome that stands in for it, "" for none. */
  readonly proxyVariantId: readonly string[];
  readonly isPalindromic: Uint8Array;
  /** 1 where estimators use the row. */
  readonly isKept: Uint8Array;
  readonly verdict: readonly Verdict[];
  /** The verdict's reason in words. */
  readonly reason: readonly string[];
};

/** What is known of a trait beyond its effects. */
export interface MrTrait {
  readonly name: string;
  /** Of the effects: `SD`, `log odds`, `mmol/L`. */
  readonly unit?: string | undefined;
  readonly cases?: number | undefined;
  readonly controls?: number | undefined;
  /** Of a binary trait in the population, for the liability scale. */
  readonly prevalence?: number | undefined;
  readonly build?: string | undefined;
  /** File or study, for the report. */
  readonly source?: string | undefined;
}

/** Instruments of one exposure and one outcome on the same alleles, with what became of each. */
export class Harmonised extends Table<HarmonisedColumns> {
  readonly exposure: MrTrait;
  readonly outcome: MrTrait;
  /** From all variants of the exposure to the instruments that estimators use. */
  readonly attrition: Table<AttritionColumns>;
  readonly notices: readonly string[];
  /** Correlation of the kept instruments' effect alleles, row-major in their order; absent when taken as independent. */
  readonly correlation: Float64Array | undefined;

  constructor(
    columns: HarmonisedColumns,
    provenance: Provenance,
    account: Pick<Harmonised, "exposure" | "outcome" | "attrition" | "notices" | "correlation">,
  ) {
    super(columns, provenance);
    this.exposure = account.exposure;
    this.outcome = account.outcome;
    this.attrition = account.attrition;
    this.notices = account.notices;
    this.correlation = account.correlation;
  }

  /** Rows that estimators use, in their order. */
  get keptRows(): number[] {
    return Array.from({ length: this.rowCount }, (_, i) => i).filter(
      (i) => this.columns.isKept[i] === 1,
    );
  }

  /** The kept instruments' numbers, as estimators take them. */
  get effects(): InstrumentEffects {
    const rows = this.keptRows;
    const { columns } = this;
    const pick = (column: Float64Array): Float64Array =>
      Float64Array.from(rows, (row) => column[row]);
    return {
      exposure: this.exposure.name,
      outcome: this.outcome.name,
      variantId: rows.map((row) => columns.variantId[row]),
      betaExposure: pick(columns.betaExposure),
      standardErrorExposure: pick(columns.standardErrorExposure),
      betaOutcome: pick(columns.betaOutcome),
      standardErrorOutcome: pick(columns.standardErrorOutcome),
      correlation: this.correlation,
    };
  }
}
