export { twoStageLeastSquares } from "./two-stage-least-squares.ts";
export { TwoStageEstimates, type TwoStageEstimateColumns } from "./two-stage-estimates.ts";
export type { SecondStage, TwoStageOptions } from "./two-stage-options.ts";
export { type TwoStageTestColumns } from "./two-stage-tests.ts";
export { scan, type ScanOptions } from "./scan.ts";
export type { ScanInput, ScanInputs, ScanStudy } from "./scan-studies.ts";
export { MrScan, type ScanColumns, type ScanPairColumns } from "./scan-table.ts";
