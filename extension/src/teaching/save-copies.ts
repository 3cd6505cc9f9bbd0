import type { PageLanguage } from "@genobook/kernel/messages";
import { copiesOf, copyKind, type NotebookContent } from "@genobook/kernel/teaching";
import { Dialog, Notification, showDialog, showErrorMessage } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { Contents } from "@jupyterlab/services";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";

export interface CopiesParts {
  readonly contents: Contents.IManager;
  readonly kernels: IDataKernel;
  readonly trans: TranslationBundle;
  /** Of the page. */
  readonly language: PageLanguage;
}

/** Writes both copies beside a notebook. A file that is there and is no such copy is only replaced when the user says so. */
export async function saveCopies(
  panel: NotebookPanel,
  { contents, kernels, trans, language }: CopiesParts,
): Promise<void> {
  const { path } = panel.context;
  let made;
  try {
    const notebook = panel.content.model!.toJSON() as unknown as NotebookContent;
    const seal: Parameters<typeof copiesOf>[1] = async (sources, seals) => {
      const kernel = await kernels.own();
      const { answers } = await kernel.ask("teaching.seal", { sources, seals });
      return answers.cells;
    };
    made = await copiesOf(notebook, seal, language);
  } catch (error) {
    // A notification would cut the message before it says what to do.
    await showErrorMessage(
      trans.__("No copies were made"),
      error instanceof Error ? error.message : String(error),
    );
    return;
  }
  const stem = path.slice(0, path.length - PathExt.extname(path).length);
  for (const kind of ["student", "instructor"] as const) {
    const target = `${stem}.${kind}.ipynb`;
    if (!(await mayReplace(target, contents, trans))) return;
    const content = made[kind];
    await contents.save(target, { type: "notebook", format: "json", content });
  }
  Notification.success(
    trans._n(
      "%2 and its instructor’s twin are written: %1 exercise.",
      "%2 and its instructor’s twin are written: %1 exercises.",
      Math.max(made.exercises, made.sealed + made.readable.length),
      PathExt.basename(`${stem}.student.ipynb`),
    ),
    { autoClose: 6000 },
  );
  if (made.readable.length === 0) return;
  await showDialog({
    title: trans.__("Students can still read some answers"),
    body: trans.__(
      "These cannot be sealed: %1. Give a number, a text or a list of names as the answer, with the options written in the call, and make the copies again.",
      made.readable.join("; "),
    ),
    buttons: [Dialog.okButton()],
  });
}

async function mayReplace(
  path: string,
  contents: Contents.IManager,
  trans: TranslationBundle,
): Promise<boolean> {
  const there = await contents.get(path).catch(() => undefined);
  if (there === undefined || copyKind(there.content as NotebookContent) !== undefined) return true;
  const answer = await showDialog({
    title: trans.__("Replace this notebook?"),
    body: trans.__("%1 is there and was not made as such a copy.", path),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__("Replace") })],
  });
  return answer.button.accept;
}
