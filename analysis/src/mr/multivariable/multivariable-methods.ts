import { multivariableCml } from "./cml.ts";
import { multivariableEgger } from "./egger.ts";
import { multivariableIvw } from "./ivw.ts";
import { multivariableLasso } from "./lasso.ts";
import { multivariableLiml } from "./liml.ts";
import { multivariableMedian } from "./median.ts";

/** Multivariable estimators by name; call one with options to settle its conventions. */
export const multivariableMethods: {
  readonly ivw: typeof multivariableIvw;
  readonly egger: typeof multivariableEgger;
  readonly median: typeof multivariableMedian;
  readonly lasso: typeof multivariableLasso;
  readonly liml: typeof multivariableLiml;
  readonly cml: typeof multivariableCml;
} = {
  ivw: multivariableIvw,
  egger: multivariableEgger,
  median: multivariableMedian,
  lasso: multivariableLasso,
  liml: multivariableLiml,
  cml: multivariableCml,
};

export type MultivariableMethodName = keyof typeof multivariableMethods;
