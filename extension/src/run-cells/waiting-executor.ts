import type { ICodeCellModel } from "@jupyterlab/cells";
import type { INotebookCellExecutor } from "@jupyterlab/notebook";
import type { KernelStarts, StartEnd } from "./kernel-starts.ts";

type RunCell = INotebookCellExecutor["runCell"];

/**
 * Runs cells as JupyterLab does, and lets code cells wait while their kernel starts: JupyterLab 4.6 clears them then and
 * runs nothing (`CodeCell.execute` without a kernel).
 *
 * @param runCell - JupyterLab's own
 */
export function waitingExecutor(starts: KernelStarts, runCell: RunCell): INotebookCellExecutor {
  return {
    runCell(options) {
      const { cell, sessionContext } = options;
      if (cell.model.type !== "code" || !sessionContext) return runCell(options);
      const ended = starts.of(sessionContext);
      return ended === undefined ? runCell(options) : runAfter(ended, options, runCell);
    },
  };
}

async function runAfter(
  ended: Promise<StartEnd>,
  options: INotebookCellExecutor.IRunCellOptions,
  runCell: RunCell,
): Promise<boolean> {
  const model = options.cell.model as ICodeCellModel;
  // The prompt of a cell that is queued; what it showed before stays.
  model.executionState = "running";
  const how = await ended;
  if (options.cell.isDisposed) return false;
  model.executionState = "idle";
  if (how === "none") return false;
  return runCell(options);
}
