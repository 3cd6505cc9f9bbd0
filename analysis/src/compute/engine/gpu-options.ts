import { env } from "node:process";

/**
 * What the environment says about the GPU: `GENOBOOK_SOFTWARE_GPU=1` allows an adapter that the CPU emulates, for tests;
 * `GENOBOOK_MATRIX_UNITS=1` uses the int8 matrix units of a GPU that offers them, which is experimental.
 */
export function gpuOptions(): { readonly allowSoftware: boolean; readonly matrixUnits: boolean } {
  return {
    allowSoftware: env["GENOBOOK_SOFTWARE_GPU"] === "1",
    matrixUnits: env["GENOBOOK_MATRIX_UNITS"] === "1",
  };
}
