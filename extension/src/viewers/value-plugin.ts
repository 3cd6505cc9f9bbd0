import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IThemeManager } from "@jupyterlab/apputils";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { listIcon } from "@jupyterlab/ui-components";
import { COMMANDS, TRANSLATION_DOMAIN } from "../conventions.ts";
import { IDataKernel } from "../data-service/data-kernel-token.ts";
import { IFollowedKernel } from "../status/followed-kernel-token.ts";

export const valueViewers: JupyterFrontEndPlugin<void> = {
  id: "@genobook/extension:value-viewers",
  description: "Opens tables that a notebook's kernel holds in the viewer of rows.",
  autoStart: true,
  requires: [IDataKernel, IFollowedKernel],
  optional: [ITranslator, IThemeManager],
  activate: (
    app: JupyterFrontEnd,
    kernels: IDataKernel,
    followed: IFollowedKernel,
    translator: ITranslator | null,
    themes: IThemeManager | null,
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    app.commands.addCommand(COMMANDS.openValue, {
      label: trans.__("Open a Table of the Notebook"),
      caption: trans.__("Scroll, filter and sort rows that the kernel holds"),
      icon: listIcon,
      describedBy: {
        args: {
          type: "object",
          required: ["name"],
          properties: { name: { type: "string", description: "How cells name the table" } },
        },
      },
      isEnabled: () => followed.kernel !== null,
      execute: async ({ name }) => {
        const { notebook, kernel } = followed;
        if (typeof name !== "string" || notebook === null || kernel === null) return;
        const { openValue } = await import("./value-page.ts");
        openValue({ name, notebook, kernel }, { shell: app.shell, kernels, themes, trans });
      },
    });
  },
};
