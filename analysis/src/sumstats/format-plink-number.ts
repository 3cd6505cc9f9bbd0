/**
 * A number as PLINK 2 prints it: C's `%.6g`, so six significant digits, no trailing zeros, and an exponent below 1e-4
 * and from 1e6 on. NaN is `NA`.
 */
export function formatPlinkNumber(value: number): string {
  if (Number.isNaN(value)) return "NA";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  const [digits, exponent] = value.toExponential(5).split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 6) return `${withoutZeros(digits)}e${exponentText(power)}`;
  return withoutZeros(value.toFixed(Math.max(0, 5 - power)));
}

/** The P value of its −log10 in the same form; small ones never become 0: 399.92 gives `1.20226e-400`. */
export function formatPlinkPValue(negLog10PValue: number): string {
  if (Number.isNaN(negLog10PValue)) return "NA";
  if (negLog10PValue === Infinity) return "0";
  if (negLog10PValue < 300) return formatPlinkNumber(10 ** -negLog10PValue);
  let power = Math.floor(-negLog10PValue);
  let digits = (10 ** (-negLog10PValue - power)).toFixed(5);
  if (digits.startsWith("10")) {
    digits = "1.00000";
    power++;
  }
  return `${withoutZeros(digits)}e${exponentText(power)}`;
}

function withoutZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

// At least two digits, as C prints exponents.
function exponentText(power: number): string {
  return `${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
