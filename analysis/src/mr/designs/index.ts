export {
  twoStageLeastSquares,
  TwoStageEstimates,
  type SecondStage,
  type TwoStageEstimateColumns,
  type TwoStageOptions,
} from "./two-stage-least-squares.ts";
export { type TwoStageTestColumns } from "./two-stage-tests.ts";
