import { PathExt } from "@jupyterlab/coreutils";
import type { Contents } from "@jupyterlab/services";
import type { ISettingRegistry } from "@jupyterlab/settingregistry";
import type { IStateDB } from "@jupyterlab/statedb";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { Widget } from "@lumino/widgets";
import { isCandidate } from "../data-service/candidates.ts";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import { serverFiles } from "../data-service/project-files.ts";
import type { IFollowedKernel } from "../status/followed-kernel-token.ts";
import type { Section } from "./dataset-item.ts";
import { followWrites } from "./follow-writes.ts";
import { tryAgainText } from "./failure.tsx";
import { DatasetBrowserModel } from "./model.ts";
import { DatasetBrowserPanel, type PanelActions } from "./panel.tsx";
import { rememberView } from "./remembered-view.ts";
import type { ScanLimits } from "./scan.ts";
import { DatasetSections } from "./sections.ts";

const DEFAULT_LIMITS: ScanLimits = { maximumDepth: 6, maximumFiles: 1000 };

export interface BrowserOptions extends Omit<PanelActions, "onRefresh" | "onNetwork"> {
  readonly pluginId: string;
  readonly contents: Contents.IManager;
  readonly trans: TranslationBundle;
  readonly settings: ISettingRegistry | null;
  readonly states: IStateDB | null;
  readonly kernels: IDataKernel | null;
  readonly followed: IFollowedKernel | null;
}

/** The dataset browser once it is on screen. */
export interface DatasetBrowser {
  readonly sections: DatasetSections;
  readonly widget: Widget;
  /** Looks again for what a section lists; without one, for all. */
  readonly refresh: (section?: Section) => Promise<void>;
}

/** Makes the dataset browser as the user left it, and begins to search the project. */
export async function openBrowser(options: BrowserOptions): Promise<DatasetBrowser> {
  const { contents, trans, settings, states, pluginId, kernels, followed } = options;
  const project = new DatasetBrowserModel(serverFiles(contents), DEFAULT_LIMITS);
  const hasFile = (path: string): Promise<boolean> =>
    contents.get(path, { content: false }).then(
      () => true,
      () => false,
    );
  const sections = new DatasetSections({
    ...{ project, kernels, followed, hasFile },
    noKernel: {
      tag: "no-service",
      what: trans.__("Nothing can be asked: the data service of Genobook is not there."),
      why: trans.__("Its plugin is switched off."),
      remedy: trans.__("Enable @genobook/extension:data-kernel, then reload the page."),
    },
    tryAgain: tryAgainText(trans),
  });
  if (states !== null) await rememberView(project, states);
  // Without settings, for example where their schema is missing, the defaults search as well.
  const kept =
    settings === null
      ? undefined
      : await followSettings(settings, pluginId, sections).catch(console.warn);
  const refresh = async (section?: Section): Promise<void> => {
    if (section !== undefined) sections.lookAgain();
    const isWanted = (each: Section): boolean => section === undefined || section === each;
    await Promise.all([
      isWanted("project") && project.refresh(),
      isWanted("registered") && sections.refreshRegistered(),
      isWanted("open") && sections.refreshOpen(section === "open"),
    ]);
  };
  const writes = followWrites(
    () => sections.isVisible,
    async () => {
      await Promise.all([project.refresh(true), sections.refreshRegistered()]);
    },
  );
  contents.fileChanged.connect((_, { type, newValue }) => {
    // JupyterLab saves notebooks by itself, which hold no data sets.
    if (type !== "save" || isCandidate(PathExt.basename(newValue?.path ?? ""))) writes.notice();
  });
  // Cells write files that JupyterLab does not hear of.
  followed?.executed.connect(writes.notice);
  sections.shownAgain.connect(writes.shown);
  void refresh();
  const widget = new DatasetBrowserPanel(
    sections,
    {
      ...options,
      onRefresh: (section) => void refresh(section),
      onNetwork: (isOn) => {
        sections.catalogue.setQuestion({ isOn });
        void kept?.set("catalogueNetwork", isOn);
      },
    },
    trans,
  );
  return { sections, widget, refresh };
}

async function followSettings(
  registry: ISettingRegistry,
  pluginId: string,
  sections: DatasetSections,
): Promise<ISettingRegistry.ISettings> {
  const settings = await registry.load(pluginId);
  const limits = (): ScanLimits => {
    const { maximumDepth, maximumFiles } = settings.composite;
    return {
      maximumDepth: typeof maximumDepth === "number" ? maximumDepth : DEFAULT_LIMITS.maximumDepth,
      maximumFiles: typeof maximumFiles === "number" ? maximumFiles : DEFAULT_LIMITS.maximumFiles,
    };
  };
  let known = limits();
  const apply = (): void => {
    sections.project.setLimits(known);
    sections.catalogue.setQuestion({ isOn: settings.composite["catalogueNetwork"] === true });
  };
  apply();
  settings.changed.connect(() => {
    const next = limits();
    const isOther = JSON.stringify(next) !== JSON.stringify(known);
    known = next;
    apply();
    if (isOther) void sections.project.refresh();
  });
  return settings;
}
