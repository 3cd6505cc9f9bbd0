import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { IStateDB } from "@jupyterlab/statedb";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { refreshIcon } from "@jupyterlab/ui-components";
import { COMMANDS, NO_ARGUMENTS, TRANSLATION_DOMAIN } from "../conventions.ts";
import type { ProjectDataset } from "../data-service/project-files.ts";
import { helixIcon } from "../icons.ts";
import type { DatasetBrowser } from "./browser.ts";
import { DatasetSidebar } from "./sidebar.ts";

const ID = "@genobook/extension:dataset-browser";
const SHOW = "genobook:show-datasets";
const REFRESH = "genobook:refresh-datasets";
const OPEN_ROW = "genobook:open-listed-dataset";
const INSERT_ROW = "genobook:insert-listed-dataset";

export const datasetBrowser: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: "Lists the project's genotypes, phenotypes and summary statistics in a sidebar.",
  autoStart: true,
  optional: [ITranslator, ICommandPalette, ISettingRegistry, IStateDB, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null,
    states: IStateDB | null,
    restorer: ILayoutRestorer | null,
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;
    const { contents } = app.serviceManager;
    let browser: DatasetBrowser | undefined;
    const open = ({ path }: Pick<ProjectDataset, "path">): void => {
      void commands.execute(COMMANDS.openSummary, { path });
    };
    const insert = ({ path, kind }: Pick<ProjectDataset, "path" | "kind">): void => {
      void commands.execute(COMMANDS.insertCode, { path, kind });
    };
    const sidebar = new DatasetSidebar({
      label: trans.__("Datasets"),
      load: async () => {
        const { openBrowser } = await import("./browser.ts");
        browser = await openBrowser({
          pluginId: ID,
          contents,
          trans,
          settings,
          states,
          onOpen: open,
          onInsert: insert,
        });
        return browser.widget;
      },
      explain: (error) =>
        trans.__(
          "The dataset browser could not be loaded: %1 Reload the page.",
          error instanceof Error ? error.message : String(error),
        ),
    });
    sidebar.title.icon = helixIcon;
    const rowUnderMenu = (): ProjectDataset | undefined => {
      const row = app.contextMenuHitTest((node) => node.dataset["genobookPath"] !== undefined);
      return browser?.model.state.datasets.find(
        ({ path }) => path === row?.dataset["genobookPath"],
      );
    };

    commands.addCommand(SHOW, {
      label: trans.__("Show datasets"),
      caption: trans.__("List the project's genotypes, phenotypes and summary statistics"),
      icon: helixIcon,
      describedBy: NO_ARGUMENTS,
      execute: () => app.shell.activateById(sidebar.id),
    });
    commands.addCommand(REFRESH, {
      label: trans.__("Search for datasets again"),
      caption: trans.__("Search the project for datasets again"),
      icon: refreshIcon,
      describedBy: NO_ARGUMENTS,
      execute: async () => {
        if (browser === undefined) await sidebar.fill();
        else await browser.model.refresh();
      },
    });
    commands.addCommand(OPEN_ROW, {
      label: trans.__("Open"),
      caption: trans.__("Show what is known about this dataset"),
      describedBy: NO_ARGUMENTS,
      isEnabled: () => rowUnderMenu() !== undefined,
      execute: () => {
        const dataset = rowUnderMenu();
        if (dataset !== undefined) open(dataset);
      },
    });
    commands.addCommand(INSERT_ROW, {
      label: trans.__("Insert code"),
      caption: trans.__("Add a cell that opens this dataset to the active notebook"),
      describedBy: NO_ARGUMENTS,
      isEnabled: () => {
        const dataset = rowUnderMenu();
        return dataset !== undefined && dataset.problem === undefined;
      },
      execute: () => {
        const dataset = rowUnderMenu();
        if (dataset !== undefined) insert(dataset);
      },
    });
    for (const command of [SHOW, REFRESH]) {
      palette?.addItem({ command, category: trans.__("Statistical genetics") });
    }
    app.contextMenu.addItem({ command: OPEN_ROW, selector: ".jp-GenobookDataset", rank: 1 });
    app.contextMenu.addItem({ command: INSERT_ROW, selector: ".jp-GenobookDataset", rank: 2 });

    app.shell.add(sidebar, "left", { rank: 150 });
    restorer?.add(sidebar, sidebar.id);
    void app.restored.then(() => (sidebar.isVisible ? sidebar.fill() : undefined));
  },
};
