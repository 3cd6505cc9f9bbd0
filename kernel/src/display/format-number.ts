const DIGITS = 4;

/** A number as a table shows it: whole numbers in full, others with four significant digits, `NA` when missing. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "NA";
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e7) return shortExponential(value);
  return String(Number(value.toPrecision(DIGITS)));
}

function shortExponential(value: number): string {
  const [mantissa, exponent] = value.toExponential(DIGITS - 1).split("e");
  return `${Number(mantissa)}e${exponent!.replace("+", "")}`;
}
