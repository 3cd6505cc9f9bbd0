import { numberText } from "./plot-numbers.ts";

/** A drawing area among others above each other in one view, so that hosts can give the whole another width. */
export interface Panel {
  /** Vega's expression of the place of a value. */
  readonly expression: (value: string) => string;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  /** Where its title stands. */
  readonly titleAt: number;
}

/** From the foot of one panel to that of the next, of which the panel takes 1 and its title the rest. */
export const PANEL_PITCH = 1.25;

/** @param place - 0 for the lowest */
export function panelOf(
  values: readonly number[],
  { place, isLog }: { readonly place: number; readonly isLog: boolean },
): Panel {
  const scaled = values
    .map((value) => (isLog ? Math.log10(value) : value))
    .filter((value) => Number.isFinite(value));
  const least = scaled.reduce((a, b) => Math.min(a, b), Infinity);
  const most = scaled.reduce((a, b) => Math.max(a, b), -Infinity);
  const margin = 0.06 * (most - least || Math.abs(most) || 1);
  const [low, high] = [least - margin, most + margin];
  const foot = place * PANEL_PITCH;
  const placeOf = (value: number): number =>
    Number((foot + (value - low) / (high - low)).toFixed(6));
  return {
    expression: (value) => {
      const shown = isLog ? `log(${value}) / LN10` : value;
      return `isValid(${value}) ? ${foot} + (${shown} - ${low}) / ${high - low} : null`;
    },
    ticks: tickValues(low, high, isLog).map((value) => ({
      at: placeOf(value),
      label: numberText(isLog ? 10 ** value : value).replace(".00e", "e"),
    })),
    titleAt: foot + 1 + (PANEL_PITCH - 1) / 2,
  };
}

export function panelTicks(panels: readonly Panel[]): Panel["ticks"] {
  return panels.flatMap(({ ticks }) => ticks).toSorted((a, b) => a.at - b.at);
}

/** Three to five round numbers; on a log axis powers of ten, where there are two. */
function tickValues(low: number, high: number, isLog: boolean): number[] {
  if (isLog && Math.floor(high) - Math.ceil(low) >= 1) {
    const stride = Math.ceil((Math.floor(high) - Math.ceil(low) + 1) / 5);
    const first = Math.ceil(low / stride) * stride;
    return Array.from(
      { length: Math.floor((high - first) / stride) + 1 },
      (_, i) => first + i * stride,
    );
  }
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((lead) => lead * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(6)),
  );
}
