import { InvalidArgumentError } from "../errors.ts";

export function refuseOutside(argument: string, value: number, low: number, high: number): void {
  if (value >= low && value <= high) return;
  throw new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why: `It must be at least ${low}${high === Infinity ? "" : ` and at most ${high}`}.`,
    remedy: "Choose another number, or leave it out.",
  });
}
