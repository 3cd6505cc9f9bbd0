import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, Notification } from "@jupyterlab/apputils";
import { IMainMenu } from "@jupyterlab/mainmenu";
import { IStatusBar } from "@jupyterlab/statusbar";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { stopIcon } from "@jupyterlab/ui-components";
import { COMMANDS, NO_ARGUMENTS, TRANSLATION_DOMAIN } from "../conventions.ts";
import { IDataKernel } from "../data-service/data-kernel-token.ts";
import { helixIcon } from "../icons.ts";
import { IFollowedKernel } from "./followed-kernel-token.ts";

const ID = "@genobook/extension:status";
const SHOW = "genobook:show-kernel-status";
const CANCEL = "genobook:cancel-run";

export const status: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: "Shows in the status bar what the kernel runs, computes on and holds.",
  autoStart: true,
  requires: [IFollowedKernel, IDataKernel],
  optional: [ITranslator, IStatusBar, ICommandPalette, IMainMenu],
  activate: (
    app: JupyterFrontEnd,
    followed: IFollowedKernel,
    kernels: IDataKernel,
    translator: ITranslator | null,
    statusBar: IStatusBar | null,
    palette: ICommandPalette | null,
    menu: IMainMenu | null,
  ) => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const category = trans.__("Statistical genetics");
    commands.addCommand(CANCEL, {
      label: trans.__("Cancel the Running Cell"),
      caption: trans.__(
        "Interrupt the kernel of the current notebook; its names keep their values",
      ),
      icon: stopIcon,
      describedBy: NO_ARGUMENTS,
      isEnabled: () => followed.isBusy,
      execute: async () => {
        try {
          await followed.kernel?.interrupt();
        } catch (error) {
          Notification.error(
            trans.__(
              "The kernel could not be interrupted: %1 Restart it from the Kernel menu.",
              error instanceof Error ? error.message : String(error),
            ),
            { autoClose: false },
          );
        }
      },
    });
    palette?.addItem({ command: CANCEL, category });
    menu?.kernelMenu.addGroup([{ command: CANCEL }], 5);
    followed.changed.connect(() => commands.notifyCommandChanged(CANCEL));
    // Notebook 7 has no status bar.
    if (!statusBar) return;

    let added: Promise<{ readonly toggleDetails: () => void }> | undefined;
    const add = () =>
      (added ??= import("./status-bar.ts").then(({ addStatusItem }) =>
        addStatusItem({
          id: ID,
          statusBar,
          followed,
          kernels,
          trans,
          onCancel: () => void commands.execute(CANCEL),
          onVariables: () => void commands.execute(COMMANDS.showVariables),
          onDetails: () => void commands.execute(SHOW),
        }),
      ));
    commands.addCommand(SHOW, {
      label: trans.__("Show Kernel Status"),
      caption: trans.__("Show what the kernel runs, computes on and holds"),
      icon: helixIcon,
      describedBy: NO_ARGUMENTS,
      isEnabled: () => followed.kernel !== null,
      execute: async () => (await add()).toggleDetails(),
    });
    palette?.addItem({ command: SHOW, category });
    menu?.kernelMenu.addGroup([{ command: SHOW }], 1000);
    const onChange = (): void => {
      commands.notifyCommandChanged(SHOW);
      // The first notebook with a kernel of ours brings the item.
      if (followed.kernel) void add();
    };
    followed.changed.connect(onChange);
    onChange();
  },
};
