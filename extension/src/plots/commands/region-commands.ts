import {
  caretLeftIcon,
  caretRightIcon,
  checkIcon,
  closeIcon,
  type LabIcon,
} from "@jupyterlab/ui-components";
import { NO_ARGUMENTS } from "../../conventions.ts";
import type { Regions } from "../region/regions.ts";
import type { PlotRenderer } from "../renderer.ts";
import type { PlotCommandParts } from "./command-parts.ts";

export const REGION_COMMANDS = [
  "genobook:plot-ld-reference",
  "genobook:plot-previous-lead",
  "genobook:plot-next-lead",
  "genobook:plot-close-region",
] as const;

/** Commands of the region that is open beside a plot. */
export function addRegionCommands({ app, trans, activePlot, regions }: PlotCommandParts): void {
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
