import { NotebookActions, type NotebookPanel } from "@jupyterlab/notebook";

/** Adds a code cell below the active one, makes it active and scrolls to it; an empty active code cell is used instead. */
export async function insertCell(panel: NotebookPanel, source: string): Promise<void> {
  const notebook = panel.content;
  const active = notebook.activeCell;
  const isEmptyCode =
    active?.model.type === "code" && active.model.sharedModel.source.trim() === "";
  if (!isEmptyCode) {
    NotebookActions.insertBelow(notebook);
    NotebookActions.changeCellType(notebook, "code");
  }
  const cell = notebook.activeCell;
  if (cell === null) return;
  cell.model.sharedModel.setSource(source);
  notebook.deselectAll();
  await notebook.scrollToCell(cell);
}

/** Source of every code cell. */
export function codeCells(panel: NotebookPanel): string[] {
  const cells = panel.content.model?.sharedModel.cells ?? [];
  return cells.filter((cell) => cell.cell_type === "code").map((cell) => cell.getSource());
}
