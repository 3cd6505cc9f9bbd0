import { PLOT_MIME } from "@genobook/kernel/messages";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, IThemeManager } from "@jupyterlab/apputils";
import { PageConfig } from "@jupyterlab/coreutils";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ITranslator, nullTranslator, type TranslationBundle } from "@jupyterlab/translation";
import { copyIcon, downloadIcon } from "@jupyterlab/ui-components";
import { Menu } from "@lumino/widgets";
import { NO_ARGUMENTS, TRANSLATION_DOMAIN } from "../conventions.ts";
import { canExport, EXPORT_KINDS, type ExportKind } from "./export-kinds.ts";
import { PlotOutput } from "./plot-output.ts";
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
  description: "Draws Genobook's plots and Vega-Lite 6 outputs, follows the theme, saves them.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [IThemeManager, ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    themes: IThemeManager | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const state: { active: PlotRenderer | null } = { active: null };
    addExportCommands(app, trans, () => (state.active?.isDisposed ? null : state.active));
    const menu = exportMenu(app);
    EXPORT_KINDS.forEach((kind, rank) => {
      const command = exportCommand(kind);
      app.contextMenu.addItem({ command, selector: ".jp-GenobookPlot", rank });
      palette?.addItem({ command, category: trans.__("Statistical genetics") });
    });
    const openPlot = async (mimeType: string): Promise<PlotRenderer> => {
      const { PlotRenderer } = await import("./renderer.ts");
      const plot = new PlotRenderer(mimeType, {
        trans,
        themeChanged: themes?.themeChanged ?? null,
        onActive: (active) => {
          state.active = active;
        },
        openMenu: (active, button) => {
          state.active = active;
          openBelow(menu, button);
        },
      });
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

function exportCommand(kind: ExportKind): string {
  return `genobook:plot-${kind}`;
}

function addExportCommands(
  app: JupyterFrontEnd,
  trans: TranslationBundle,
  activePlot: () => PlotRenderer | null,
): void {
  const labels: Record<ExportKind, readonly [label: string, caption: string]> = {
    svg: [trans.__("Save plot as SVG"), trans.__("A drawing that stays sharp at any size")],
    png: [trans.__("Save plot as PNG"), trans.__("A picture at twice the size on screen")],
    rows: [trans.__("Save plotted rows as TSV"), trans.__("The rows behind the plot, as text")],
    spec: [trans.__("Save Vega-Lite specification"), trans.__("The plot as JSON, rows included")],
    code: [trans.__("Copy code of this plot"), trans.__("TypeScript that makes the plot again")],
  };
  for (const kind of EXPORT_KINDS) {
    const [label, caption] = labels[kind];
    app.commands.addCommand(exportCommand(kind), {
      label,
      caption,
      icon: kind === "code" ? copyIcon : downloadIcon,
      describedBy: NO_ARGUMENTS,
      isEnabled: () => canExport(activePlot(), kind),
      execute: async () => {
        const plot = activePlot();
        if (plot === null) return;
        const { exportPlot } = await import("./export.ts");
        await exportPlot(plot, kind, trans);
      },
    });
  }
}

function exportMenu(app: JupyterFrontEnd): Menu {
  const menu = new Menu({ commands: app.commands });
  for (const kind of EXPORT_KINDS) menu.addItem({ command: exportCommand(kind) });
  return menu;
}

function openBelow(menu: Menu, button: HTMLElement): void {
  const { left, bottom } = button.getBoundingClientRect();
  const returnFocus = (): void => {
    menu.aboutToClose.disconnect(returnFocus);
    button.focus();
  };
  menu.aboutToClose.connect(returnFocus);
  menu.open(left, bottom);
}
