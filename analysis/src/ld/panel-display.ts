import { whole } from "../words.ts";
import { escapeHtml } from "../table-display.ts";
import type { LdPanel } from "./ld-panel.ts";

/** Lets a notebook and a terminal show a panel by its account in words. */
export function showPanel<T extends LdPanel>(panel: T): T {
  const lines = describePanel(panel);
  const html = lines.map(escapeHtml).join("<br>");
  Object.defineProperty(panel, Symbol.for("Jupyter.display"), {
    value: () => ({ "text/plain": lines.join("\n"), "text/html": `<p>${html}</p>` }),
  });
  Object.defineProperty(panel, Symbol.for("nodejs.util.inspect.custom"), {
    value: () => lines.join("\n"),
  });
  return panel;
}

function describePanel({ variants, blockCount, blockStart, ...panel }: LdPanel): string[] {
  let largest = 0;
  for (let b = 0; b < blockCount; b++)
    largest = Math.max(largest, blockStart[b + 1] - blockStart[b]);
  return [
    `LD of ${whole(variants.count)} variants among ${whole(panel.sampleCount)} people of ${panel.source}${panel.build ? `, ${panel.build}` : ""}.`,
    `${whole(blockCount)} block${blockCount === 1 ? "" : "s"} of up to ${whole(largest)} variants.`,
    ...(panel.shrink ? [`Correlations are shrunk by ${panel.shrink}.`] : []),
    ...(panel.notices ?? []),
  ];
}
