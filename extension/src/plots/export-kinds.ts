import type { PlotRenderer } from "./renderer.ts";
import { plotRows } from "./rows.ts";

export const EXPORT_KINDS = ["svg", "png", "rows", "spec", "code"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** Whether a plot has what this kind of export needs. */
export function canExport(plot: PlotRenderer | null, kind: ExportKind): boolean {
  const content = plot?.content;
  if (content === null || content === undefined) return false;
  if (kind === "code") return content.description?.code !== undefined;
  return kind !== "rows" || plotRows(content.spec).length > 0;
}
