import { Notification } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { Contents } from "@jupyterlab/services";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import type { KernelRequests } from "../data-service/kernel-requests.ts";
import { saveFile } from "./save-file.ts";
import { showRefusals } from "./show-refusals.ts";

export interface ExportParts {
  readonly form: "page" | "crate";
  readonly kernels: IDataKernel;
  readonly contents: Contents.IManager;
  readonly trans: TranslationBundle;
  readonly smallestCount: number | undefined;
}

/** Servers take no longer messages from a page. */
const LONGEST_MESSAGE = 9_000_000;

/** Saves a notebook, lets a kernel make its document, and writes that beside it. */
export async function exportNotebook(panel: NotebookPanel, parts: ExportParts): Promise<void> {
  const { form, contents, trans, smallestCount } = parts;
  const { path } = panel.context;
  const note = Notification.emit(trans.__("Writing the document…"), "in-progress", {
    autoClose: false,
  });
  try {
    if (panel.context.model.dirty) await panel.context.save();
    const file = await contents.get(path, { type: "file", format: "text", content: true });
    const text = String(file.content);
    if (text.length > LONGEST_MESSAGE) {
      throw new Error(
        trans.__(
          "This notebook is too large to be sent to the kernel. Run “genobook export %1” in a terminal.",
          PathExt.basename(path),
        ),
      );
    }
    const { requests, isOwnNotebook } = await kernelFor(panel, parts.kernels);
    const { answers, buffers } = await requests.ask("document.make", {
      name: PathExt.basename(path),
      ...{ text, form, isOwnNotebook, smallestCount },
    });
    Notification.dismiss(note);
    if (!answers.isMade) {
      await showRefusals(panel, answers.refusals, trans);
      return;
    }
    const stem = path.slice(0, path.length - PathExt.extname(path).length);
    const target = `${stem}${form === "page" ? ".html" : ".crate.zip"}`;
    await saveFile(target, buffers[0]!, { contents, trans });
  } catch (error) {
    Notification.update({
      id: note,
      type: "error",
      message: error instanceof Error ? error.message : String(error),
      autoClose: false,
    });
  }
}

/** The notebook's own kernel knows its folder and its results; while it computes, or is another one, ours answers. */
async function kernelFor(
  panel: NotebookPanel,
  kernels: IDataKernel,
): Promise<{ readonly requests: KernelRequests; readonly isOwnNotebook: boolean }> {
  const kernel = panel.sessionContext.session?.kernel;
  const own = kernel?.status === "idle" ? await kernels.of(kernel) : null;
  return own === null
    ? { requests: await kernels.own(), isOwnNotebook: false }
    : { requests: own, isOwnNotebook: true };
}
