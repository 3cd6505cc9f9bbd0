export {
  correlation,
  type CorrelationColumns,
  type CorrelationOptions,
  type CorrelationTable,
} from "./correlation.ts";
export { type PairWindow } from "./variant-windows.ts";
export {
  clump,
  Clumps,
  type ClumpColumns,
  type ClumpMemberColumns,
  type ClumpOptions,
} from "./clump.ts";
export { type R2Measure } from "./clump-genotypes.ts";
