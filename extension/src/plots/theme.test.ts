import { afterEach, expect, test, vi } from "vitest";
import { FORCED_COLOURS } from "../forced-colours.ts";
import { PRINT_COLOURS, themeColours, vegaConfig } from "./theme.ts";

afterEach(() => vi.unstubAllGlobals());

test("colours come from the theme's variables and fall back to those for print", () => {
  const element = document.createElement("div");
  element.style.setProperty("--jp-ui-font-color1", " rgb(255, 255, 255)");
  document.body.append(element);
  const colours = themeColours(getComputedStyle(element));
  expect(colours.text).toBe("rgb(255, 255, 255)");
  expect(colours.line).toBe(PRINT_COLOURS.line);
  expect(colours.background).toBe("transparent");
});

test("where the system forces its colours, they win over the theme's", () => {
  vi.stubGlobal("matchMedia", (media: string) => ({ matches: media === FORCED_COLOURS }));
  const element = document.createElement("div");
  element.style.setProperty("--jp-ui-font-color1", "rgb(1, 2, 3)");
  document.body.append(element);
  const nodes = document.body.childElementCount;
  const probe = document.createElement("span");
  probe.style.color = "CanvasText";
  document.body.append(probe);
  const canvasText = getComputedStyle(probe).color;
  probe.remove();
  const { text, mutedText, line } = themeColours(getComputedStyle(element));
  expect(canvasText).not.toBe("");
  expect([text, mutedText, line]).toEqual(Array(3).fill(canvasText));
  expect(document.body.childElementCount).toBe(nodes);
});

test("every text of a plot is drawn in the theme's colours", () => {
  const colours = { ...PRINT_COLOURS, text: "#111111", mutedText: "#222222" };
  const config = vegaConfig(colours) as Record<string, Record<string, unknown>>;
  expect(config["title"]?.["color"]).toBe("#111111");
  expect(config["axis"]?.["labelColor"]).toBe("#222222");
  expect(config["legend"]?.["labelColor"]).toBe("#222222");
  expect(config["text"]?.["color"]).toBe("#111111");
  expect(config["style"]?.["guide-label"]).toEqual({ fill: "#222222" });
});
