/** How −log10 P becomes a height: straight up to `at`, compressed above it; `at` Infinity means straight throughout. */
export interface YFold {
  readonly at: number;
  /** Height of one unit above `at`, in units below it. */
  readonly slope: number;
  /** Top of the axis, as drawn. */
  readonly top: number;
}

const FOLD_AT = 20;
// The compressed part takes a quarter of the height.
const UPPER_PER_LOWER = 1 / 3;
const HEADROOM = 1.08;

/** Folds above 20 once the strongest value is above 40, or above `at` when the caller says so; `false` never. */
export function foldFor(
  strongest: number,
  at: number | false | undefined,
  lowestTop: number,
): YFold {
  const limit = at === undefined ? (strongest > 2 * FOLD_AT ? FOLD_AT : Infinity) : at || Infinity;
  if (strongest <= limit)
    return { at: Infinity, slope: 1, top: Math.max(strongest, lowestTop) * HEADROOM };
  const slope = (limit * UPPER_PER_LOWER) / (strongest - limit);
  return { at: limit, slope, top: limit * (1 + UPPER_PER_LOWER) * HEADROOM };
}

/** The height at which −log10 P is drawn. */
export function foldedHeight(y: number, fold: YFold): number {
  return y <= fold.at ? y : fold.at + (y - fold.at) * fold.slope;
}

/** The same as a Vega expression. */
export function foldExpression(field: string, fold: YFold): string {
  if (fold.at === Infinity) return field;
  return `${field} <= ${fold.at} ? ${field} : ${fold.at} + (${field} - ${fold.at}) * ${fold.slope}`;
}

/** Axis ticks as drawn, and the expression that turns one back into −log10 P; undefined for a straight axis. */
export function foldedTicks(
  strongest: number,
  fold: YFold,
): { values: number[]; labelExpr: string } | undefined {
  if (fold.at === Infinity) return undefined;
  const lowerStep = roundStep(fold.at / 4);
  const ticks: number[] = [];
  for (let y = 0; y < fold.at - lowerStep / 2; y += lowerStep) ticks.push(y);
  ticks.push(fold.at);
  const upperStep = roundStep((strongest - fold.at) / 2);
  const clear = fold.at + (strongest - fold.at) / 4;
  for (let y = upperStep; y <= strongest; y += upperStep) if (y > clear) ticks.push(y);
  return {
    values: ticks.map((y) => foldedHeight(y, fold)),
    labelExpr: `format(datum.value <= ${fold.at} ? datum.value : ${fold.at} + (datum.value - ${fold.at}) / ${fold.slope}, '.0f')`,
  };
}

/** The largest of 1, 2, 5 × 10^k that is at most `span`, at least 1. */
function roundStep(span: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(span, 1)));
  const lead = span / power;
  return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}
