import { InvalidArgumentError } from "../../errors.ts";

/** Refuses a number outside its range. */
export function checkRange(
  argument: string,
  value: number,
  { above, from, to = Infinity, whole = false }: Range,
): void {
  const isLow = above !== undefined ? !(value > above) : !(value >= (from ?? -Infinity));
  if (!isLow && value <= to && Number.isFinite(value) && (!whole || Number.isInteger(value)))
    return;
  const low = above !== undefined ? `above ${above}` : `from ${from ?? "any number"}`;
  const high = to === Infinity ? "" : ` to ${to}`;
  throw new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why: `It is a ${whole ? "whole " : ""}number ${low}${high}.`,
    remedy: `Pass such a number, or leave ${argument} out.`,
  });
}

interface Range {
  readonly above?: number;
  readonly from?: number;
  readonly to?: number;
  readonly whole?: boolean;
}

/** Seeds are whole numbers, 0 or more. */
export function checkSeed(seed: number): void {
  checkRange("seed", seed, { from: 0, to: Number.MAX_SAFE_INTEGER, whole: true });
}

/** `count` numbers from `from` to `to`, equally far apart on the log scale. */
export function logSequence(from: number, to: number, count: number): number[] {
  if (count === 1) return [from];
  const step = Math.log(to / from) / (count - 1);
  return Array.from({ length: count }, (_, i) =>
    i === count - 1 ? to : from * Math.exp(step * i),
  );
}
