import type { DocumentLanguage } from "@genobook/kernel/messages";
import { Dialog, Notification, showErrorMessage } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { Contents } from "@jupyterlab/services";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import type { KernelRequests } from "../data-service/kernel-requests.ts";
import { type Choices, type DocumentForm, ExportChoices } from "./export-choices.ts";
import { saveFile } from "./save-file.ts";
import { showRefusals } from "./show-refusals.ts";

export interface ExportParts {
  /** What the dialog offers first. */
  readonly form: DocumentForm;
  readonly kernels: IDataKernel;
  readonly contents: Contents.IManager;
  readonly trans: TranslationBundle;
  /** Of the page. */
  readonly language: DocumentLanguage;
  readonly smallestCount: number;
}

/** Servers take no longer messages from a page. */
const LONGEST_MESSAGE = 9_000_000;

/** Shows what stands against a document, asks what to write, saves the notebook, and writes the document beside it. */
export async function exportNotebook(panel: NotebookPanel, parts: ExportParts): Promise<void> {
  const { trans } = parts;
  const note = Notification.emit(trans.__("Looking through the outputs…"), "in-progress", {
    autoClose: false,
  });
  try {
    const choices = await choicesOf(panel, parts, () => Notification.dismiss(note));
    if (choices === undefined) return;
    await write(panel, choices, parts);
  } catch (error) {
    Notification.dismiss(note);
    // A notification would cut the message before its remedy.
    await showErrorMessage(
      trans.__("No document was written"),
      error instanceof Error ? error.message : String(error),
    );
  }
}

/** Undefined when the gate refuses, or the user does. */
async function choicesOf(
  panel: NotebookPanel,
  { form, kernels, trans, language, smallestCount }: ExportParts,
  looked: () => void,
): Promise<Choices | undefined> {
  const { path, model, ready } = panel.context;
  // Until then the page shows one empty cell.
  await ready;
  const text = within(JSON.stringify(model.toJSON()), path, trans);
  const { requests } = await kernelFor(panel, kernels);
  const { answers: judgement } = await requests.ask("document.judge", {
    ...{ text, smallestCount, language },
  });
  looked();
  if (judgement.refusals.length > 0) {
    await showRefusals(panel, judgement.refusals, trans);
    return undefined;
  }
  const dialog = new Dialog({
    title: trans.__("Export Genobook document"),
    body: new ExportChoices(
      {
        ...{ judgement, form, language, smallestCount },
        stem: stemOf(PathExt.basename(path)),
        folder: PathExt.dirname(path),
        isUnsaved: model.dirty,
      },
      trans,
    ),
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__("Export") })],
    defaultButton: 1,
  });
  const { button, value } = await dialog.launch();
  return button.accept && value !== null ? value : undefined;
}

async function write(
  panel: NotebookPanel,
  { form, language, licence, name }: Choices,
  { kernels, contents, trans, smallestCount }: ExportParts,
): Promise<void> {
  const { path } = panel.context;
  const target = PathExt.join(PathExt.dirname(path), name);
  if (target === path) {
    throw new Error(trans.__("%1 is the notebook itself. Give the document another name.", name));
  }
  const note = Notification.emit(trans.__("Writing the document…"), "in-progress", {
    autoClose: false,
  });
  try {
    const text = within(await savedText(panel, contents), path, trans);
    const { requests, isOwnNotebook } = await kernelFor(panel, kernels);
    const { answers, buffers } = await requests.ask("document.make", {
      name: PathExt.basename(path),
      ...{ text, form, language, licence, isOwnNotebook, smallestCount },
    });
    if (answers.isMade) await saveFile(target, buffers[0]!, { contents, trans });
    else await showRefusals(panel, answers.refusals, trans);
  } finally {
    Notification.dismiss(note);
  }
}

/** The notebook's file as it is after saving; of one that cannot be saved, what is shown. */
async function savedText({ context }: NotebookPanel, contents: Contents.IManager): Promise<string> {
  const { path, model, contentsModel } = context;
  if (model.dirty && contentsModel?.writable === false) return JSON.stringify(model.toJSON());
  if (model.dirty) await context.save();
  const file = await contents.get(path, { type: "file", format: "text", content: true });
  return String(file.content);
}

function within(text: string, path: string, trans: TranslationBundle): string {
  if (text.length <= LONGEST_MESSAGE) return text;
  throw new Error(
    trans.__(
      "This notebook is too large to be sent to the kernel. Run “genobook export %1” in a terminal.",
      PathExt.basename(path),
    ),
  );
}

function stemOf(name: string): string {
  return name.slice(0, name.length - PathExt.extname(name).length);
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
