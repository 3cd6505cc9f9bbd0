export {
  correlation,
  type CorrelationColumns,
  type CorrelationOptions,
  type CorrelationTable,
} from "./correlation.ts";
export { panel, type MemoryLdPanel } from "./panel.ts";
export {
  openPanel,
  writePanel,
  type StoredLdPanel,
  type WritePanelOptions,
  type WrittenPanel,
} from "./ld-store.ts";
export type { LdPrecision } from "./ld-store-block.ts";
export { CorruptFileError, UnsupportedVersionError } from "./ld-store-errors.ts";
export {
  scores,
  type LdScoreColumns,
  type LdScoreOptions,
  type LdScoreTable,
} from "./ld-scores.ts";
export {
  check,
  type LdBlockColumns,
  type LdCheck,
  type LdCheckOptions,
  type LdIssueColumns,
  type LdMatchColumns,
} from "./ld-check.ts";
export type { LdVerdict } from "./ld-check-account.ts";
export type { LdStudy } from "./ld-match.ts";
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
export { prune, type PrunedColumns, type PruneOptions, type PruneResult } from "./prune.ts";
export { type R2Measure } from "./clump-genotypes.ts";
