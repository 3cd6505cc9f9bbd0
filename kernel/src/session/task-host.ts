import type { NotebookHost } from "./notebook-host.ts";
import { createProgressLine } from "./progress-line.ts";
import type { ProgressLine } from "./progress-line.ts";

// The shape of `TaskHost` in the analysis library, which is not loaded for this.
interface TaskHost {
  signal(): AbortSignal | undefined;
  begin(title: string, total: number, unit: string): ProgressLine;
}

/** Gives the long calls of the analysis library this notebook's progress lines and interrupt. */
export function installTaskHost(notebook: NotebookHost): void {
  const host: TaskHost = {
    signal: () => notebook.signal(),
    begin(title, total, unit) {
      const work = { title, total, unit };
      const line = createProgressLine(work, (data, id, isUpdate) =>
        notebook.showData(data, id, isUpdate),
      );
      return notebook.activity.begin(work, line);
    },
  };
  (globalThis as Record<symbol, unknown>)[Symbol.for("genobook.task-host")] = host;
}
