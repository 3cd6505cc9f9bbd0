import { PLOT_MIME } from "@genobook/kernel/messages";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, IThemeManager } from "@jupyterlab/apputils";
import { PageConfig } from "@jupyterlab/coreutils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import type { Menu } from "@lumino/widgets";
import { TRANSLATION_DOMAIN } from "../conventions.ts";
import type { PlotCommandParts } from "./commands/command-parts.ts";
import { addExcludeCommand, EXCLUDE_COMMAND } from "./commands/exclude-command.ts";
import { addExportCommands, exportCommand } from "./commands/export-commands.ts";
import { addRegionCommands, REGION_COMMANDS } from "./commands/region-commands.ts";
import { addSelectionCommands } from "./commands/selection-commands.ts";
import { EXPORT_KINDS } from "./export-kinds.ts";
import { IPlotLinks } from "./plot-links-token.ts";
import { IDataKernel } from "../data-service/data-kernel-token.ts";
import { PlotOutput } from "./plot-output.ts";
import type { PlotSurroundings } from "./plot-surroundings.ts";
import type { Regions } from "./region/regions.ts";
import type { PlotRenderer } from "./renderer.ts";

const MIME_TYPES = [
  PLOT_MIME,
  "application/vnd.vegalite.v6+json",
  "application/vnd.vegalite.v6.json",
];

/** Before text/html at 50 and the stock Vega-Lite renderer at 57, so that the richest form of an output wins. */
const RANK = 40;

export const plots: JupyterFrontEndPlugin<void> = {
  id: "@genobook/extension:plots",
  description:
    "Draws Genobook's plots and Vega-Lite 6 outputs, follows the theme, links and saves them.",
  autoStart: true,
  requires: [IRenderMimeRegistry, IPlotLinks],
  optional: [IThemeManager, ITranslator, ICommandPalette, INotebookTracker, IDataKernel],
  activate: (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    links: IPlotLinks,
    themes: IThemeManager | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    notebooks: INotebookTracker | null,
    kernels: IDataKernel | null,
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const state: { active: PlotRenderer | null; regions: Regions | null; menu: Menu | null } = {
      active: null,
      regions: null,
      menu: null,
    };
    const parts: PlotCommandParts = {
      app,
      trans,
      notebooks,
      activePlot: () => (state.active?.isDisposed ? null : state.active),
      regions: () => state.regions,
    };
    addExportCommands(parts);
    addExcludeCommand(parts);
    addSelectionCommands(parts);
    addRegionCommands(parts);
    const verbs = [...EXPORT_KINDS.map(exportCommand), EXCLUDE_COMMAND, ...REGION_COMMANDS];
    verbs.forEach((command, rank) => {
      app.contextMenu.addItem({ command, selector: ".jp-GenobookPlot", rank });
      palette?.addItem({ command, category: trans.__("Statistical genetics") });
    });
    const openPlot = async (mimeType: string): Promise<PlotRenderer> => {
      const [{ PlotRenderer }, { Regions }, { openBelow, plotMenu }] = await Promise.all([
        import("./renderer.ts"),
        import("./region/regions.ts"),
        import("./plot-menu.ts"),
      ]);
      const surroundings: PlotSurroundings = {
        trans,
        themeChanged: themes?.themeChanged ?? null,
        links,
        onActive: (active) => {
          state.active = active;
        },
        openMenu: (active, button) => {
          state.active = active;
          state.menu ??= plotMenu(app);
          openBelow(state.menu, button);
        },
        openRegion: (source, place) => state.regions?.open(source, place),
      };
      if (kernels !== null && notebooks !== null) {
        state.regions ??= new Regions({
          kernels,
          notebooks,
          links,
          trans,
          createPlot: () => exposed(new PlotRenderer(PLOT_MIME, surroundings)),
        });
      }
      return exposed(new PlotRenderer(mimeType, surroundings));
    };
    const exposed = (plot: PlotRenderer): PlotRenderer => {
      if (PageConfig.getOption("exposeAppInBrowser") === "true") {
        Object.assign(plot.node, { genobookPlot: plot });
      }
      return plot;
    };
    rendermime.addFactory(
      {
        safe: true,
        mimeTypes: MIME_TYPES,
        defaultRank: RANK,
        createRenderer: ({ mimeType }) => new PlotOutput(() => openPlot(mimeType)),
      },
      RANK,
    );
  },
};
