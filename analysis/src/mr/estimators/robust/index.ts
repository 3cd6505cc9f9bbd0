export { presso } from "./presso/presso.ts";
export type {
  PressoDistortion,
  PressoOutlierColumns,
  PressoResult,
  PressoSettings,
  SimulatedP,
} from "./presso/presso.ts";
export type { PressoInput } from "./presso/problem.ts";
export type { PressoEstimateColumns } from "./presso/regression.ts";
export { radial } from "./radial/radial.ts";
export type { RadialOptions, RadialResult } from "./radial/radial.ts";
export type { RadialColumns, RadialModel, RadialModelOptions } from "./radial/model.ts";
export type { RadialWeights } from "./radial/weights.ts";
