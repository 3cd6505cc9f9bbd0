import * as vegaLite from "vega-lite";
import { expect, test } from "vitest";
import { chooseRenderer, fittingWidth, isResizable, prepareSpec } from "./prepare-spec.ts";
import { wrapSubtitle } from "./wrap-subtitle.ts";

const SPEC = {
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  usermeta: { embedOptions: { ast: false, actions: true } },
  width: 800,
  height: 300,
  background: "white",
  config: { axis: { labelColor: "black", labelAngle: 45 } },
  data: { values: [{ a: 1 }] },
  mark: "point",
  encoding: { x: { field: "a", type: "quantitative" } },
};

test("options that a specification carries cannot reach vega-embed", () => {
  expect(prepareSpec(SPEC, {})).not.toHaveProperty("usermeta");
  expect(SPEC).toHaveProperty("usermeta");
});

test("width and colours are ours, everything else stays", () => {
  const drawn = prepareSpec(SPEC, { width: 500, config: { axis: { labelColor: "red" } } });
  expect(drawn).toMatchObject({
    width: 500,
    height: 300,
    config: { axis: { labelColor: "red", labelAngle: 45 } },
  });
  expect(drawn).not.toHaveProperty("background");
  const compiled = vegaLite.compile(drawn as unknown as vegaLite.TopLevelSpec).spec;
  expect(compiled).toMatchObject({ width: 500, autosize: { type: "fit-x" } });
});

test("a specification without our options keeps its own width and colours", () => {
  expect(prepareSpec(SPEC, {})).toMatchObject({
    width: 800,
    background: "white",
    config: SPEC.config,
  });
});

test("plots of several areas keep the width they were made with", () => {
  expect(isResizable({ hconcat: [] })).toBe(false);
  expect(isResizable({ mark: "bar", encoding: { row: { field: "a" } } })).toBe(false);
  expect(isResizable(SPEC)).toBe(true);
});

test("canvas begins above two thousand marks", () => {
  expect(chooseRenderer(2000)).toBe("svg");
  expect(chooseRenderer(2001)).toBe("canvas");
});

test("a subtitle breaks into lines that fit, and the plot grows by them", () => {
  const title = { text: "T", subtitle: ["one two three four five six seven", "short"] };
  const { title: wrapped, extraHeight } = wrapSubtitle(title, 120);
  expect(wrapped).toEqual({
    text: "T",
    subtitle: ["one two three four", "five six seven", "short"],
  });
  expect(extraHeight).toBe(14);
  const band = "Band: pointwise 95 % for independent variants; LD is ignored";
  expect(wrapSubtitle({ subtitle: band }, 380).extraHeight).toBe(14);
  expect(wrapSubtitle({ subtitle: band }, 420).extraHeight).toBe(0);
  const long = {
    text: ["MR forest plot: LDL cholesterol → coronary heart disease"],
    subtitle: "a",
  };
  const narrow = wrapSubtitle(long, 320);
  expect((narrow.title as typeof long).text).toEqual([
    "MR forest plot: LDL cholesterol",
    "→ coronary heart disease",
  ]);
  expect(narrow.extraHeight).toBe(17);
  expect(wrapSubtitle({ ...long, frame: "bounds" }, 600).extraHeight).toBe(0);
  const plain = "plain";
  expect(wrapSubtitle(plain, 120)).toEqual({ title: plain, extraHeight: 0 });
});

test("wide plots fill the room, squarish ones keep their shape, and all shrink", () => {
  expect(fittingWidth({ width: 800, height: 400 }, 1000)).toBe(1000);
  expect(fittingWidth({ width: 480, height: 480 }, 1000)).toBe(480);
  expect(fittingWidth({ width: 480, height: 480 }, 400)).toBe(400);
  expect(fittingWidth({ width: "container" }, 700)).toBe(700);
});
