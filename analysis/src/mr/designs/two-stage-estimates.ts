import type { AttritionColumns } from "../../genotypes/attrition.ts";
import { Table, type Provenance } from "../../table.ts";
import type { TwoStageTestColumns } from "./two-stage-tests.ts";

export type TwoStageEstimateColumns = {
  readonly exposure: readonly string[];
  readonly outcome: readonly string[];
  readonly method: readonly string[];
  readonly n: Uint32Array;
  readonly instrumentCount: Uint32Array;
  /** Outcome units, or log odds, per unit of the exposure. */
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  /** HC1; of a logistic second stage, robust and with the first stage's uncertainty. */
  readonly robustStandardError: Float64Array;
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** Partial F of all instruments in the exposure's first stage. */
  readonly firstStageF: Float64Array;
  /** Sanderson–Windmeijer; the first-stage F where there is one exposure. */
  readonly conditionalF: Float64Array;
  readonly partialR2: Float64Array;
  /** NaN where the set has no such end, or for several exposures. */
  readonly andersonRubinLower: Float64Array;
  readonly andersonRubinUpper: Float64Array;
  readonly andersonRubin: readonly string[];
};

/** Effects from individuals, with the tests of their assumptions. Holds nothing of any person. */
export class TwoStageEstimates extends Table<TwoStageEstimateColumns> {
  /** Wu–Hausman, Sargan, Hansen J and Anderson–Rubin, on the linear second stage. */
  readonly tests: Table<TwoStageTestColumns>;
  readonly attrition: Table<AttritionColumns>;
  readonly notices: readonly string[];

  constructor(
    columns: TwoStageEstimateColumns,
    provenance: Provenance,
    account: Pick<TwoStageEstimates, "tests" | "attrition" | "notices">,
  ) {
    super(columns, provenance);
    this.tests = account.tests;
    this.attrition = account.attrition;
    this.notices = account.notices;
  }
}
