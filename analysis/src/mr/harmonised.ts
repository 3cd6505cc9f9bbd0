import type { ComputeOptions } from "../compute/run-method.ts";
import type { AttritionColumns } from "../genotypes/attrition.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { Table, type Provenance } from "../table.ts";
import { squareOf } from "./harmonise/correlation-matrix.ts";
import { allBut, excludeVariants } from "./harmonise/changed-instruments.ts";
import { harmonisedHtml, harmonisedText } from "./harmonise/harmonised-display.ts";
import { instrumentCorrelation } from "./harmonise/instrument-correlation.ts";
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
      sampleSize: smallest([...pick(columns.nExposure), ...pick(columns.nOutcome)]),
    };
  }

  /**
   * The same without these variants, which stay in the table as "excluded by hand".
   *
   * @throws InvalidArgumentError for a name that no row has
   * @example
   * const fewer = harmonised.without(harmonised.columns.variantId[0]);
   */
  without(...variantIds: readonly string[]): Harmonised {
    const { columns, attrition, correlation } = excludeVariants(this, variantIds);
    const { verdict, variantId } = columns;
    const provenance = {
      ...this.provenance,
      kept: columns.isKept.reduce((sum, kept) => sum + kept, 0),
      excludedByHand: variantId.filter((_, row) => verdict[row] === "excluded by hand"),
    };
    return new Harmonised(columns, provenance, { ...accountOf(this), attrition, correlation });
  }

  /** The same with only these of the kept variants. */
  only(...variantIds: readonly string[]): Harmonised {
    return this.without(...allBut(this, variantIds));
  }

  /**
   * The same with the correlation of the kept variants' effect alleles, for estimators of correlated instruments.
   *
   * @param given - k × k in the order of the kept rows, or genotypes of a panel that has them all
   * @throws InvalidArgumentError for what is no correlation matrix, NoOverlapError when the panel lacks a variant
   */
  withCorrelation(given: ArrayLike<number> | readonly ArrayLike<number>[]): Harmonised;
  withCorrelation(given: { readonly genotypes: Genotypes } & ComputeOptions): Promise<Harmonised>;
  withCorrelation(
    given:
      | ArrayLike<number>
      | readonly ArrayLike<number>[]
      | ({ readonly genotypes: Genotypes } & ComputeOptions),
  ): Harmonised | Promise<Harmonised> {
    const { columns, provenance } = this;
    const made = (correlation: Float64Array): Harmonised =>
      new Harmonised(columns, provenance, { ...accountOf(this), correlation });
    if (!("genotypes" in given)) return made(squareOf(given, this.keptRows.length));
    const { genotypes, ...options } = given;
    return instrumentCorrelation(this, genotypes, options).then(made);
  }
}

function accountOf(harmonised: Harmonised): ConstructorParameters<typeof Harmonised>[2] {
  const { exposure, outcome, attrition, notices, correlation } = harmonised;
  return { exposure, outcome, attrition, notices, correlation };
}

function smallest(counts: readonly number[]): number | undefined {
  const known = counts.filter((count) => count > 0);
  return known.length > 0 ? Math.min(...known) : undefined;
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(Harmonised.prototype, Symbol.for("Jupyter.display"), {
  value(this: Harmonised) {
    return { "text/plain": harmonisedText(this), "text/html": harmonisedHtml(this) };
  },
});
Object.defineProperty(Harmonised.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Harmonised) {
    return harmonisedText(this);
  },
});
