import type { FileKind } from "@genobook/kernel/messages";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { Clipboard, ICommandPalette, MainAreaWidget, Notification } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import {
  addBelowIcon,
  caretDownIcon,
  caretLeftIcon,
  caretRightIcon,
  checkIcon,
  filterIcon,
  listIcon,
  refreshIcon,
  searchIcon,
  stopIcon,
} from "@jupyterlab/ui-components";
import { COMMANDS, NO_ARGUMENTS, TRANSLATION_DOMAIN } from "../conventions.ts";
import type { FileViewer } from "./file-viewer.ts";

const GO_TO_REGION = "genobook:viewer-go-to-region";
const FILTER = "genobook:viewer-filter";
const SORT = "genobook:viewer-sort";
const COUNT_ALL = "genobook:viewer-count-all";
const LD_NEXT = "genobook:viewer-ld-next";
const LD_PREVIOUS = "genobook:viewer-ld-previous";
const LD_CHECK = "genobook:viewer-ld-check";
const STOP = "genobook:viewer-stop";
const FIRST_ROWS = "genobook:viewer-first-rows";
const AS_CODE = "genobook:viewer-as-code";

export const viewers: JupyterFrontEndPlugin<void> = {
  id: "@genobook/extension:viewers",
  description: "Commands of the viewers of genotypes, summary statistics, scores and LD panels.",
  autoStart: true,
  optional: [ITranslator, ICommandPalette, INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    notebooks: INotebookTracker | null,
  ) => {
    const { commands, shell } = app;
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const category = trans.__("Statistical genetics");
    const current = (): FileViewer | null => {
      const { currentWidget } = shell;
      if (!(currentWidget instanceof MainAreaWidget)) return null;
      return (currentWidget.content as { readonly viewer?: FileViewer | null }).viewer ?? null;
    };
    const isEnabled = (): boolean => current() !== null;
    commands.addCommand(GO_TO_REGION, {
      label: trans.__("Go to Region"),
      caption: trans.__("Write a chromosome and positions, and see the rows there"),
      icon: searchIcon,
      describedBy: {
        args: {
          type: "object",
          properties: { region: { type: "string", description: "6:28000000-34000000" } },
        },
      },
      isEnabled,
      execute: async ({ region }) => {
        if (typeof region === "string") await current()?.goTo(region);
        else current()?.focusBox("region");
      },
    });
    commands.addCommand(FILTER, {
      label: trans.__("Filter Rows"),
      caption: trans.__("Write a condition, and see the rows that satisfy it"),
      icon: filterIcon,
      describedBy: NO_ARGUMENTS,
      isEnabled,
      execute: () => current()?.focusBox("where"),
    });
    commands.addCommand(SORT, {
      label: trans.__("Sort by This Column"),
      caption: trans.__(
        "Smallest first; again for largest first, and once more for the order of the file",
      ),
      icon: caretDownIcon,
      describedBy: {
        args: {
          type: "object",
          properties: {
            column: { type: "string", description: "That of the cell cursor when left out" },
          },
        },
      },
      isEnabled,
      execute: ({ column }) => current()?.sort(typeof column === "string" ? column : undefined),
    });
    commands.addCommand(COUNT_ALL, {
      label: trans.__("Count All Rows"),
      caption: trans.__(
        "Look at every row, not a sample, for frequencies and the column of the cell cursor",
      ),
      icon: refreshIcon,
      describedBy: NO_ARGUMENTS,
      isEnabled,
      execute: () => current()?.countAll(),
    });
    const hasMap = (): boolean => (current()?.map ?? null) !== null;
    const ofMap = { isEnabled: hasMap, isVisible: hasMap };
    commands.addCommand(LD_PREVIOUS, {
      label: trans.__("Previous Variants of the LD Map"),
      caption: trans.__("Correlations of the variants before those shown"),
      icon: caretLeftIcon,
      describedBy: NO_ARGUMENTS,
      ...ofMap,
      execute: () => current()?.map?.step(-1),
    });
    commands.addCommand(LD_NEXT, {
      label: trans.__("Next Variants of the LD Map"),
      caption: trans.__("Correlations of the variants after those shown"),
      icon: caretRightIcon,
      describedBy: NO_ARGUMENTS,
      ...ofMap,
      execute: () => current()?.map?.step(1),
    });
    commands.addCommand(LD_CHECK, {
      label: trans.__("Check LD Against Summary Statistics"),
      caption: trans.__("Whether the panel fits a study, in words"),
      icon: checkIcon,
      describedBy: NO_ARGUMENTS,
      ...ofMap,
      execute: () => current()?.focusCheck(),
    });
    commands.addCommand(STOP, {
      label: trans.__("Stop Looking Through Rows"),
      caption: trans.__("Stop a filter, a sort or a search; the rows stay as they are"),
      icon: stopIcon,
      describedBy: NO_ARGUMENTS,
      isEnabled: () => current()?.model.isBusy === true,
      execute: () => current()?.model.stop(),
    });
    commands.addCommand(FIRST_ROWS, {
      label: trans.__("First 100 Rows as a Table"),
      caption: trans.__(
        "Show the first rows as HTML, which screen readers read, or the grid again",
      ),
      icon: listIcon,
      describedBy: NO_ARGUMENTS,
      isEnabled,
      execute: () => current()?.toggleTable(),
    });
    commands.addCommand(AS_CODE, {
      label: trans.__("Insert This View as Code"),
      caption: trans.__("TypeScript that gives the same rows in the same order"),
      icon: addBelowIcon,
      describedBy: NO_ARGUMENTS,
      isEnabled,
      execute: () => current()?.insertCode(),
    });
    commands.addCommand(COMMANDS.insertViewCode, {
      label: trans.__("Insert Rows of a File as Code"),
      caption: trans.__("Into the notebook used last, or onto the clipboard when none is open"),
      icon: addBelowIcon,
      describedBy: {
        args: {
          type: "object",
          required: ["path", "kind"],
          properties: {
            path: { type: "string", description: "From the server's root" },
            kind: {
              type: "string",
              enum: ["summary-statistics", "genotypes", "scores", "ld-panel"],
            },
            where: { type: "string" },
            orderBy: { type: "string" },
            isDescending: { type: "boolean" },
          },
        },
      },
      execute: async (args) => {
        const { viewCode } = await import("./as-code.ts");
        const panel = notebooks?.currentWidget ?? null;
        const text = (name: string): string => (typeof args[name] === "string" ? args[name] : "");
        const path = text("path");
        const seen = panel ? PathExt.relative(PathExt.dirname(panel.context.path), path) : path;
        const code = viewCode(args["kind"] as FileKind, seen, {
          where: text("where"),
          orderBy: text("orderBy"),
          isDescending: args["isDescending"] === true,
        });
        if (panel) {
          const { insertCell } = await import("../insert/insert-cell.ts");
          await insertCell(panel, code);
          Notification.success(
            trans.__("A cell was added to %1.", PathExt.basename(panel.context.path)),
            { autoClose: 4000 },
          );
        } else {
          Clipboard.copyToSystem(code);
          Notification.info(trans.__("The code is on the clipboard: no notebook is open."), {
            autoClose: 4000,
          });
        }
      },
    });
    [
      ...[GO_TO_REGION, FILTER, SORT, STOP, COUNT_ALL, FIRST_ROWS, AS_CODE],
      ...[LD_PREVIOUS, LD_NEXT, LD_CHECK],
    ].forEach((command, rank) => {
      palette?.addItem({ command, category });
      app.contextMenu.addItem({ command, selector: ".jp-GenobookViewer", rank });
    });
  },
};
