import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { Notification } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { addBelowIcon } from "@jupyterlab/ui-components";
import { COMMANDS, KERNEL_NAME, TRANSLATION_DOMAIN } from "../conventions.ts";
import { codeSource } from "./code-source.ts";
import { datasetCode } from "./dataset-code.ts";
import { codeCells, insertCell } from "./insert-cell.ts";

export const insert: JupyterFrontEndPlugin<void> = {
  id: "@genobook/extension:insert",
  description: "Adds a cell that opens a data set to the active notebook.",
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, notebooks: INotebookTracker, translator: ITranslator | null) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    app.commands.addCommand(COMMANDS.insertCode, {
      label: trans.__("Insert code"),
      caption: trans.__("Add a cell that opens this data set to the active notebook"),
      icon: addBelowIcon,
      describedBy: {
        args: {
          type: "object",
          properties: {
            path: { type: "string", description: "The data set, from the server's root" },
            kind: { type: "string", description: "genotypes, phenotypes, summary-statistics, …" },
            id: { type: "string", description: "Of a registered data set" },
            variable: { type: "string", description: "A name of the notebook, instead of a path" },
            catalogue: { type: "string", description: "Name of a catalogue: gwas, pgs, …" },
            entry: { type: "string", description: "What the catalogue calls the data set" },
            isPlotted: { type: "boolean", description: "Draw it, too" },
          },
        },
      },
      execute: async (args) => {
        const { contents } = app.serviceManager;
        const source = codeSource(args, (path) => contents.localPath(path));
        if (source === undefined) return;
        const panel = notebooks.currentWidget;
        if (panel?.content.model == null) {
          Notification.info(
            trans.__("Open a notebook first: the code is added below its active cell."),
            { autoClose: 6000 },
          );
          return;
        }
        await panel.context.ready;
        const code = datasetCode(source, {
          folder: PathExt.dirname(contents.localPath(panel.context.path)),
          cells: codeCells(panel),
        });
        await insertCell(panel, code);
        const kernel = panel.sessionContext.session?.kernel?.name;
        if (kernel !== undefined && !kernel.startsWith(KERNEL_NAME)) {
          Notification.warning(
            trans.__(
              "This cell is TypeScript for Genobook's kernel, and the notebook runs on another. Choose “TypeScript (Genobook)” at its upper right to run the cell.",
            ),
            { autoClose: 10_000 },
          );
        }
        app.shell.activateById(panel.id);
      },
    });
  },
};
