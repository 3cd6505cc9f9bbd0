import { defineOperation, type Operation } from "../compute/operation.ts";

export interface NextAboveInput {
  readonly values: Float64Array;
  /** Place of the first value to look at. */
  readonly from: number;
}

/** Place of the next value above a limit; the number of values when there is none. NaN is not above. */
export const nextAbove: Operation<{ readonly limit: number }, NextAboveInput, number> =
  defineOperation({
    name: "next-above",
    tolerance: 0,
    javascript:
      ({ limit }) =>
      (input) =>
        nextAboveCpu(input, limit),
    wasm:
      ({ limit }, { kernels, arena }) =>
      (input) => {
        const { values, from } = input;
        return arena.has(values)
          ? kernels.nextAbove(arena.pointer(values), from, values.length, limit)
          : nextAboveCpu(input, limit);
      },
  });

function nextAboveCpu({ values, from }: NextAboveInput, limit: number): number {
  let at = from;
  while (at < values.length && !(values[at] > limit)) at++;
  return at;
}
