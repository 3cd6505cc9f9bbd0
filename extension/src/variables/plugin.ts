import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { IMainMenu } from "@jupyterlab/mainmenu";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import {
  addBelowIcon,
  copyIcon,
  refreshIcon,
  runIcon,
  variableIcon,
} from "@jupyterlab/ui-components";
import { COMMANDS, NO_ARGUMENTS, TRANSLATION_DOMAIN } from "../conventions.ts";
import { IDataKernel } from "../data-service/data-kernel-token.ts";
import { associationsIcon } from "../icons.ts";
import { IFollowedKernel } from "../status/followed-kernel-token.ts";
import { pageVisibility } from "../status/page-visibility.ts";
import { VariablesSidebar } from "./variables-sidebar.ts";
import type { VariablesModel } from "./variables-model.ts";

const ROW_VERBS = {
  insert: "genobook:insert-variable",
  show: "genobook:display-variable",
  plot: "genobook:plot-variable",
  copy: "genobook:copy-variable-name",
} as const;
const REFRESH = "genobook:refresh-variables";

type Verb = keyof typeof ROW_VERBS;

/** A variable that the list shows, by its name. */
const NAMED = {
  args: {
    type: "object",
    properties: {
      name: {
        type: "string",
        description: "A variable that the list shows; without it, the row under the context menu",
      },
    },
  },
} as const;

export const variables: JupyterFrontEndPlugin<void> = {
  id: "@genobook/extension:variables",
  description: "Lists the datasets, results and tables that the current notebook's kernel holds.",
  autoStart: true,
  requires: [IFollowedKernel, IDataKernel],
  optional: [ITranslator, ICommandPalette, IMainMenu, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    followed: IFollowedKernel,
    kernels: IDataKernel,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    menu: IMainMenu | null,
    restorer: ILayoutRestorer | null,
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;
    let model: VariablesModel | undefined;
    const run = (verb: Verb, name: string): void =>
      void commands.execute(ROW_VERBS[verb], { name });
    const sidebar = new VariablesSidebar({
      label: trans.__("Variables"),
      load: async () => {
        const [{ VariablesModel }, { VariablesPanel }] = await Promise.all([
          import("./variables-model.ts"),
          import("./variables-panel.tsx"),
        ]);
        model = new VariablesModel(followed, kernels, pageVisibility());
        const actions = {
          onRefresh: () => void commands.execute(REFRESH),
          onInsert: ({ name }: { name: string }) => run("insert", name),
          onShow: ({ name }: { name: string }) => run("show", name),
          onPlot: ({ name }: { name: string }) => run("plot", name),
          onCopy: ({ name }: { name: string }) => run("copy", name),
        };
        return new VariablesPanel(model, actions, trans);
      },
      onShown: (isShown) => model?.setShown(isShown),
      explain: (error) =>
        trans.__(
          "The list of variables could not be loaded: %1 Reload the page.",
          error instanceof Error ? error.message : String(error),
        ),
    });
    sidebar.title.icon = variableIcon;

    const variableOf = (name: unknown) => {
      const row = app.contextMenuHitTest((node) => node.dataset["genobookVariable"] !== undefined);
      const wanted = typeof name === "string" ? name : row?.dataset["genobookVariable"];
      return model?.state.variables.find((variable) => variable.name === wanted);
    };
    const addVerb = (
      verb: Verb,
      options: { label: string; caption: string; icon: typeof copyIcon },
    ): void => {
      commands.addCommand(ROW_VERBS[verb], {
        ...options,
        describedBy: NAMED,
        isEnabled: ({ name }) => {
          const variable = variableOf(name);
          if (!variable || verb !== "plot") return variable !== undefined;
          return variable.kind === "plot" || variable.plot !== undefined;
        },
        execute: async ({ name }) => {
          const variable = variableOf(name);
          if (!variable) return;
          const { variableVerbs } = await import("./variable-verbs.ts");
          await variableVerbs[verb](variable, followed.notebook);
        },
      });
    };
    addVerb("insert", {
      label: trans.__("Insert Code"),
      caption: trans.__("Add a cell with a first step for this variable to its notebook"),
      icon: addBelowIcon,
    });
    addVerb("show", {
      label: trans.__("Show in a Cell"),
      caption: trans.__("Add a cell that shows this variable, and run it"),
      icon: runIcon,
    });
    addVerb("plot", {
      label: trans.__("Plot"),
      caption: trans.__("Add a cell that plots this variable, and run it"),
      icon: associationsIcon,
    });
    addVerb("copy", {
      label: trans.__("Copy Name"),
      caption: trans.__("Copy how cells name this variable"),
      icon: copyIcon,
    });
    commands.addCommand(COMMANDS.showVariables, {
      label: trans.__("Show Variables"),
      caption: trans.__("List the datasets, results and tables of the current notebook's kernel"),
      icon: variableIcon,
      describedBy: NO_ARGUMENTS,
      execute: () => {
        app.shell.activateById(sidebar.id);
        sidebar.node.querySelector<HTMLElement>("input, button")?.focus();
      },
    });
    commands.addCommand(REFRESH, {
      label: trans.__("Refresh Variables"),
      caption: trans.__("Ask the kernel for its variables again"),
      icon: refreshIcon,
      describedBy: NO_ARGUMENTS,
      isEnabled: () => sidebar.isVisible,
      execute: () => model?.refresh(),
    });
    const category = trans.__("Statistical genetics");
    palette?.addItem({ command: COMMANDS.showVariables, category });
    palette?.addItem({ command: REFRESH, category });
    menu?.viewMenu.addGroup([{ command: COMMANDS.showVariables }], 20);
    for (const [rank, verb] of (["insert", "show", "plot", "copy"] as const).entries()) {
      const command = ROW_VERBS[verb];
      app.contextMenu.addItem({ command, selector: ".jp-GenobookVariable", rank });
    }

    app.shell.add(sidebar, "left", { rank: 160 });
    restorer?.add(sidebar, sidebar.id);
  },
};
