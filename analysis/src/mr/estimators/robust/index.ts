import { cml } from "./cml/cml.ts";
import { gsmr } from "./gsmr/gsmr.ts";
import { heterogeneityPenalised } from "./heterogeneity-penalised.ts";
import { lasso } from "./lasso.ts";
import { pressoEstimator } from "./presso/presso-estimator.ts";
import { radialEgger, radialIvw } from "./radial/radial.ts";
import { raps } from "./raps/raps.ts";

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
export { rapsDiagnostics } from "./raps/diagnostics.ts";
export type { RapsDiagnosticsColumns } from "./raps/diagnostics.ts";
export type { RapsOptions } from "./raps/raps.ts";
export type { RapsLoss } from "./raps/loss.ts";
export type { LassoOptions } from "./lasso.ts";
export type { CmlOptions } from "./cml/cml.ts";
export type { GsmrOptions } from "./gsmr/gsmr.ts";
export type { HeterogeneityPenalisedOptions } from "./heterogeneity-penalised.ts";

/** Estimators of this room by name, for the registry of methods. */
export const ROBUST: {
  readonly raps: typeof raps;
  readonly lasso: typeof lasso;
  readonly cml: typeof cml;
  readonly gsmr: typeof gsmr;
  readonly presso: typeof pressoEstimator;
  readonly radialIvw: typeof radialIvw;
  readonly radialEgger: typeof radialEgger;
  readonly heterogeneityPenalised: typeof heterogeneityPenalised;
} = {
  raps,
  lasso,
  cml,
  gsmr,
  presso: pressoEstimator,
  radialIvw,
  radialEgger,
  heterogeneityPenalised,
};
