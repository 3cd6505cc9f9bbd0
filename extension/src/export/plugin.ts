import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { fileIcon, html5Icon } from "@jupyterlab/ui-components";
import { NO_ARGUMENTS, TRANSLATION_DOMAIN } from "../conventions.ts";
import { IDataKernel } from "../data-service/data-kernel-token.ts";

const PLUGIN_ID = "@genobook/extension:export";

const COMMANDS = {
  page: "genobook:export-document",
  crate: "genobook:export-crate",
} as const;

export const exportDocuments: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: "Writes a notebook as one page that needs nothing else, or as a crate for archives.",
  autoStart: true,
  requires: [INotebookTracker, IDataKernel],
  optional: [ITranslator, ICommandPalette, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    kernels: IDataKernel,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null,
  ) => {
    const { commands, serviceManager } = app;
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const words = {
      page: [
        trans.__("Genobook Document (.html)…"),
        trans.__("One page with interactive plots and provenance that opens without any network"),
      ],
      crate: [
        trans.__("Genobook Crate (.zip)…"),
        trans.__("Notebook, document and metadata for an archive, as an RO-Crate"),
      ],
    } as const;
    for (const form of ["page", "crate"] as const) {
      const [label, caption] = words[form];
      commands.addCommand(COMMANDS[form], {
        label,
        caption,
        icon: form === "page" ? html5Icon : fileIcon,
        describedBy: NO_ARGUMENTS,
        isEnabled: () => notebooks.currentWidget !== null,
        execute: async () => {
          const panel = notebooks.currentWidget;
          if (panel === null) return;
          const loaded = await settings?.load(PLUGIN_ID).catch(() => null);
          const { pageLanguage } = await import("@genobook/kernel/messages");
          const { exportNotebook } = await import("./export-notebook.ts");
          await exportNotebook(panel, {
            form,
            kernels,
            contents: serviceManager.contents,
            trans,
            language: pageLanguage(translator?.languageCode ?? "") ?? "en",
            smallestCount: (loaded?.composite["smallestCount"] as number | undefined) ?? 5,
          });
        },
      });
      palette?.addItem({
        command: COMMANDS[form],
        category: trans.__("Statistical genetics"),
      });
    }
    notebooks.currentChanged.connect(() => {
      for (const command of Object.values(COMMANDS)) commands.notifyCommandChanged(command);
    });
  },
};
