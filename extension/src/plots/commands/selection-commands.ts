import {
  caretLeftIcon,
  caretRightIcon,
  checkIcon,
  closeIcon,
  type LabIcon,
} from "@jupyterlab/ui-components";
import { NO_ARGUMENTS } from "../../conventions.ts";
import type { PlotCommandParts } from "./command-parts.ts";

/** Commands of the keys that the schema binds to a plot that has the focus. */
export function addSelectionCommands({ app, trans, activePlot, regions }: PlotCommandParts): void {
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
