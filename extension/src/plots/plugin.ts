import { PLOT_MIME } from "@genobook/kernel/messages";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, IThemeManager } from "@jupyterlab/apputils";
import { PageConfig } from "@jupyterlab/coreutils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ITranslator, nullTranslator, type TranslationBundle } from "@jupyterlab/translation";
import {
  addBelowIcon,
  caretLeftIcon,
  caretRightIcon,
  checkIcon,
  closeIcon,
  copyIcon,
  downloadIcon,
  type LabIcon,
} from "@jupyterlab/ui-components";
import { Menu } from "@lumino/widgets";
import { NO_ARGUMENTS, TRANSLATION_DOMAIN } from "../conventions.ts";
import { canExport, EXPORT_KINDS, type ExportKind } from "./export-kinds.ts";
import { IPlotLinks } from "./plot-links-token.ts";
import { IDataKernel } from "../data-service/data-kernel-token.ts";
import { PlotOutput } from "./plot-output.ts";
import type { Regions } from "./region/regions.ts";
import type { PlotRenderer, PlotSurroundings } from "./renderer.ts";

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
    const state: { active: PlotRenderer | null; regions: Regions | null } = {
      active: null,
      regions: null,
    };
    const activePlot = (): PlotRenderer | null => (state.active?.isDisposed ? null : state.active);
    addExportCommands(app, trans, activePlot);
    addExcludeCommand(app, trans, notebooks, activePlot);
    addSelectionCommands(app, trans, activePlot, () => state.regions);
    addRegionCommands(app, trans, activePlot, () => state.regions);
    const menu = plotMenu(app);
    const verbs = [...EXPORT_KINDS.map(exportCommand), EXCLUDE_COMMAND, ...REGION_COMMANDS];
    verbs.forEach((command, rank) => {
      app.contextMenu.addItem({ command, selector: ".jp-GenobookPlot", rank });
      palette?.addItem({ command, category: trans.__("Statistical genetics") });
    });
    const openPlot = async (mimeType: string): Promise<PlotRenderer> => {
      const [{ PlotRenderer }, { Regions }] = await Promise.all([
        import("./renderer.ts"),
        import("./region/regions.ts"),
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
          openBelow(menu, button);
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

const EXCLUDE_COMMAND = "genobook:plot-exclude-variant";

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

/** Adds the command that writes, and does not run, a cell without the variant that is picked in a plot. */
function addExcludeCommand(
  app: JupyterFrontEnd,
  trans: TranslationBundle,
  notebooks: INotebookTracker | null,
  activePlot: () => PlotRenderer | null,
): void {
  const variantOf = ({ variantId }: { readonly [key: string]: unknown }): string | undefined =>
    typeof variantId === "string" && variantId !== ""
      ? variantId
      : (activePlot()?.excludableVariant ?? undefined);
  app.commands.addCommand(EXCLUDE_COMMAND, {
    label: (args) => {
      const variantId = variantOf(args);
      return variantId === undefined
        ? trans.__("Exclude the selected variant in a new cell")
        : trans.__("Exclude %1 in a new cell", variantId);
    },
    caption: trans.__(
      "Add a cell below the plot that leaves the variant out and draws the plot again; it is not run",
    ),
    icon: addBelowIcon,
    describedBy: {
      args: {
        type: "object",
        properties: {
          variantId: {
            type: "string",
            description: "The variant to leave out; the one selected in the plot unless given",
          },
        },
      },
    },
    isEnabled: (args) => notebooks !== null && variantOf(args) !== undefined,
    execute: async (args) => {
      const variantId = variantOf(args);
      if (notebooks === null || variantId === undefined) return;
      const { insertExclusion } = await import("./exclude-cell.ts");
      await insertExclusion(variantId, activePlot(), notebooks, trans);
    },
  });
}

/** Commands of the keys that the schema binds to a plot that has the focus. */
function addSelectionCommands(
  app: JupyterFrontEnd,
  trans: TranslationBundle,
  activePlot: () => PlotRenderer | null,
  regions: () => Regions | null,
): void {
  app.commands.addCommand("genobook:plot-select", {
    label: trans.__("Select this point in all plots"),
    caption: trans.__(
      "Mark the variant that the arrow keys have come to in every plot that shows it",
    ),
    icon: checkIcon,
    describedBy: NO_ARGUMENTS,
    execute: () => activePlot()?.pickStepped(),
  });
  // Notebook 7 gives keys to commands before the drawing hears them, and the arrow keys to one of its own.
  const addStep = (command: string, label: string, icon: LabIcon, direction: 1 | -1): void => {
    app.commands.addCommand(command, {
      label,
      caption: trans.__("Step through the points of the plot that has the focus"),
      icon,
      describedBy: NO_ARGUMENTS,
      execute: () => activePlot()?.step(direction),
    });
  };
  addStep("genobook:plot-next-point", trans.__("Next point of a plot"), caretRightIcon, 1);
  addStep("genobook:plot-previous-point", trans.__("Previous point of a plot"), caretLeftIcon, -1);
  app.commands.addCommand("genobook:plot-clear-selection", {
    label: trans.__("Clear the selection of plots"),
    caption: trans.__("Let go of the variant that is marked in all plots"),
    icon: closeIcon,
    describedBy: NO_ARGUMENTS,
    execute: () => {
      const plot = activePlot();
      plot?.clearSelection();
      if (plot !== null) regions()?.close(plot);
    },
  });
}

const REGION_COMMANDS = [
  "genobook:plot-ld-reference",
  "genobook:plot-previous-lead",
  "genobook:plot-next-lead",
  "genobook:plot-close-region",
] as const;

/** Commands of the region that is open beside a plot. */
function addRegionCommands(
  app: JupyterFrontEnd,
  trans: TranslationBundle,
  activePlot: () => PlotRenderer | null,
  regions: () => Regions | null,
): void {
  const add = (
    command: (typeof REGION_COMMANDS)[number],
    words: readonly [label: string, caption: string],
    icon: LabIcon,
    act: (plot: PlotRenderer, open: Regions) => void,
  ): void => {
    app.commands.addCommand(command, {
      label: words[0],
      caption: words[1],
      icon,
      describedBy: NO_ARGUMENTS,
      isEnabled: () => {
        const plot = activePlot();
        return plot !== null && (regions()?.has(plot) ?? false);
      },
      execute: () => {
        const [plot, open] = [activePlot(), regions()];
        if (plot !== null && open !== null) act(plot, open);
      },
    });
  };
  add(
    "genobook:plot-ld-reference",
    [
      trans.__("Show LD with the selected variant"),
      trans.__("Colour the region by r² with the variant that is selected in it"),
    ],
    checkIcon,
    (plot, open) => open.referToSelected(plot),
  );
  add(
    "genobook:plot-previous-lead",
    [trans.__("Region of the previous lead variant"), trans.__("Go back along the genome")],
    caretLeftIcon,
    (plot, open) => open.toLead(plot, -1),
  );
  add(
    "genobook:plot-next-lead",
    [trans.__("Region of the next lead variant"), trans.__("Go on along the genome")],
    caretRightIcon,
    (plot, open) => open.toLead(plot, 1),
  );
  add(
    "genobook:plot-close-region",
    [trans.__("Close the region"), trans.__("Close the regional plot below its plot")],
    closeIcon,
    (plot, open) => open.close(plot),
  );
}

function plotMenu(app: JupyterFrontEnd): Menu {
  const menu = new Menu({ commands: app.commands });
  for (const kind of EXPORT_KINDS) menu.addItem({ command: exportCommand(kind) });
  menu.addItem({ type: "separator" });
  menu.addItem({ command: EXCLUDE_COMMAND });
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
