export {
  conditionalStrength,
  type ConditionalStrengthOptions,
  type StrengthColumns,
  type StrengthConvention,
} from "./conditional-strength.ts";
export { type MultivariableCmlOptions } from "./cml.ts";
export { type MultivariableEggerOptions } from "./egger.ts";
export { type ErrorCorrelationOptions } from "./error-correlation.ts";
export {
  harmoniseMultivariable,
  type HarmoniseMultivariableOptions,
} from "./harmonise-multivariable.ts";
export { type MultivariableIvwOptions } from "./ivw.ts";
export { type MultivariableLassoOptions } from "./lasso.ts";
export {
  multivariable,
  MultivariableEstimates,
  type MultivariableColumns,
  type MultivariableOptions,
} from "./multivariable.ts";
export { type MultivariableEffects } from "./multivariable-effects.ts";
export {
  type MultivariableEstimate,
  type MultivariableEstimator,
  type MultivariableSettings,
} from "./multivariable-estimator.ts";
export {
  multivariableFromArrays,
  type GivenMultivariableEffects,
  type GivenTrait,
} from "./multivariable-from-arrays.ts";
export {
  MultivariableHarmonised,
  type MultivariableHarmonisedColumns,
  type MultivariableVerdict,
} from "./multivariable-harmonised.ts";
export { multivariableMethods, type MultivariableMethodName } from "./multivariable-methods.ts";
export {
  multivariableSensitivity,
  type MultivariableHeterogeneityColumns,
  type MultivariableSensitivity,
  type MultivariableSensitivityOptions,
  type VariantContributionColumns,
} from "./multivariable-sensitivity.ts";
