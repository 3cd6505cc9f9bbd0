export {
  correlation,
  type CorrelationColumns,
  type CorrelationOptions,
  type CorrelationTable,
} from "./correlation.ts";
export { panel, type MemoryLdPanel } from "./panel.ts";
export type { LdBlock, LdPanel, LdVariants } from "./ld-panel.ts";
export type {
  LdBoundaries,
  LdPanelOptions,
  LdSplitting,
  LdWindow,
  LdWindowOptions,
} from "./panel-options.ts";
export { type PairWindow } from "./variant-windows.ts";
export {
  clump,
  Clumps,
  type ClumpColumns,
  type ClumpMemberColumns,
  type ClumpOptions,
} from "./clump.ts";
export { type R2Measure } from "./clump-genotypes.ts";
