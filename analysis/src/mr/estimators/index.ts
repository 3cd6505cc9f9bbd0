export type { Estimate, EstimateDetail, EstimationSettings, Estimator } from "./estimator.ts";
