import { copyIcon, downloadIcon } from "@jupyterlab/ui-components";
import { NO_ARGUMENTS } from "../../conventions.ts";
import { canExport, EXPORT_KINDS, type ExportKind } from "../export-kinds.ts";
import type { PlotCommandParts } from "./command-parts.ts";

export function exportCommand(kind: ExportKind): string {
  return `genobook:plot-${kind}`;
}

export function addExportCommands({ app, trans, activePlot }: PlotCommandParts): void {
  const labels: Record<ExportKind, readonly [label: string, caption: string]> = {
    svg: [trans.__("Save plot as SVG"), trans.__("A drawing that stays sharp at any size")],
    png: [trans.__("Save plot as PNG"), trans.__("A picture at twice the size on screen")],
    rows: [trans.__("Save plotted rows as TSV"), trans.__("The rows behind the plot, as text")],
    spec: [trans.__("Save Vega-Lite specification"), trans.__("The plot as JSON, rows included")],
    code: [trans.__("Copy code of this plot"), trans.__("TypeScript that makes the plot again")],
  };
  for (const kind of EXPORT_KINDS) {
    const [label, caption] = labels[kind];
    app.commands.addCommand(exportCommand(kind), {
      label,
      caption,
      icon: kind === "code" ? copyIcon : downloadIcon,
      describedBy: NO_ARGUMENTS,
      isEnabled: () => canExport(activePlot(), kind),
      execute: async () => {
        const plot = activePlot();
        if (plot === null) return;
        const { exportPlot } = await import("../export.ts");
        await exportPlot(plot, kind, trans);
      },
    });
  }
}
