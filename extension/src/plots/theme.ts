import type { Config } from "vega-embed";
import { systemColours } from "../forced-colours.ts";

/** The colours and the font a plot takes from its surroundings. */
export interface PlotColours {
  readonly text: string;
  readonly mutedText: string;
  readonly line: string;
  readonly grid: string;
  readonly background: string;
  readonly font: string;
}

/** What leaves the notebook is dark on white, whatever the theme on screen. */
export const PRINT_COLOURS: PlotColours = {
  text: "#1a1a1a",
  mutedText: "#4a4a4a",
  line: "#6b6b6b",
  grid: "#e3e3e3",
  background: "#ffffff",
  font: "Helvetica, Arial, sans-serif",
};

/** Fainter than any line of data on every ground; a theme's lines between panels may be white on black. */
const SCREEN_GRID = "rgba(128, 128, 128, 0.5)";

/**
 * Reads the theme's colours from JupyterLab's CSS variables.
 *
 * @param style - computed style of an element inside the themed page
 * @returns the print colours wherever the theme leaves a variable empty, and the system's own where it forces them, on a
 * transparent ground
 */
export function themeColours(style: CSSStyleDeclaration): PlotColours {
  const variable = (name: string, otherwise: string): string =>
    style.getPropertyValue(name).trim() || otherwise;
  const font = variable("--jp-ui-font-family", PRINT_COLOURS.font);
  const background = "transparent";
  const forced = systemColours();
  if (forced !== null) {
    const { text } = forced;
    return { text, mutedText: text, line: text, grid: SCREEN_GRID, background, font };
  }
  return {
    text: variable("--jp-ui-font-color1", PRINT_COLOURS.text),
    mutedText: variable("--jp-ui-font-color2", PRINT_COLOURS.mutedText),
    line: variable("--jp-border-color0", PRINT_COLOURS.line),
    grid: SCREEN_GRID,
    background,
    font,
  };
}

/** The Vega configuration that draws text, axes and legends in the given colours. */
export function vegaConfig(colours: PlotColours): Config {
  const { text, mutedText, line, grid, background, font } = colours;
  return {
    background,
    font,
    view: { stroke: "transparent" },
    title: {
      color: text,
      subtitleColor: mutedText,
      fontSize: 14,
      fontWeight: 600,
      subtitleFontSize: 12,
      subtitlePadding: 4,
      anchor: "start",
      frame: "group",
      offset: 12,
    },
    axis: {
      labelColor: mutedText,
      titleColor: text,
      labelFontSize: 11,
      titleFontSize: 12,
      titleFontWeight: 500,
      titlePadding: 8,
      domainColor: line,
      tickColor: line,
      gridColor: grid,
    },
    legend: { labelColor: mutedText, titleColor: text, labelFontSize: 11, titleFontSize: 12 },
    // Vega-Lite draws both black unless told otherwise.
    text: { color: text },
    rule: { color: text },
    header: { labelColor: mutedText, titleColor: text },
    style: { "guide-label": { fill: mutedText }, "guide-title": { fill: text } },
  };
}
