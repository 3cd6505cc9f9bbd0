export type { AssociationTable } from "./associations.ts";
export {
  GENOME_WIDE_P,
  leadVariants,
  LOCUS_WINDOW_BP,
  SUGGESTIVE_P,
  type LeadVariantOptions,
} from "./lead-variants.ts";
export { manhattan, type ManhattanOptions } from "./manhattan.ts";
export { MissingColumnsError, NothingToPlotError } from "./plot-errors.ts";
export type { Json, JsonObject, PlotDescription, PlotSpec, PlotTitle } from "./plot-spec.ts";
export { qq, type QqOptions } from "./qq.ts";
