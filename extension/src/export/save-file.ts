import { Dialog, Notification, showDialog } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import type { Contents } from "@jupyterlab/services";
import type { TranslationBundle } from "@jupyterlab/translation";

export interface SaveParts {
  readonly contents: Contents.IManager;
  readonly trans: TranslationBundle;
}

/** Saves a file beside its notebook. One that is there is only replaced when the user says so. */
export async function saveFile(
  path: string,
  content: DataView,
  { contents, trans }: SaveParts,
): Promise<void> {
  const name = PathExt.basename(path);
  const there = await contents.get(path, { content: false }).catch(() => undefined);
  if (there !== undefined) {
    const answer = await showDialog({
      title: trans.__("Replace %1?", name),
      body: trans.__("A file of this name is beside the notebook."),
      buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__("Replace") })],
    });
    if (!answer.button.accept) return;
  }
  await contents.save(path, { type: "file", format: "base64", content: await base64Of(content) });
  const size = new Intl.NumberFormat(undefined, {
    style: "unit",
    unit: "megabyte",
    maximumFractionDigits: 1,
  }).format(content.byteLength / 1e6);
  Notification.success(trans.__("%1 is written (%2).", name, size), {
    autoClose: 15_000,
    actions: [
      {
        label: trans.__("Download"),
        caption: trans.__("Save a copy on this computer"),
        callback: () => void download(path, name, contents),
      },
    ],
  });
}

async function download(path: string, name: string, contents: Contents.IManager): Promise<void> {
  const link = document.createElement("a");
  link.href = await contents.getDownloadUrl(path);
  link.download = name;
  link.click();
}

function base64Of(content: DataView): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () =>
      reject(new Error("The file could not be read.", { cause: reader.error }));
    reader.onload = () => {
      const url = reader.result as string;
      resolve(url.slice(url.indexOf(",") + 1));
    };
    reader.readAsDataURL(new Blob([content as DataView<ArrayBuffer>]));
  });
}
