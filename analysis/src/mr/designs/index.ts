export {
  twoStageLeastSquares,
  TwoStageEstimates,
  type SecondStage,
  type TwoStageEstimateColumns,
  type TwoStageOptions,
} from "./two-stage-least-squares.ts";
export { type TwoStageTestColumns } from "./two-stage-tests.ts";
export { scan, type ScanOptions } from "./scan.ts";
export type { ScanInput, ScanInputs, ScanStudy } from "./scan-studies.ts";
export { MrScan, type ScanColumns, type ScanPairColumns } from "./scan-table.ts";
