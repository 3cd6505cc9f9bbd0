import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { Dialog, ICommandPalette, showDialog, showErrorMessage } from "@jupyterlab/apputils";
import { IDefaultFileBrowser } from "@jupyterlab/filebrowser";
import { ILauncher } from "@jupyterlab/launcher";
import { NotebookPanel } from "@jupyterlab/notebook";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { COMMANDS, KERNEL_NAME, TRANSLATION_DOMAIN } from "../conventions.ts";
import { associationsIcon, helixIcon } from "../icons.ts";
import { insertCell } from "../insert/insert-cell.ts";
import { findFirstNotebook } from "./first-notebook.ts";

const OPEN_FIRST_NOTEBOOK = "genobook:open-first-notebook";

const FIRST_CELL = `// data, qc, gwas and plot are ready to use. Shift+Enter runs this cell.
const cohort = await data.simulate({ seed: 1 });
cohort.genotypes`;

export const launcher: JupyterFrontEndPlugin<void> = {
  id: "@genobook/extension:launcher",
  description: "Offers a new Genobook notebook in the launcher.",
  autoStart: true,
  optional: [ITranslator, ILauncher, ICommandPalette, IDefaultFileBrowser],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    cards: ILauncher | null,
    palette: ICommandPalette | null,
    fileBrowser: IDefaultFileBrowser | null,
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const category = trans.__("Statistical genetics");
    const { commands, serviceManager } = app;

    commands.addCommand(COMMANDS.newNotebook, {
      label: (args) =>
        args["isPalette"] === true
          ? trans.__("New Genobook notebook")
          : trans.__("Genobook notebook"),
      caption: trans.__("A TypeScript notebook for statistical genetics"),
      icon: helixIcon,
      describedBy: {
        args: {
          type: "object",
          properties: {
            cwd: { type: "string", description: "Folder of the new notebook" },
            isPalette: { type: "boolean" },
          },
        },
      },
      execute: async (args) => {
        await serviceManager.kernelspecs.ready;
        if (serviceManager.kernelspecs.specs?.kernelspecs[KERNEL_NAME] === undefined) {
          await showDialog({
            title: trans.__("Genobook's kernel is not installed here"),
            body: trans.__(
              "JupyterLab has the extension but not the kernel. Run “genobook install” on the machine of the server, then reload this page.",
            ),
            buttons: [Dialog.okButton()],
          });
          return;
        }
        const cwd = typeof args["cwd"] === "string" ? args["cwd"] : fileBrowser?.model.path;
        let file;
        try {
          file = await serviceManager.contents.newUntitled({ path: cwd ?? "", type: "notebook" });
        } catch (error) {
          await showErrorMessage(
            trans.__("The notebook could not be made"),
            trans.__(
              "%1 Choose a folder that you may write to in the file browser, then try again.",
              error instanceof Error ? error.message : String(error),
            ),
          );
          return;
        }
        const panel: unknown = await commands.execute("docmanager:open", {
          path: file.path,
          factory: "Notebook",
          kernel: { name: KERNEL_NAME },
        });
        if (panel instanceof NotebookPanel) {
          await panel.context.ready;
          await insertCell(panel, FIRST_CELL);
        }
      },
    });
    commands.addCommand(OPEN_FIRST_NOTEBOOK, {
      label: trans.__("First GWAS (course)"),
      caption: trans.__("Open the first notebook of the course"),
      icon: associationsIcon,
      describedBy: {
        args: {
          type: "object",
          required: ["path"],
          properties: { path: { type: "string", description: "From the server's root" } },
        },
      },
      execute: ({ path }) => commands.execute("docmanager:open", { path, factory: "Notebook" }),
    });
    cards?.add({ command: COMMANDS.newNotebook, category, rank: 1 });
    void app.restored.then(async () => {
      // A server that cannot be listed has no card of the course; the file browser says what is wrong with it.
      const path = await findFirstNotebook(serviceManager.contents).catch(() => undefined);
      if (path === undefined) return;
      cards?.add({ command: OPEN_FIRST_NOTEBOOK, category, rank: 2, args: { path } });
    });
    palette?.addItem({ command: COMMANDS.newNotebook, category, args: { isPalette: true } });
  },
};
