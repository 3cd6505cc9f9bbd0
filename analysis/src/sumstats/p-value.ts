/**
 * −log10 of a P value as text. Never goes through a P value that a number cannot hold: 1.2e-400 gives 399.92….
 *
 * @returns NaN for text that is no P value; Infinity for 0
 */
export function negLog10OfText(text: string): number {
  const match = /^\s*(\d*\.?\d+|\d+\.)(?:[eE]([+-]?\d+))?\s*$/.exec(text);
  if (!match) return NaN;
  const mantissa = Number(match[1]);
  const exponent = Number(match[2] ?? 0);
  if (mantissa === 0) return Infinity;
  const value = -Math.log10(mantissa) - exponent;
  // −0 would print as "-0", and 1.0000001 is a rounding of 1.
  return value <= 0 ? (value > -1e-6 ? 0 : NaN) : value;
}

/** The P value of its −log10; 0 below the smallest number. */
export function pValueOf(negLog10PValue: number): number {
  return 10 ** -negLog10PValue;
}
