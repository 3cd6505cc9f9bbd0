import { InvalidArgumentError } from "../errors.ts";

export function refuseOutside(argument: string, value: number, low: number, high: number): void {
  if (value >= low && value <= high) return;
  throw new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why: `It must be at least ${low}${high === Infinity ? "" : ` and at most ${high}`}.`,
    remedy: "Choose another number, or leave it out.",
  });
}

export function refuseNoBlock(block: number, count: number): void {
  if (Number.isInteger(block) && block >= 0 && block < count) return;
  throw new InvalidArgumentError("block", {
    what: `block is ${block}.`,
    why: `The panel's ${count} blocks are numbered from 0 to ${count - 1}.`,
    remedy: "Choose one of these whole numbers.",
  });
}
