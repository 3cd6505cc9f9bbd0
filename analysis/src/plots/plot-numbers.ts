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

/** `2.83 (95 % CI 1.8 to 3.87)`; the estimate alone where an end is unknown. */
export function intervalText(
  estimate: number,
  lower: number,
  upper: number,
  confidence: number,
): string {
  if (Number.isNaN(lower + upper)) return numberText(estimate);
  return `${numberText(estimate)} (${numberText(100 * confidence)} % CI ${numberText(lower)} to ${numberText(upper)})`;
}

/** `24.1 %`. */
export function percentText(share: number): string {
  return `${numberText(100 * share)} %`;
}
