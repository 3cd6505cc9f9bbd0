import { counted } from "../words.ts";

/** Three significant digits, without an exponent where a person would write none; a true minus sign. */
export function numberText(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "not defined";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e6)
      ? scientific(value, digits)
      : value.toPrecision(digits).includes("e")
        ? String(Math.round(value))
        : value.toPrecision(digits);
  return text.replace(/^-/, "−");
}

/** `P = 0.032`, `P = 3.1 × 10⁻¹⁰`, also where P itself would be 0. */
export function pText(negLog10PValue: number): string {
  if (Number.isNaN(negLog10PValue)) return "P not defined";
  if (negLog10PValue === Infinity) return "P = 0";
  if (negLog10PValue < 3) return `P = ${(10 ** -negLog10PValue).toPrecision(2)}`;
  let exponent = -Math.ceil(negLog10PValue);
  let mantissa = (10 ** (-negLog10PValue - exponent)).toFixed(1);
  if (mantissa === "10.0") {
    mantissa = "1.0";
    exponent += 1;
  }
  return `P = ${mantissa} × 10${superscript(exponent)}`;
}

/** `72.9 %`. */
export function percentText(share: number): string {
  return Number.isNaN(share) ? "not defined" : `${(100 * share).toFixed(1)} %`;
}

/** `1 variant`, `28 variants`. */
export function countText(count: number, noun = "variant"): string {
  return counted(count, noun);
}

/** `rs1, rs2 and 3 more`. */
export function listText(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

function scientific(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${mantissa} × 10${superscript(Number(exponent))}`;
}

function superscript(exponent: number): string {
  return String(exponent)
    .replaceAll("-", "⁻")
    .replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]);
}
