import type { JsonObject } from "./plot-spec.ts";

/** A horizontal axis of effects or odds ratios, and where marks are held when they would leave it. */
export interface EffectAxis {
  /** On the scale of the numbers: log odds, not odds ratios. */
  readonly low: number;
  readonly high: number;
  readonly oddsRatio: boolean;
  /** Vega-Lite's `scale` and `axis` of the channel. */
  readonly channel: JsonObject;
  /** What has no effect: 1 or 0, as drawn. */
  readonly nullValue: number;
}

export interface AxisRow {
  readonly beta: number;
  readonly ciLower: number;
  readonly ciUpper: number;
  /** Whether the whole interval must be on the axis. */
  readonly isCombined: boolean;
}

/** An interval this many times as wide as the middle one may be cut. */
const WIDE = 3;
/** It is where the axis would otherwise grow by this factor. */
const MOST_STRETCH = 1.6;

/**
 * An axis that shows combined estimates and all but very wide intervals whole. A few variants that say little do not
 * squeeze the rest: what of them lies beyond is drawn at the edge.
 */
export function effectAxis(
  rows: readonly AxisRow[],
  { oddsRatio, title }: { readonly oddsRatio: boolean; readonly title: readonly string[] },
): EffectAxis {
  const widths = finite(rows.map(({ ciLower, ciUpper }) => ciUpper - ciLower)).sort(
    (a, b) => a - b,
  );
  const widest = WIDE * (widths[widths.length >> 1] ?? Infinity);
  const whole = rows.filter(
    ({ isCombined, ciLower, ciUpper }) => isCombined || !(ciUpper - ciLower > widest),
  );
  const full = span(rows);
  const robust = span(whole);
  const isCut = full[1] - full[0] > MOST_STRETCH * (robust[1] - robust[0]);
  const [from, to] = isCut ? robust : full;
  const margin = 0.04 * (to - from || 1);
  // exp of more than 300 leaves what a drawing can hold.
  const [low, high] = [Math.max(from - margin, -300), Math.min(to + margin, 300)];
  const shown = (value: number): number =>
    Number((oddsRatio ? Math.exp(value) : value).toPrecision(5));
  const common = {
    title,
    labelFontSize: 11,
    titleFontSize: 12,
    gridOpacity: 0.35,
    labelFlush: false,
    labelSeparation: 6,
  };
  return {
    low,
    high,
    oddsRatio,
    nullValue: oddsRatio ? 1 : 0,
    channel: {
      scale: {
        ...(oddsRatio && { type: "log" }),
        domain: [shown(low), shown(high)],
        nice: false,
        zero: oddsRatio ? undefined : false,
      },
      axis: oddsRatio
        ? { ...common, values: oddsTicks(Math.exp(low), Math.exp(high)), format: "~r" }
        : { ...common, tickCount: 6 },
    },
  };
}

/** Places of `beta`, `ciLower` and `ciUpper` as drawn, and which of them lie beyond the axis. */
export function effectTransforms({ low, high, oddsRatio }: EffectAxis): JsonObject[] {
  const drawn = (field: string): string => {
    const held = `clamp(datum.${field}, ${low}, ${high})`;
    return oddsRatio ? `exp(${held})` : held;
  };
  return [
    { calculate: drawn("beta"), as: "x" },
    { calculate: drawn("ciLower"), as: "xLow" },
    { calculate: drawn("ciUpper"), as: "xHigh" },
    { calculate: `datum.ciLower < ${low}`, as: "beyondLow" },
    { calculate: `datum.ciUpper > ${high}`, as: "beyondHigh" },
    { calculate: `datum.beta < ${low} ? -1 : datum.beta > ${high} ? 1 : 0`, as: "beyond" },
  ];
}

const MOST_TICKS = 8;
/** Up to this ratio of the ends, ticks are evenly spaced numbers: 1, 1.1, 1.2. */
const NARROW = 4;

/** Ratios that people read at sight: 0.9, 1, 1.1 on a short axis, 0.5, 1, 2, 5 on a long one. */
function oddsTicks(low: number, high: number): number[] {
  if (high / low <= NARROW) {
    const step = niceStep((high - low) / (MOST_TICKS - 2));
    const first = Math.ceil(low / step);
    const count = Math.floor(high / step) - first + 1;
    return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(6)));
  }
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const decades = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  for (const leads of [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]) {
    const ticks = decades
      .flatMap((exponent) => leads.map((lead) => Number(`${lead}e${exponent}`)))
      .filter((ratio) => ratio >= low && ratio <= high);
    if (ticks.length <= MOST_TICKS) return ticks;
  }
  const stride = Math.ceil(decades.length / MOST_TICKS);
  return decades
    .filter((exponent) => exponent % stride === 0)
    .map((exponent) => Number(`1e${exponent}`));
}

/** The smallest of 1, 2, 2.5, 5 × 10^k that is at least `span`. */
function niceStep(span: number): number {
  const power = 10 ** Math.floor(Math.log10(span));
  return power * ([1, 2, 2.5, 5].find((lead) => lead * power >= span) ?? 10);
}

function finite(values: readonly number[]): number[] {
  return values.filter(Number.isFinite);
}

/** From the lowest to the highest end of an interval, no effect included. */
function span(rows: readonly AxisRow[]): readonly [low: number, high: number] {
  const ends = finite(rows.flatMap(({ beta, ciLower, ciUpper }) => [beta, ciLower, ciUpper]));
  return [Math.min(0, ...ends), Math.max(0, ...ends)];
}
