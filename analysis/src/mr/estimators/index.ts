export type { Estimate, EstimateDetail, EstimationSettings, Estimator } from "./estimator.ts";
export { estimate, type EstimateOptions } from "./estimate.ts";
export { MrEstimates, type MrEstimateColumns } from "./mr-estimates.ts";
export { methods, type MethodId, type Methods } from "./registry.ts";
export type { ContaminationMixtureOptions } from "./contamination-mixture.ts";
export type { DivwOptions } from "./divw.ts";
export type { EggerOptions } from "./egger.ts";
export type { GripOptions } from "./grip.ts";
export type { Distribution } from "./inference.ts";
export type { IvwOptions } from "./ivw.ts";
export type { Dispersion } from "./line-fit.ts";
export type { MaximumLikelihoodOptions } from "./maximum-likelihood.ts";
export type {
  PenalisedMedianOptions,
  SimpleMedianOptions,
  WeightedMedianOptions,
} from "./median.ts";
export type { ModeOptions } from "./mode.ts";
export type { PivwOptions } from "./pivw.ts";
export type { RatioWeights } from "./ratios.ts";
export type { UnweightedOptions } from "./unweighted.ts";
export type { WaldRatioOptions } from "./wald-ratio.ts";
export { presso, radial, rapsDiagnostics } from "./robust/index.ts";
export type {
  CmlOptions,
  GsmrOptions,
  HeterogeneityPenalisedOptions,
  LassoOptions,
  PressoDistortion,
  PressoEstimateColumns,
  PressoInput,
  PressoOutlierColumns,
  PressoResult,
  PressoSettings,
  RadialColumns,
  RadialModel,
  RadialModelOptions,
  RadialOptions,
  RadialResult,
  RadialWeights,
  RapsDiagnosticsColumns,
  RapsLoss,
  RapsOptions,
  SimulatedP,
} from "./robust/index.ts";
