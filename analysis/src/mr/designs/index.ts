export { twoStageLeastSquares } from "./two-stage-least-squares.ts";
export { TwoStageEstimates, type TwoStageEstimateColumns } from "./two-stage-estimates.ts";
export type { SecondStage, TwoStageOptions } from "./two-stage-options.ts";
export { type TwoStageTestColumns } from "./two-stage-tests.ts";
export { scan, type ScanOptions } from "./scan.ts";
export type { ScanInput, ScanInputs, ScanStudy } from "./scan-studies.ts";
export { MrScan, type ScanColumns, type ScanPairColumns } from "./scan-table.ts";
export {
  Colocalisation,
  colocalisation,
  type ColocalisationColumns,
  type ColocalisationOptions,
  type ColocalisationTrait,
} from "./colocalisation.ts";
export {
  drugTarget,
  type ColocalisationGate,
  type ColocalisationHook,
  type DrugTarget,
  type DrugTargetOptions,
  type SharedCause,
} from "./drug-target.ts";
export { type LdConsistency, type LdConsistencyColumns } from "./ld-consistency.ts";
export {
  principalComponentsIvw,
  type PrincipalComponentsIvwOptions,
} from "./principal-components-ivw.ts";
export {
  bidirectional,
  type Bidirectional,
  type BidirectionalOptions,
  type Direction,
} from "./bidirectional.ts";
export {
  mediation,
  MrMediation,
  type MediationColumns,
  type MediationOptions,
} from "./mediation.ts";
export { type MediationEffect } from "./mediation-effects.ts";
