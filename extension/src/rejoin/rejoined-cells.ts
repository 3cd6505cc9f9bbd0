import type { SessionRun, SessionRuns } from "@genobook/kernel/messages";
import type { ICodeCellModel } from "@jupyterlab/cells";

/** A code cell, as much of it as a run is put into. */
export type RejoinedCell = Pick<
  ICodeCellModel,
  "outputs" | "executionCount" | "executionState" | "sharedModel"
>;

type Output = Parameters<RejoinedCell["outputs"]["add"]>[0];

/**
 * Puts what runs have shown into the cells whose page was reloaded meanwhile. A cell whose text is another by now is left
 * as it is, and so is one that was saved with what its run has shown.
 */
export class RejoinedCells {
  readonly #cellOf: (id: string) => RejoinedCell | undefined;
  /** Cells of the runs that are followed, by their numbers; null where the notebook has the outputs. */
  readonly #cells = new Map<number, RejoinedCell | null>();
  #page: string | undefined;

  /** @param cellOf - the code cell of a name */
  constructor(cellOf: (id: string) => RejoinedCell | undefined) {
    this.#cellOf = cellOf;
  }

  /** The page that asked for the runs, as the kernel calls it; undefined before it has said so. */
  get page(): string | undefined {
    return this.#page;
  }

  show({ runs }: SessionRuns): void {
    this.#page ??= runs.at(-1)?.page;
    for (const run of runs) {
      const cell = run.page === this.#page ? this.#cellFor(run) : null;
      if (cell !== null) showRun(run, cell);
    }
  }

  /** Leaves the cells as they are, when there will be nothing more. */
  leave(): void {
    for (const cell of this.#cells.values()) if (cell !== null) cell.executionState = "idle";
  }

  #cellFor({ cellId, execution, source, isDone }: SessionRun): RejoinedCell | null {
    if (cellId === undefined || execution === undefined) return null;
    const known = this.#cells.get(execution);
    if (known !== undefined) return known;
    const found = this.#cellOf(cellId);
    const isSaved = isDone && found?.executionCount === execution;
    const cell = found?.sharedModel.getSource() === source && !isSaved ? found : null;
    this.#cells.set(execution, cell);
    cell?.outputs.clear();
    return cell;
  }
}

function showRun({ changes, count, isDone, execution }: SessionRun, cell: RejoinedCell): void {
  const { outputs } = cell;
  // There are fewer only after a clearing, and then all are among the changes.
  if (outputs.length > count) outputs.clear();
  for (const { index, output } of changes) {
    if (index < outputs.length) outputs.set(index, output as unknown as Output);
    else outputs.add(output as unknown as Output);
  }
  cell.executionState = isDone ? "idle" : "running";
  if (isDone) cell.executionCount = execution ?? null;
}
