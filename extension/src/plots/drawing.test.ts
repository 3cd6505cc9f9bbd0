import { expect, test, vi } from "vitest";
import { closedLoader } from "./closed-loader.ts";
import { draw, drawForPrint } from "./drawing.ts";
import { vegaConfig, PRINT_COLOURS } from "./theme.ts";

const title = "Height";
const SPEC = {
  title,
  data: { values: [{ a: 1, b: 2 }] },
  mark: { type: "point", tooltip: true },
  encoding: {
    x: { field: "a", type: "quantitative" },
    y: { field: "b", type: "quantitative" },
  },
  config: { title: { color: "white" } },
};

test("what leaves the notebook is drawn in print colours, at the width on screen", async () => {
  const svg = await drawForPrint(SPEC, 420, (view) => view.toSVG());
  expect(svg).toContain(PRINT_COLOURS.text);
  expect(svg).not.toContain('fill="white"');
  expect(svg).toContain('width="420"');
});

test("labels beside points are drawn in our colour, on screen and in print", async () => {
  const spec = {
    data: { values: [{ a: 1, variantId: "rs1" }] },
    mark: { type: "text" },
    encoding: { x: { field: "a", type: "quantitative" }, text: { field: "variantId" } },
    config: { text: { color: "#808080" } },
  };
  const labelColour = (svg: string) => /<text[^>]*fill="([^"]*)"[^>]*>rs1</.exec(svg)?.[1];
  const config = vegaConfig({ ...PRINT_COLOURS, text: "#f0f0f0" });
  const element = document.createElement("div");
  const drawing = await draw(element, spec, { config, ownPlot: true });
  expect(labelColour(await drawing.view.toSVG())).toBe("#f0f0f0");
  drawing.finalize();
  expect(await drawForPrint(spec, 300, async (view) => labelColour(await view.toSVG()))).toBe(
    PRINT_COLOURS.text,
  );
});

test("a plot that asks for an address is drawn without it and says which", async () => {
  const spec = { ...SPEC, data: { url: "https://example.org/rows.json" } };
  const options = { config: vegaConfig(PRINT_COLOURS), ownPlot: false };
  const drawing = await draw(document.createElement("div"), spec, options);
  expect(drawing.refused).toEqual(["https://example.org/rows.json"]);
  drawing.finalize();
});

test("expressions are interpreted: no code is made from text", async () => {
  let made = 0;
  const refuse = (): never => {
    made++;
    throw new EvalError("refused, as by a strict content security policy");
  };
  vi.stubGlobal("Function", new Proxy(Function, { apply: refuse, construct: refuse }));
  const spec = { ...SPEC, transform: [{ calculate: "datum.a * 2", as: "a" }] };
  const options = { config: vegaConfig(PRINT_COLOURS), ownPlot: false };
  try {
    const drawing = await draw(document.createElement("div"), spec, options);
    drawing.finalize();
  } finally {
    vi.unstubAllGlobals();
  }
  expect(made).toBe(0);
});

test("the loader refuses whatever way it is asked", async () => {
  const loader = closedLoader();
  await expect(loader.load("a")).rejects.toThrow("may not load a");
  await expect(loader.http("b", {})).rejects.toThrow();
  await expect(loader.file("c")).rejects.toThrow();
  expect(loader.refused).toEqual(["a", "b", "c"]);
});
