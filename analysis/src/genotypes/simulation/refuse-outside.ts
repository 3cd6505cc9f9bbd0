import { InvalidArgumentError } from "../../errors.ts";

/** @throws InvalidArgumentError unless `value` is a whole number from `low` to `high` */
export function refuseOutside(argument: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw outside(argument, value, `a whole number from ${low} to ${high}`);
  }
}

/** @throws InvalidArgumentError unless `value` is a number from `low` to `high` */
export function refuseBeyond(argument: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high)) {
    throw outside(argument, value, `a number from ${low} to ${high}`);
  }
}

export function outside(
  argument: string,
  value: number | string,
  range: string,
): InvalidArgumentError {
  return new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why: `It must be ${range}.`,
    remedy: `Choose another ${argument}.`,
  });
}
