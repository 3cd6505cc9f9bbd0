import { Clipboard } from "@jupyterlab/apputils";
import type { TranslationBundle } from "@jupyterlab/translation";
import { drawForPrint } from "./drawing.ts";
import type { ExportKind } from "./export-kinds.ts";
import { headline, plotFileName, plotSummary } from "./plot-text.ts";
import type { PlotRenderer } from "./renderer.ts";
import { plotRows, toTsv } from "./rows.ts";
import { svgWithWords } from "./svg-words.ts";

/** Twice the size on screen: sharp in a paper's column. */
const PNG_SCALE = 2;

/** Saves or copies a plot; pictures are always drawn in the light print colours. */
export async function exportPlot(
  plot: PlotRenderer,
  kind: ExportKind,
  trans: TranslationBundle,
): Promise<void> {
  if (plot.content === null) return;
  const { spec, description } = plot.content;
  const name = plotFileName(description);
  const width = plot.drawingWidth;
  switch (kind) {
    case "svg": {
      const svg = await drawForPrint(spec, width, (view) => view.toSVG());
      const words = svgWithWords(svg, headline(spec), plotSummary(description, spec));
      save(new Blob([words], { type: "image/svg+xml" }), `${name}.svg`);
      break;
    }
    case "png": {
      const url = await drawForPrint(spec, width, (view) => view.toImageURL("png", PNG_SCALE));
      saveUrl(url, `${name}.png`);
      break;
    }
    case "rows":
      save(new Blob([toTsv(plotRows(spec))], { type: "text/tab-separated-values" }), `${name}.tsv`);
      break;
    case "spec":
      save(new Blob([JSON.stringify(spec, null, 2)], { type: "application/json" }), `${name}.json`);
      break;
    case "code":
      Clipboard.copyToSystem(description?.code ?? "");
      plot.announce(trans.__("Code copied."));
  }
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  saveUrl(url, name);
  URL.revokeObjectURL(url);
}

function saveUrl(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
