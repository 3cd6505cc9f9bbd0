import { CodeCell, type Cell } from "@jupyterlab/cells";
import { exerciseStart } from "./exercise-start.ts";

/** Puts the start of an exercise into its cell, as an edit that can be undone, and clears what the cell has shown. */
export function resetExercise(cell: Cell | null): void {
  const start = exerciseStart(cell);
  if (cell === null || start === undefined) return;
  cell.model.sharedModel.setSource(start);
  if (cell instanceof CodeCell) {
    cell.model.clearExecution();
    cell.outputHidden = false;
  }
}
