import { copiesOf, copyKind, type NotebookContent } from "@genobook/kernel/teaching";
import { Dialog, Notification, showDialog } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { Contents } from "@jupyterlab/services";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";

/** Writes both copies beside a notebook. A file that is there and is no such copy is only replaced when the user says so. */
export async function saveCopies(
  panel: NotebookPanel,
  contents: Contents.IManager,
  kernels: IDataKernel,
  trans: TranslationBundle,
): Promise<void> {
  const { path } = panel.context;
  let made;
  try {
    const notebook = panel.content.model!.toJSON() as unknown as NotebookContent;
    made = await copiesOf(notebook, async (sources, seals) => {
      const kernel = await kernels.own();
      const { answers } = await kernel.ask("teaching.seal", { sources, seals });
      return answers.cells;
    });
  } catch (error) {
    Notification.warning(error instanceof Error ? error.message : String(error), {
      autoClose: 10_000,
    });
    return;
  }
  const stem = path.slice(0, path.length - PathExt.extname(path).length);
  for (const kind of ["student", "instructor"] as const) {
    const target = `${stem}.${kind}.ipynb`;
    if (!(await mayReplace(target, contents, trans))) return;
    const content = made[kind];
    await contents.save(target, { type: "notebook", format: "json", content });
  }
  if (made.readable.length > 0) {
    Notification.warning(
      trans.__("Students can still read these answers: %1.", made.readable.join("; ")),
      { autoClose: false },
    );
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
