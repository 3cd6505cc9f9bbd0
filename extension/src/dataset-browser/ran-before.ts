import type { NotebookPanel } from "@jupyterlab/notebook";

/**
 * Whether cells of a notebook have run before this page was loaded, so that its kernel may hold data sets. Of a notebook
 * that is not trusted nothing is believed, and its kernel is not asked.
 */
export function ranBefore(notebook: NotebookPanel | null): boolean {
  const cells = notebook?.context.model?.cells;
  if (cells === undefined) return false;
  let hasRun = false;
  for (const cell of cells) {
    if (cell.type !== "code") continue;
    if (!cell.trusted) return false;
    hasRun ||= (cell as { executionCount?: number | null }).executionCount != null;
  }
  return hasRun;
}
