import type { ICodeCellModel } from "@jupyterlab/cells";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import { RejoinedCells } from "./rejoined-cells.ts";

export interface RejoinOptions {
  readonly kernel: Kernel.IKernelConnection;
  readonly notebook: NotebookPanel;
  readonly kernels: IDataKernel;
  /** Called when the kernel says that nothing runs, or says nothing. */
  readonly onEnd: () => void;
}

/** Shows in a notebook what its kernel runs since before the page was loaded, up to the last cell that was queued. */
export async function rejoin({ kernel, notebook, kernels, onEnd }: RejoinOptions): Promise<void> {
  await notebook.context.ready;
  const cells = new RejoinedCells((id) => codeCell(notebook, id));
  let isWatching = false;
  const watch = async (): Promise<void> => {
    if (isWatching || notebook.isDisposed) return;
    isWatching = true;
    try {
      const requests = await kernels.of(kernel);
      const runs = await requests?.ask(
        "session.runs",
        {},
        { onUpdate: (news) => cells.show(news) },
      );
      if (runs !== undefined && !notebook.isDisposed) cells.show(runs.answers);
    } catch {
      // A kernel that has ended says so itself; what it has shown stays.
      if (!notebook.isDisposed) cells.leave();
    }
    isWatching = false;
    onEnd();
  };
  const onMessage = (_: unknown, { msg }: Kernel.IAnyMessageArgs): void => {
    const parent = msg.parent_header;
    if (!("session" in parent) || parent.session !== cells.page) return;
    if (msg.header.msg_type === "execute_input") void watch();
  };
  kernel.anyMessage.connect(onMessage);
  await watch();
}

function codeCell({ content }: NotebookPanel, id: string): ICodeCellModel | undefined {
  for (const cell of content.model?.cells ?? []) {
    if (cell.id === id && cell.type === "code") return cell as ICodeCellModel;
  }
  return undefined;
}
