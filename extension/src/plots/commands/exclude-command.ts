import { addBelowIcon } from "@jupyterlab/ui-components";
import type { PlotCommandParts } from "./command-parts.ts";

export const EXCLUDE_COMMAND = "genobook:plot-exclude-variant";

/** Adds the command that writes, and does not run, a cell without the variant that is picked in a plot. */
export function addExcludeCommand({ app, trans, notebooks, activePlot }: PlotCommandParts): void {
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
      const { insertExclusion } = await import("../exclude-cell.ts");
      await insertExclusion(variantId, activePlot(), notebooks, trans);
    },
  });
}
