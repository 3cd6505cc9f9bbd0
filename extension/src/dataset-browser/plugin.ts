import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { refreshIcon } from "@jupyterlab/ui-components";
import { COMMANDS, NO_ARGUMENTS, TRANSLATION_DOMAIN } from "../conventions.ts";
import { type ProjectDataset, serverFiles } from "../data-service/project-files.ts";
import { helixIcon } from "../icons.ts";
import { DatasetBrowserModel } from "./model.ts";
import { DatasetBrowserPanel } from "./panel.tsx";
import type { ScanLimits } from "./scan.ts";

const ID = "@genobook/extension:dataset-browser";
const SHOW = "genobook:show-datasets";
const REFRESH = "genobook:refresh-datasets";
const OPEN_ROW = "genobook:open-listed-dataset";
const INSERT_ROW = "genobook:insert-listed-dataset";

const DEFAULT_LIMITS: ScanLimits = { maximumDepth: 6, maximumFiles: 1000 };
const CHANGE_DELAY_MS = 1000;

export const datasetBrowser: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: "Lists the project's genotypes, phenotypes and summary statistics in a sidebar.",
  autoStart: true,
  optional: [ITranslator, ICommandPalette, ISettingRegistry, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null,
    restorer: ILayoutRestorer | null,
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;
    const { contents } = app.serviceManager;
    const model = new DatasetBrowserModel(serverFiles(contents), DEFAULT_LIMITS);
    const open = ({ path }: Pick<ProjectDataset, "path">): void => {
      void commands.execute(COMMANDS.openSummary, { path });
    };
    const insert = ({ path, kind }: Pick<ProjectDataset, "path" | "kind">): void => {
      void commands.execute(COMMANDS.insertCode, { path, kind });
    };
    const panel = new DatasetBrowserPanel(model, { onOpen: open, onInsert: insert }, trans);
    const rowUnderMenu = (): ProjectDataset | undefined => {
      const row = app.contextMenuHitTest((node) => node.dataset["genobookPath"] !== undefined);
      return model.state.datasets.find(({ path }) => path === row?.dataset["genobookPath"]);
    };

    commands.addCommand(SHOW, {
      label: trans.__("Show datasets"),
      caption: trans.__("List the project's genotypes, phenotypes and summary statistics"),
      icon: helixIcon,
      describedBy: NO_ARGUMENTS,
      execute: () => app.shell.activateById(panel.id),
    });
    commands.addCommand(REFRESH, {
      label: trans.__("Search for datasets again"),
      caption: trans.__("Search the project for datasets again"),
      icon: refreshIcon,
      describedBy: NO_ARGUMENTS,
      execute: () => model.refresh(),
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

    app.shell.add(panel, "left", { rank: 150 });
    restorer?.add(panel, panel.id);
    void app.restored.then(() => panel.isVisible && panel.search());
    followFileChanges(app, model);
    if (settings !== null) void followSettings(settings, model);
  },
};

/** Files that JupyterLab itself creates, renames, uploads or deletes are noticed; others by searching again. */
function followFileChanges(app: JupyterFrontEnd, model: DatasetBrowserModel): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  app.serviceManager.contents.fileChanged.connect((_, change) => {
    if (change.type === "save" || model.state.phase === "untouched") return;
    clearTimeout(timer);
    timer = setTimeout(() => void model.refresh(), CHANGE_DELAY_MS);
  });
}

async function followSettings(
  registry: ISettingRegistry,
  model: DatasetBrowserModel,
): Promise<void> {
  const settings = await registry.load(ID);
  const apply = (): void => {
    const { maximumDepth, maximumFiles } = settings.composite;
    model.setLimits({
      maximumDepth: typeof maximumDepth === "number" ? maximumDepth : DEFAULT_LIMITS.maximumDepth,
      maximumFiles: typeof maximumFiles === "number" ? maximumFiles : DEFAULT_LIMITS.maximumFiles,
    });
    if (model.state.phase !== "untouched") void model.refresh();
  };
  settings.changed.connect(apply);
  apply();
}
