/** What of a code is multiplied with a digit: the kernels' number of it. */
export const COUNTED = { copies: 0, missing: 1, one: 2 } as const;

export type CountedCode = (typeof COUNTED)[keyof typeof COUNTED];

/** What each code 0b00 … 0b11 counts. */
export const COUNTS_OF_CODE: Readonly<Record<CountedCode, readonly number[]>> = {
  0: [2, 0, 1, 0],
  1: [0, 1, 0, 0],
  2: [0, 0, 1, 0],
};
