import { startOf } from "@genobook/kernel/teaching";
import type { Cell } from "@jupyterlab/cells";

/** What an exercise's cell began with; undefined for any other cell, and for none. */
export function exerciseStart(cell: Cell | null): string | undefined {
  return cell === null ? undefined : startOf(cell.model.sharedModel.getMetadata());
}
