/** People of one score between two ranks of it, as in 0.8 to 1 for the fifth quintile. */
interface ScoreRange {
  readonly from: number;
  readonly to: number;
  /** The score, and the group of people where there are several. */
  readonly of: string;
}

const PARTS: Readonly<Record<string, number>> = { quartile: 4, quintile: 5, decile: 10 };
const PATTERN =
  /^(?:(?<name>quartile|quintile|decile) (?<nth>\d+)|part of (?<parts>\d+),? (?<part>\d+)|top (?<top>[\d.]+) %) of (?<of>.+)$/;

/** Undefined for people who are no part of a score, as cases are. */
function rangeOf(stratumId: string): ScoreRange | undefined {
  const { name, nth, parts, part, top, of } = PATTERN.exec(stratumId)?.groups ?? {};
  if (of === undefined) return undefined;
  if (top !== undefined) return { from: 1 - Number(top) / 100, to: 1, of };
  const count = name === undefined ? Number(parts) : PARTS[name]!;
  const place = Number(nth ?? part);
  return { from: (place - 1) / count, to: place / count, of };
}

/** Less than one in a thousand people is what rounding leaves. */
const LEAST_SHARE = 1e-3;
/** Thresholds are told to a hundredth of a percent. */
const ROUNDING = 1e-4;

/** Whether two strata have people in common: the tenth decile, the fifth quintile and the top 5 % of one score do. */
export function shareStrata(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [rangeOf(a), rangeOf(b)];
  if (one === undefined || other === undefined || one.of !== other.of) return false;
  return Math.min(one.to, other.to) - Math.max(one.from, other.from) > LEAST_SHARE;
}

/**
 * Whether a threshold lies among the people of a stratum: they draw that part of a ROC curve.
 *
 * @param threshold - named by the people above it, as in `top 12.4 % of PGS1`
 */
export function isThresholdWithin(threshold: string, stratumId: string): boolean {
  const [above, people] = [rangeOf(threshold), rangeOf(stratumId)];
  if (above === undefined || people === undefined || above.of !== people.of) return false;
  return above.from >= people.from - ROUNDING && above.from <= people.to + ROUNDING;
}
