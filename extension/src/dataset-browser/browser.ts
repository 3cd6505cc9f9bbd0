import type { Contents } from "@jupyterlab/services";
import type { ISettingRegistry } from "@jupyterlab/settingregistry";
import type { IStateDB } from "@jupyterlab/statedb";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { Widget } from "@lumino/widgets";
import { serverFiles } from "../data-service/project-files.ts";
import { DatasetBrowserModel } from "./model.ts";
import { DatasetBrowserPanel, type PanelActions } from "./panel.tsx";
import { rememberView } from "./remembered-view.ts";
import type { ScanLimits } from "./scan.ts";

const DEFAULT_LIMITS: ScanLimits = { maximumDepth: 6, maximumFiles: 1000 };
const CHANGE_DELAY_MS = 1000;

export interface BrowserOptions extends PanelActions {
  readonly pluginId: string;
  readonly contents: Contents.IManager;
  readonly trans: TranslationBundle;
  readonly settings: ISettingRegistry | null;
  readonly states: IStateDB | null;
}

/** The dataset browser once it is on screen. */
export interface DatasetBrowser {
  readonly model: DatasetBrowserModel;
  readonly widget: Widget;
}

/** Makes the dataset browser as the user left it, and begins to search the project. */
export async function openBrowser(options: BrowserOptions): Promise<DatasetBrowser> {
  const { contents, trans, settings, states, pluginId } = options;
  const model = new DatasetBrowserModel(serverFiles(contents), DEFAULT_LIMITS);
  if (states !== null) await rememberView(model, states);
  // Without settings, for example where their schema is missing, the defaults search as well.
  if (settings !== null) await followSettings(settings, pluginId, model).catch(console.warn);
  followFileChanges(contents, model);
  void model.refresh();
  return { model, widget: new DatasetBrowserPanel(model, options, trans) };
}

/** Files that JupyterLab itself creates, renames, uploads or deletes are noticed; others by searching again. */
function followFileChanges(contents: Contents.IManager, model: DatasetBrowserModel): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  contents.fileChanged.connect((_, change) => {
    if (change.type === "save") return;
    clearTimeout(timer);
    timer = setTimeout(() => void model.refresh(), CHANGE_DELAY_MS);
  });
}

async function followSettings(
  registry: ISettingRegistry,
  pluginId: string,
  model: DatasetBrowserModel,
): Promise<void> {
  const settings = await registry.load(pluginId);
  const apply = (): void => {
    const { maximumDepth, maximumFiles } = settings.composite;
    model.setLimits({
      maximumDepth: typeof maximumDepth === "number" ? maximumDepth : DEFAULT_LIMITS.maximumDepth,
      maximumFiles: typeof maximumFiles === "number" ? maximumFiles : DEFAULT_LIMITS.maximumFiles,
    });
  };
  apply();
  settings.changed.connect(() => {
    apply();
    void model.refresh();
  });
}
