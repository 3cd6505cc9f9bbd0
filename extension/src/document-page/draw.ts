import { parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import { closedLoader } from "../plots/closed-loader.ts";
import type { Drawing } from "../plots/drawing.ts";
import { chooseRenderer, prepareSpec } from "../plots/prepare-spec.ts";
import { type PlotSpec, plotRows } from "../plots/rows.ts";
import type { vegaConfig } from "../plots/theme.ts";

/** Draws without evaluating text as code, and without opening any address: the document's policy would stop both. */
export async function drawInDocument(
  container: HTMLElement,
  spec: PlotSpec,
  { width, config }: { readonly width: number; readonly config: ReturnType<typeof vegaConfig> },
): Promise<Drawing> {
  const prepared = prepareSpec(spec, { width, config });
  const loader = closedLoader();
  const compiled = compile(prepared as unknown as TopLevelSpec).spec;
  const view = new View(parse(compiled, undefined, { ast: true }), {
    expr: expressionInterpreter,
    loader,
    renderer: chooseRenderer(plotRows(spec).length),
    container,
    hover: false,
    tooltip: () => undefined,
  });
  await view.runAsync();
  return { view, refused: loader.refused, finalize: () => void view.finalize() };
}
