export { auc, compareAuc, type Auc, type AucComparison } from "./auc.ts";
export { decisionCurve, type DecisionCurveColumns } from "./decision-curve.ts";
export { NotEvaluableError, SeenInTuningError, type EvaluationCode } from "./evaluation-errors.ts";
export type { Outcome, PersonValues } from "./evaluation-people.ts";
export type { EvaluateOptions, EvaluationSettings } from "./evaluate-options.ts";
export { evaluate, type Evaluation } from "./evaluate.ts";
export type {
  CalibrationColumns,
  DecisionColumns,
  DensityColumns,
  GroupColumns,
  MeasureColumns,
  RocColumns,
  StrataTestColumns,
  StratumColumns,
  SurvivalColumns,
} from "./evaluation-tables.ts";
export { expectedR2, liabilityR2, type LiabilityR2 } from "./liability-scale.ts";
export type { Measure } from "./measure.ts";
export { overlap, type BaseStudy, type OverlapColumns } from "./overlap.ts";
export { personUncertainty, type PersonUncertaintyColumns } from "./person-uncertainty.ts";
export { reclassification, type Reclassification } from "./reclassification.ts";
export {
  reportingTable,
  type ReportingColumns,
  type ReportingItem,
  type ReportingOptions,
} from "./reporting-table.ts";
export { calibration, type Calibration, type CalibrationBinColumns } from "./risk-quality.ts";
export { split, type Split, type TestSet, type TuningSet } from "./split.ts";
export type { StratumReference } from "./stratum-effects.ts";
export { tune, type CandidateColumns, type TunedModel, type TunedScore } from "./tune.ts";
