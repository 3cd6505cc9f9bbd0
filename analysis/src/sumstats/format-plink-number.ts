/** Digits after which PLINK takes a number to lie exactly between two printed ones. */
const TIE_DIGITS = 14;

/**
 * A number as PLINK prints it: C's `%g`, so no trailing zeros, and an exponent below 1e-4 and from 10^digits on. Ties go to
 * the even digit: 45/128 = 0.3515625 is `0.351562`. NaN is `NA`.
 *
 * @param digits - significant ones: 6 in PLINK 2, 4 in most columns of PLINK 1.9
 */
export function formatPlinkNumber(value: number, digits = 6): string {
  if (Number.isNaN(value)) return "NA";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  const rounded = roundToEven(value, digits);
  const [mantissa, exponent] = rounded.split("e");
  const power = Number(exponent);
  if (power < -4 || power >= digits) return `${withoutZeros(mantissa)}e${exponentText(power)}`;
  return withoutZeros(Number(rounded).toFixed(digits - 1 - power));
}

/** The P value of its −log10 in the same form; small ones never become 0: 399.92 gives `1.20226e-400`. */
export function formatPlinkPValue(negLog10PValue: number, digits = 6): string {
  if (Number.isNaN(negLog10PValue)) return "NA";
  if (negLog10PValue === Infinity) return "0";
  if (negLog10PValue < 300) return formatPlinkNumber(10 ** -negLog10PValue, digits);
  const power = Math.floor(-negLog10PValue);
  const [mantissa, carry] = roundToEven(10 ** (-negLog10PValue - power), digits).split("e");
  return `${withoutZeros(mantissa)}e${exponentText(power + Number(carry))}`;
}

/** In the form of `toExponential`, which takes ties upwards. */
function roundToEven(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(TIE_DIGITS - 1).split("e");
  const rest = mantissa.slice(digits - TIE_DIGITS);
  if (rest !== "5".padEnd(TIE_DIGITS - digits, "0")) return value.toExponential(digits - 1);
  const kept = mantissa.slice(0, digits - TIE_DIGITS);
  if (Number(kept.at(-1)) % 2 === 0) return `${kept}e${exponent}`;
  return Number(`${kept}6e${exponent}`).toExponential(digits - 1);
}

function withoutZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

// At least two digits, as C prints exponents.
function exponentText(power: number): string {
  return `${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
