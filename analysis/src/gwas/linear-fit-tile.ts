import type { LinearFitSetup } from "./linear-fit.ts";

const TILE_BYTES = 2 ** 18;

/** Rows whose sums over missing samples stay in the second cache level until they are used. */
export function rowsATile({ columns, covariateCount }: LinearFitSetup): number {
  const rowBytes = 8 * (covariateCount + 2) * columns.width;
  return Math.max(4, Math.floor(TILE_BYTES / rowBytes));
}
