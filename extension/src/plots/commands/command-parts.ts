import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { INotebookTracker } from "@jupyterlab/notebook";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { Regions } from "../region/regions.ts";
import type { PlotRenderer } from "../renderer.ts";

/** What commands of plots act on. */
export interface PlotCommandParts {
  readonly app: JupyterFrontEnd;
  readonly trans: TranslationBundle;
  readonly notebooks: INotebookTracker | null;
  /** The plot that the user turned to last. */
  readonly activePlot: () => PlotRenderer | null;
  readonly regions: () => Regions | null;
}
