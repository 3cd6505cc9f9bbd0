import {
  Clipboard,
  Dialog,
  Notification,
  showDialog,
  showErrorMessage,
} from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import type { INotebookTracker } from "@jupyterlab/notebook";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { CommandRegistry } from "@lumino/commands";
import { COMMANDS } from "../conventions.ts";
import { datasetCode, type CodeSource } from "../insert/dataset-code.ts";
import { refusalOf } from "./answers.ts";
import { nextText } from "./failure.tsx";
import { codeCells } from "../insert/insert-cell.ts";
import type { DatasetItem } from "./dataset-item.ts";
import type { DatasetVerb } from "./dataset-verbs.ts";
import { askDownload } from "./download-dialog.tsx";
import { askRegistration } from "./register-dialog.tsx";
import type { DatasetSections } from "./sections.ts";

export interface VerbContext {
  readonly commands: CommandRegistry;
  readonly sections: DatasetSections;
  readonly trans: TranslationBundle;
}

/** Does with a data set what was asked; what goes wrong is said in a dialog. */
export async function runVerb(
  verb: DatasetVerb,
  item: DatasetItem,
  context: VerbContext,
): Promise<void> {
  const { commands, sections, trans } = context;
  try {
    switch (verb) {
      case "open":
        if (item.path !== undefined)
          await commands.execute(COMMANDS.openSummary, { path: item.path });
        else await commands.execute(COMMANDS.openValue, { name: item.variable ?? "" });
        break;
      case "insert":
        await commands.execute(COMMANDS.insertCode, { ...definedOnly(codeSourceOf(item)) });
        break;
      case "plot":
        await commands.execute(COMMANDS.insertCode, {
          ...definedOnly(codeSourceOf(item)),
          isPlotted: true,
        });
        break;
      case "register":
        await register(item, context);
        break;
      case "download":
        await download(item, context);
        break;
      case "verify":
        if (sections.expanded !== item.key) sections.expand(item.key);
        await sections.verify(item);
        break;
      case "copyCitation":
        Clipboard.copyToSystem(citationOf(item, sections));
        Notification.success(trans.__("The citation is on the clipboard."), { autoClose: 3000 });
        break;
      case "unregister":
        if (await isSure(item, trans)) await sections.unregister(item.registeredId ?? "");
        break;
    }
  } catch (error) {
    await showFailure(trans.__("That did not work"), error, trans);
  }
}

/** What, why and what to do next; a notification would cut it before its end. */
async function showFailure(title: string, error: unknown, trans: TranslationBundle): Promise<void> {
  const refusal = refusalOf(error);
  const parts = [refusal.what, refusal.why, nextText(refusal, trans)];
  await showErrorMessage(title, parts.filter((part) => part !== "").join("\n\n"));
}

/** What the cell of a data set opens. */
function codeSourceOf({ kind, path, registeredId, variable, catalogue }: DatasetItem): CodeSource {
  return {
    kind,
    path,
    id: registeredId,
    variable,
    catalogue: catalogue?.id,
    entry: catalogue?.entry,
  };
}

/** The cell of a data set for the notebook in front, as a drag carries it. */
export function codeOf(item: DatasetItem, notebooks: INotebookTracker | null): string {
  const panel = notebooks?.currentWidget ?? null;
  return datasetCode(codeSourceOf(item), {
    folder: panel === null ? "" : PathExt.dirname(panel.context.path),
    cells: panel === null ? [] : codeCells(panel),
  });
}

function definedOnly(source: CodeSource): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(source as unknown as Record<string, string | boolean | undefined>).filter(
      (entry): entry is [string, string | boolean] => entry[1] !== undefined,
    ),
  );
}

async function register(item: DatasetItem, { sections, trans }: VerbContext): Promise<void> {
  const path = item.path ?? "";
  const sensed = await sections.sense(path);
  const registration = await askRegistration(path, sensed, trans);
  if (registration === undefined) return;
  const { id } = registration;
  const note = Notification.emit(trans.__("Reading %1 for its hash…", path), "in-progress", {
    autoClose: false,
  });
  try {
    const notices = await sections.register({ path, ...registration }, () => undefined);
    const said = trans.__("Registered as %1: data.open(%2)", id, JSON.stringify(id));
    Notification.success([said, ...notices].join("\n"), { autoClose: 6000 });
  } catch (error) {
    await showFailure(trans.__("%1 was not registered", path), error, trans);
  } finally {
    Notification.dismiss(note);
  }
}

async function download(item: DatasetItem, { sections, trans }: VerbContext): Promise<void> {
  const { catalogue } = sections;
  const { isOn } = catalogue.question;
  const plans = await catalogue.plans(item);
  const licence = catalogue.records.of(item.key)?.value?.licence ?? item.licence;
  const choice = await askDownload({ ...item, licence }, plans, { isOn, trans });
  if (choice === undefined) return;
  if (sections.expanded !== item.key) sections.expand(item.key);
  const got = await catalogue.download(item, { choice, isOn: true });
  if (got === undefined) return;
  const said = trans.__("%1 is registered as %2.", got.path, got.id);
  Notification.success([said, ...got.notices].join("\n"), { autoClose: 6000 });
  await Promise.all([sections.refreshRegistered(), sections.project.refresh()]);
}

/** What the row says, or the record of a catalogue's entry, which names the paper. */
function citationOf({ key, citation = "" }: DatasetItem, { catalogue }: DatasetSections): string {
  return catalogue.records.of(key)?.value?.citation ?? citation;
}

async function isSure({ name }: DatasetItem, trans: TranslationBundle): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__("Take %1 out of the registry?", name),
    body: trans.__("Its files stay. Cells that open it by this name will fail."),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__("Take out") })],
  });
  return button.accept;
}
