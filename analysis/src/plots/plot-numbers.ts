import type { JsonObject } from "./plot-spec.ts";

/** Three significant digits, with a true minus sign; far values as powers of ten. */
export function numberText(value: number): string {
  if (value === Infinity) return "∞";
  const size = Math.abs(value);
  const text =
    size !== 0 && (size >= 1e5 || size < 1e-3)
      ? value.toExponential(2).replace("e+", "e")
      : String(Number(value.toPrecision(3)));
  return text.replaceAll("-", "−");
}

/** Keeps the digits that a tooltip or a saved table needs. */
export function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
}

/** Tooltip lines of numbers, in four digits. */
export function numberLines(
  lines: readonly (readonly [field: string, title: string])[],
): JsonObject[] {
  return lines.map(([field, title]) => ({ field, type: "quantitative", title, format: ".4~g" }));
}
