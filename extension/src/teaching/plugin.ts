import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { copyIcon, undoIcon } from "@jupyterlab/ui-components";
import { NO_ARGUMENTS, TRANSLATION_DOMAIN } from "../conventions.ts";
import { IDataKernel } from "../data-service/data-kernel-token.ts";
import { exerciseStart } from "./exercise-start.ts";

const RESET = "genobook:reset-exercise";
const MAKE_COPIES = "genobook:make-teaching-copies";

export const teaching: JupyterFrontEndPlugin<void> = {
  id: "@genobook/extension:teaching",
  description:
    "Resets exercises, lets them speak the language of the page, and makes the student's and the instructor's copy of a notebook.",
  autoStart: true,
  requires: [INotebookTracker, IDataKernel],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    kernels: IDataKernel,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
  ) => {
    const { commands, serviceManager } = app;
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const category = trans.__("Statistical genetics");
    commands.addCommand(RESET, {
      label: trans.__("Reset exercise"),
      caption: trans.__("Bring this exercise back to how it began; Undo returns what you wrote"),
      icon: undoIcon,
      describedBy: NO_ARGUMENTS,
      isVisible: () => exerciseStart(notebooks.activeCell) !== undefined,
      isEnabled: () => exerciseStart(notebooks.activeCell) !== undefined,
      execute: async () => {
        const { resetExercise } = await import("./reset-exercise.ts");
        resetExercise(notebooks.activeCell);
      },
    });
    commands.addCommand(MAKE_COPIES, {
      label: trans.__("Make Student’s and Instructor’s Copies"),
      caption: trans.__("Write two copies beside this notebook: without solutions, and with them"),
      icon: copyIcon,
      describedBy: NO_ARGUMENTS,
      isEnabled: () => notebooks.currentWidget !== null,
      execute: async () => {
        const panel = notebooks.currentWidget;
        if (panel === null) return;
        const { pageLanguage } = await import("@genobook/kernel/messages");
        const { saveCopies } = await import("./save-copies.ts");
        await saveCopies(panel, {
          contents: serviceManager.contents,
          kernels,
          trans,
          language: pageLanguage(translator?.languageCode ?? "") ?? "en",
        });
      },
    });
    if (translator !== null && !translator.languageCode.startsWith("en")) {
      void import("./tell-language.ts").then(({ tellLanguage }) =>
        tellLanguage(notebooks, kernels),
      );
    }
    notebooks.activeCellChanged.connect(() => commands.notifyCommandChanged(RESET));
    for (const command of [RESET, MAKE_COPIES]) palette?.addItem({ command, category });
  },
};
