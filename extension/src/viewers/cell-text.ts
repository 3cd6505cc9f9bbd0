import type { FileColumn } from "@genobook/kernel/messages";

const CHROMOSOMES: Readonly<Record<number, string>> = { 0: "", 23: "X", 24: "Y", 25: "MT" };

/** How a cell is written: missing values as nothing, small and large numbers with an exponent. */
export function cellText(column: FileColumn, value: string | number | undefined): string {
  if (value === undefined) return "…";
  if (typeof value === "string") return value;
  if (Number.isNaN(value)) return "";
  if (column.name === "chromosome") return CHROMOSOMES[value] ?? String(value);
  if (column.name === "basePairLocation") return value === 0 ? "" : WHOLE.format(value);
  return column.holds === "whole numbers" ? WHOLE.format(value) : numberText(value);
}

/** Up to four significant digits. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return WHOLE.format(value);
  if (size < 1e-3 || size >= 1e7) return EXPONENT.format(value).replace("E", "e");
  return PLAIN.format(value);
}

export function countText(value: number): string {
  return WHOLE.format(value);
}

const WHOLE = new Intl.NumberFormat();
const PLAIN = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 5 });
const EXPONENT = new Intl.NumberFormat(undefined, {
  notation: "scientific",
  maximumSignificantDigits: 4,
});
