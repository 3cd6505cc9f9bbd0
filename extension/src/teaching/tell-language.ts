import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";

/**
 * Lets the kernel of each notebook know the language of the page before its first cell runs, since requests carry it:
 * exercises speak it. Nothing is sent for a notebook that is not trusted.
 */
export function tellLanguage(notebooks: INotebookTracker, kernels: IDataKernel): void {
  const told = new WeakSet<Kernel.IKernelConnection>();
  const tell = async ({ content, context, sessionContext }: NotebookPanel): Promise<void> => {
    await context.ready;
    const kernel = sessionContext.session?.kernel;
    if (!kernel || told.has(kernel) || !content.widgets.every(({ model }) => model.trusted)) return;
    told.add(kernel);
    const requests = await kernels.of(kernel);
    // A kernel that does not answer speaks English.
    await requests?.ask("kernel.about", {}).catch(() => undefined);
  };
  const follow = (panel: NotebookPanel): void => {
    const { sessionContext } = panel;
    sessionContext.statusChanged.connect((_, status) => {
      const kernel = sessionContext.session?.kernel;
      if (kernel && /restarting/.test(status)) told.delete(kernel);
      else if (status === "idle") void tell(panel);
    });
    if (sessionContext.session?.kernel?.status === "idle") void tell(panel);
  };
  notebooks.forEach(follow);
  notebooks.widgetAdded.connect((_, panel) => follow(panel));
}
