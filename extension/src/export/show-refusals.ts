import type { DocumentRefusal } from "@genobook/kernel/messages";
import { Dialog } from "@jupyterlab/apputils";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { TranslationBundle } from "@jupyterlab/translation";
import { RefusalList } from "./refusal-list.ts";

/** Says which cells show what should not be shared; a button of each goes there. */
export async function showRefusals(
  panel: NotebookPanel,
  refusals: readonly DocumentRefusal[],
  trans: TranslationBundle,
): Promise<void> {
  let chosen: DocumentRefusal | undefined;
  const dialog = new Dialog({
    title: trans.__("Nothing was written: outputs show what should not be shared"),
    body: new RefusalList(refusals, trans, (refusal) => {
      chosen = refusal;
      dialog.reject();
    }),
    buttons: [Dialog.cancelButton({ label: trans.__("Close") })],
  });
  await dialog.launch();
  if (chosen !== undefined) await goToCell(panel, chosen.cell - 1);
}

async function goToCell({ content }: NotebookPanel, index: number): Promise<void> {
  const cell = content.widgets[index];
  if (cell === undefined) return;
  content.activeCellIndex = index;
  content.deselectAll();
  await content.scrollToCell(cell);
  content.activate();
}
