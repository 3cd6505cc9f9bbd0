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

type MadeCopies = Awaited<ReturnType<typeof copiesOf>>;
type CopyKind = (typeof KINDS)[number];

const KINDS = ["student", "instructor"] as const;

/** Copies that are being made, by their notebook. */
const underWay = new Map<string, Promise<void>>();

/**
 * Writes both copies beside a notebook and says at once that it does: the kernel that seals answers may take seconds to
 * start. Asked again meanwhile, it does not begin anew. A file that is there and is no such copy is only replaced when
 * the user says so.
 */
export function saveCopies(panel: NotebookPanel, parts: CopiesParts): Promise<void> {
  const { path } = panel.context;
  const before = underWay.get(path);
  if (before) return before;
  const making = makeAndTell(panel, parts).finally(() => underWay.delete(path));
  underWay.set(path, making);
  return making;
}

async function makeAndTell(panel: NotebookPanel, parts: CopiesParts): Promise<void> {
  const { trans } = parts;
  const { path } = panel.context;
  const note = Notification.emit(
    trans.__("Making the copies of %1…", PathExt.basename(path)),
    "in-progress",
    { autoClose: false },
  );
  const made = await copiesOrTold(panel, parts, note);
  if (made === undefined) return;
  const stem = path.slice(0, path.length - PathExt.extname(path).length);
  if (!(await writeBoth(stem, made, parts, note))) return;
  Notification.update({
    id: note,
    message: trans._n(
      "%2 and its instructor’s twin are written: %1 exercise.",
      "%2 and its instructor’s twin are written: %1 exercises.",
      Math.max(made.exercises, made.sealed + made.readable.length),
      PathExt.basename(`${stem}.student.ipynb`),
    ),
    type: "success",
    autoClose: 6000,
  });
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

/** Both copies; undefined when they cannot be made, which the user is told. */
async function copiesOrTold(
  panel: NotebookPanel,
  { kernels, trans, language }: CopiesParts,
  note: string,
): Promise<MadeCopies | undefined> {
  try {
    // Until then the page shows one empty cell.
    await panel.context.ready;
    const notebook = panel.content.model!.toJSON() as unknown as NotebookContent;
    const seal: Parameters<typeof copiesOf>[1] = async (sources, seals) => {
      const kernel = await kernels.own();
      const { answers } = await kernel.ask("teaching.seal", { sources, seals });
      return answers.cells;
    };
    return await copiesOf(notebook, seal, language);
  } catch (error) {
    Notification.dismiss(note);
    // A notification would cut the message before it says what to do.
    await showErrorMessage(trans.__("No copies were made"), messageOf(error));
    return undefined;
  }
}

/** @returns whether both are written; if not, the user has said so or was told */
async function writeBoth(
  stem: string,
  made: MadeCopies,
  { contents, trans }: CopiesParts,
  note: string,
): Promise<boolean> {
  const target = (kind: CopyKind): string => `${stem}.${kind}.ipynb`;
  for (const kind of KINDS) {
    if (await mayReplace(target(kind), contents, trans)) continue;
    Notification.dismiss(note);
    return false;
  }
  for (const kind of KINDS) {
    try {
      const content = made[kind];
      await contents.save(target(kind), { type: "notebook", format: "json", content });
    } catch (error) {
      Notification.dismiss(note);
      await showErrorMessage(
        kind === KINDS[0]
          ? trans.__("No copies were made")
          : trans.__("Only the student’s copy was made"),
        trans.__(
          "%1 could not be written: %2. Check that you may write to this folder and that the disk has space left, then make the copies again.",
          target(kind),
          messageOf(error).replace(/\.$/, ""),
        ),
      );
      return false;
    }
  }
  return true;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
