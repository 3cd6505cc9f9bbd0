import { Notification } from "@jupyterlab/apputils";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { TranslationBundle } from "@jupyterlab/translation";
import { codeCells, insertCell } from "../insert/insert-cell.ts";
import { exclusionCode } from "./exclude-variant.ts";
import { isMr } from "./plot-kind.ts";
import type { PlotRenderer } from "./renderer.ts";

/** Writes, and does not run, a cell below the plot that draws it without a variant. */
export async function insertExclusion(
  variantId: string,
  plot: PlotRenderer | null,
  notebooks: INotebookTracker,
  trans: TranslationBundle,
): Promise<void> {
  const panel = panelOf(plot, notebooks);
  if (panel?.content.model == null) {
    Notification.info(trans.__("Open a notebook first: the cell is added below its plot."), {
      autoClose: 6000,
    });
    return;
  }
  const description = plot?.content?.description;
  const { content } = panel;
  const index = content.widgets.findIndex(({ node }) => plot !== null && node.contains(plot.node));
  if (index >= 0) content.activeCellIndex = index;
  await insertCell(
    panel,
    exclusionCode({
      variantId,
      kind: description !== undefined && isMr(description) ? description.kind : "mrScatter",
      code: description?.code,
      source: index < 0 ? "" : content.widgets[index]!.model.sharedModel.getSource(),
      cells: codeCells(panel),
    }),
  );
  plot?.announce(trans.__("A cell without %1 was added below; run it to draw.", variantId));
}

/** The notebook that holds the plot, else the one in front. */
function panelOf(plot: PlotRenderer | null, notebooks: INotebookTracker): NotebookPanel | null {
  const holder = plot && notebooks.find((panel) => panel.content.node.contains(plot.node));
  return holder ?? notebooks.currentWidget;
}
