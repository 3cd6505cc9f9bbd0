import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PageConfig } from "@jupyterlab/coreutils";
import { INotebookCellExecutor, type NotebookPanel, runCell } from "@jupyterlab/notebook";
import { KernelStarts } from "./kernel-starts.ts";
import { waitingExecutor } from "./waiting-executor.ts";

const OF_JUPYTERLAB = "@jupyterlab/notebook-extension:cell-executor";

/** The toolbar's, the menu's and the keys' way to stop cells. */
const INTERRUPT = "notebook:interrupt-kernel";

/**
 * JupyterLab's own executor is not disabled by this package: of two plugins that provide a token the one registered last
 * is asked, and those of extensions come after JupyterLab's. So notebooks still run when this bundle does not load or this
 * plugin is turned off; disabled, there would be none and no notebook would open.
 */
const waitForKernels: JupyterFrontEndPlugin<INotebookCellExecutor> = {
  id: "@genobook/extension:run-cells",
  description: "Lets cells that are run while their kernel starts wait for it.",
  autoStart: true,
  provides: INotebookCellExecutor,
  activate: ({ commands, shell }: JupyterFrontEnd) => {
    const starts = new KernelStarts();
    // JupyterLab's command does nothing without a kernel.
    commands.commandExecuted.connect((_, { id }) => {
      const panel = shell.currentWidget as Partial<NotebookPanel> | null;
      if (id === INTERRUPT && panel?.sessionContext) starts.cancel(panel.sessionContext);
    });
    return waitingExecutor(starts, runCell);
  },
};

/** None where another extension has taken JupyterLab's place already, as those do that run cells on the server. */
export const runCells: JupyterFrontEndPlugin<unknown>[] = PageConfig.Extension.isDisabled(
  OF_JUPYTERLAB,
)
  ? []
  : [waitForKernels];
