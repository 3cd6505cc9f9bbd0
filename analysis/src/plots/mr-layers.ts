import { seriesChannels, VERMILLION } from "./layers.ts";
import type { MethodEstimate } from "./mr-estimates.ts";
import { numberText } from "./plot-numbers.ts";
import type { JsonObject } from "./plot-spec.ts";

/** Neutral points, so that colour is left to the methods: 5.1:1 on white, 3.7:1 on the dark theme. */
export const POINT = "#6E6E6E";

/** One key a method, with its number, for a legend below the drawing. */
export function methodKeys(drawn: readonly MethodEstimate[]): string[] {
  return drawn.map(({ name, beta }) => `${name}: ${numberText(beta)}`);
}

/** Colour and dashes by method with one legend for both. */
export function methodChannels(keys: readonly string[], number = "slope"): JsonObject {
  return seriesChannels("method", keys, `Method: ${number}`);
}

/** Points as small as many need, and 24 px around each that answer for it and mark the one that is picked. */
export function variantLayers(
  encoding: JsonObject,
  tooltip: readonly JsonObject[],
  mark: JsonObject = {},
): JsonObject[] {
  return [
    {
      name: "points",
      mark: { type: "point", filled: true, size: 45, opacity: 1, color: POINT, ...mark },
      encoding: { ...encoding, tooltip },
    },
    {
      name: "targets",
      params: [{ name: "variant", select: { type: "point", fields: ["variantId"] } }],
      mark: {
        type: "point",
        aria: false,
        filled: true,
        size: 450,
        fill: "transparent",
        strokeWidth: 2,
      },
      encoding: {
        x: encoding.x,
        y: encoding.y,
        stroke: {
          condition: { param: "variant", empty: false, value: VERMILLION },
          value: "transparent",
        },
        tooltip,
      },
    },
  ];
}

export const INSTRUMENT_TOOLTIP: readonly JsonObject[] = [
  { field: "variantId", title: "Variant" },
  { field: "alleles", title: "Alleles (effect/other)" },
];
