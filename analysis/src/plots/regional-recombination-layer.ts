import { AXIS, SERIES_COLOURS } from "./layers.ts";
import type { JsonObject } from "./plot-spec.ts";
import { tickValues, type RegionalFrame } from "./regional-frame.ts";
import type { RatePoint } from "./regional-recombination.ts";

/** Rates have an axis of their own, whose 0 lies where that of P does. */
export function recombinationLayer(
  rates: readonly RatePoint[],
  { top, foot }: RegionalFrame,
  x: JsonObject,
): JsonObject {
  const highest = Math.max(20, ...rates.map(({ rate }) => rate)) * 1.1;
  return {
    name: "recombination",
    data: { values: rates.map(({ position, rate }) => ({ basePairLocation: position, rate })) },
    mark: {
      type: "line",
      interpolate: "step-after",
      color: SERIES_COLOURS[6],
      strokeWidth: 1.2,
      opacity: 0.75,
      tooltip: null,
    },
    encoding: {
      x,
      y: {
        field: "rate",
        type: "quantitative",
        scale: { domain: [(foot * highest) / top, highest], nice: false, zero: false },
        axis: {
          ...AXIS,
          orient: "right",
          grid: false,
          title: "Recombination (cM/Mb)",
          values: tickValues(highest),
        },
      },
    },
  };
}
