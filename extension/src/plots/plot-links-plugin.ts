import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PlotLinks } from "./plot-links.ts";
import { IPlotLinks } from "./plot-links-token.ts";

export const plotLinks: JupyterFrontEndPlugin<IPlotLinks> = {
  id: "@genobook/extension:plot-links",
  description: "Marks a variant that is picked in one plot in all plots of the page.",
  autoStart: true,
  provides: IPlotLinks,
  activate: () => new PlotLinks(),
};
