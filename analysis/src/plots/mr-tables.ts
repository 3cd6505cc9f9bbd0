import type { PlotTable } from "./plot-tables.ts";

/** What plots of Mendelian randomization read: a table with named columns. */
export type MrTable = PlotTable;

/** A trait as axes and sentences name it. */
export interface MrPlotTrait {
  readonly name: string;
  /** Of the effects: `SD`, `log odds`. */
  readonly unit?: string | undefined;
}

/**
 * What `mr.harmonise` gives, or any table with `variantId`, `betaExposure`, `standardErrorExposure`, `betaOutcome` and
 * `standardErrorOutcome`. Rows with `isKept` 0 are left out.
 */
export interface HarmonisedTable extends MrTable {
  readonly exposure?: MrPlotTrait | undefined;
  readonly outcome?: MrPlotTrait | undefined;
}

/** What `mr.estimate` gives: a row a method with `method` and `beta`; also `methodId`, interval, `intercept`, `reason`. */
export interface EstimatesTable extends MrTable {
  /** What else a method gave, of which plots read Egger's intercept. */
  details?(methodId: string): unknown;
}
