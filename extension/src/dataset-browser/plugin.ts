import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { IStateDB } from "@jupyterlab/statedb";
import { ITranslator, nullTranslator, type TranslationBundle } from "@jupyterlab/translation";
import {
  addBelowIcon,
  addIcon,
  checkIcon,
  closeIcon,
  copyIcon,
  downloadIcon,
  type LabIcon,
  launchIcon,
  refreshIcon,
} from "@jupyterlab/ui-components";
import { NO_ARGUMENTS, TRANSLATION_DOMAIN } from "../conventions.ts";
import { IDataKernel } from "../data-service/data-kernel-token.ts";
import { associationsIcon, helixIcon } from "../icons.ts";
import { IFollowedKernel } from "../status/followed-kernel-token.ts";
import type { DatasetBrowser } from "./browser.ts";
import type { DatasetItem } from "./dataset-item.ts";
import { allows, type DatasetVerb, VERBS } from "./dataset-verbs.ts";
import { DatasetSidebar } from "./sidebar.ts";

const ID = "@genobook/extension:dataset-browser";
const SHOW = "genobook:show-datasets";
const REFRESH = "genobook:refresh-datasets";
const SEARCH = "genobook:search-catalogue";

const VERB_COMMANDS: Readonly<Record<DatasetVerb, string>> = {
  open: "genobook:open-listed-dataset",
  insert: "genobook:insert-listed-dataset",
  plot: "genobook:plot-listed-dataset",
  register: "genobook:register-dataset",
  download: "genobook:download-catalogue-dataset",
  verify: "genobook:verify-dataset",
  copyCitation: "genobook:copy-dataset-citation",
  unregister: "genobook:unregister-dataset",
};

/** A row of the browser, by its key. */
const ROW = {
  args: {
    type: "object",
    properties: {
      dataset: {
        type: "string",
        description: "Key of a row, such as project:data/cohort.bed; else the row under the menu",
      },
      isFocused: {
        type: "boolean",
        description:
          "The row that has the focus, as keys use it, in place of the one under the menu",
      },
    },
  },
} as const;

export const datasetBrowser: JupyterFrontEndPlugin<void> = {
  id: ID,
  description:
    "Lists datasets of the kernel, the project, its registry and catalogues in a sidebar.",
  autoStart: true,
  optional: [
    ITranslator,
    ICommandPalette,
    ISettingRegistry,
    IStateDB,
    ILayoutRestorer,
    IDataKernel,
    IFollowedKernel,
    INotebookTracker,
  ],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null,
    states: IStateDB | null,
    restorer: ILayoutRestorer | null,
    kernels: IDataKernel | null,
    followed: IFollowedKernel | null,
    notebooks: INotebookTracker | null,
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { commands } = app;
    const { contents } = app.serviceManager;
    let browser: DatasetBrowser | undefined;
    const run = (verb: DatasetVerb, { key }: DatasetItem): void =>
      void commands.execute(VERB_COMMANDS[verb], { dataset: key });
    const sidebar = new DatasetSidebar({
      label: trans.__("Datasets"),
      onVisible: (isVisible) => browser?.sections.setVisible(isVisible),
      load: async () => {
        const [{ openBrowser }, { followPress }, { codeOf }] = await Promise.all([
          import("./browser.ts"),
          import("./drag.ts"),
          import("./run-verb.ts"),
        ]);
        browser = await openBrowser({
          pluginId: ID,
          contents,
          trans,
          settings,
          states,
          kernels,
          followed,
          onOpen: (item) => {
            if (allows(item, "open")) run("open", item);
            else browser?.sections.expand(item.key);
          },
          onInsert: (item) => run("insert", item),
          onPress: (item, event) => {
            if (!allows(item, "insert")) return;
            followPress(event, { name: item.name, code: () => codeOf(item, notebooks) });
          },
          onVerb: run,
          verbText: (verb) => {
            const { label, caption } = verbTexts(verb, trans);
            return { label, caption };
          },
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
    const itemOf = (args: { readonly [name: string]: unknown }): DatasetItem | undefined => {
      const named = args["dataset"];
      const row =
        args["isFocused"] === true
          ? document.activeElement?.closest<HTMLElement>("[data-genobook-dataset]")
          : app.contextMenuHitTest((node) => node.dataset["genobookDataset"] !== undefined);
      const key = typeof named === "string" ? named : row?.dataset["genobookDataset"];
      return key === undefined ? undefined : browser?.sections.find(key);
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
        else await browser.refresh();
      },
    });
    commands.addCommand(SEARCH, {
      label: trans.__("Search a catalogue for datasets"),
      caption: trans.__(
        "Find published results and scores; the network is off until you switch it on",
      ),
      icon: helixIcon,
      describedBy: NO_ARGUMENTS,
      execute: async () => {
        app.shell.activateById(sidebar.id);
        await sidebar.fill();
        browser?.sections.project.setClosed("catalogues", false);
        sidebar.node
          .querySelector<HTMLInputElement>(".jp-GenobookCatalogues input[type=search]")
          ?.focus();
      },
    });
    for (const [rank, verb] of VERBS.entries()) {
      const { label, caption, icon } = verbTexts(verb, trans);
      const command = VERB_COMMANDS[verb];
      commands.addCommand(command, {
        label,
        caption,
        icon,
        describedBy: ROW,
        isEnabled: (args) => {
          const item = itemOf(args);
          return item !== undefined && allows(item, verb);
        },
        isVisible: (args) => {
          const item = itemOf(args);
          return item === undefined || verb === "insert" || allows(item, verb);
        },
        execute: async (args) => {
          const item = itemOf(args);
          if (item === undefined || browser === undefined) return;
          const { runVerb } = await import("./run-verb.ts");
          await runVerb(verb, item, { commands, sections: browser.sections, trans });
        },
      });
      app.contextMenu.addItem({ command, selector: ".jp-GenobookDataset", rank: rank + 1 });
    }
    for (const command of [SHOW, REFRESH, SEARCH]) {
      palette?.addItem({ command, category: trans.__("Statistical genetics") });
    }
    app.shell.add(sidebar, "left", { rank: 150 });
    restorer?.add(sidebar, sidebar.id);
    void app.restored.then(() => (sidebar.isVisible ? sidebar.fill() : undefined));
  },
};

interface VerbTexts {
  readonly label: string;
  readonly caption: string;
  readonly icon: LabIcon;
}

function verbTexts(verb: DatasetVerb, trans: TranslationBundle): VerbTexts {
  switch (verb) {
    case "open":
      return {
        label: trans.__("Open"),
        caption: trans.__("Show what is known about this dataset"),
        icon: launchIcon,
      };
    case "insert":
      return {
        label: trans.__("Insert code"),
        caption: trans.__("Add a cell that opens this dataset to the active notebook"),
        icon: addBelowIcon,
      };
    case "plot":
      return {
        label: trans.__("Plot"),
        caption: trans.__("Add a cell that draws this dataset to the active notebook"),
        icon: associationsIcon,
      };
    case "register":
      return {
        label: trans.__("Register…"),
        caption: trans.__("Keep its hash, origin and licence in genobook.datasets.yaml"),
        icon: addIcon,
      };
    case "download":
      return {
        label: trans.__("Download and register…"),
        caption: trans.__("See what would be sent, then download the file into the project"),
        icon: downloadIcon,
      };
    case "verify":
      return {
        label: trans.__("Check hashes"),
        caption: trans.__("Read the files and hold them against their registered SHA-256"),
        icon: checkIcon,
      };
    case "copyCitation":
      return {
        label: trans.__("Copy citation"),
        caption: trans.__("Copy how to cite this dataset"),
        icon: copyIcon,
      };
    case "unregister":
      return {
        label: trans.__("Take out of the registry…"),
        caption: trans.__("Forget this name; the files stay"),
        icon: closeIcon,
      };
  }
}
