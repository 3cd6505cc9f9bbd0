export { clumpThreshold, type ClumpThresholdOptions } from "./clump-threshold.ts";
export {
  ClumpThreshold,
  type ClumpThresholdColumns,
  type ThresholdColumns,
  type VerdictColumns,
} from "./clump-threshold-result.ts";
export type { BaseVerdict } from "./judge-base.ts";
export { thresholdLadder, USUAL_THRESHOLDS } from "./threshold-ladder.ts";
export { stackClumpThreshold, type StackClumpThresholdOptions } from "./stack-clump-threshold.ts";
export { StackedScore, type StackCandidateColumns } from "./stacked-score.ts";
