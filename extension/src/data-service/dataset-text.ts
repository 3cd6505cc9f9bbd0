import type { DatasetDescription } from "@genobook/analysis/describe";
import type { TranslationBundle } from "@jupyterlab/translation";

const UNITS = ["kB", "MB", "GB", "TB"];

/** Bytes in decimal units, as a file manager shows them. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes;
  let unit = -1;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = value < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(undefined, { maximumFractionDigits: digits }).format(value)} ${UNITS[unit]!}`;
}

/** Variants × samples, as much of it as is known; empty when nothing is. */
export function extentText(
  description: Pick<DatasetDescription, "variants" | "samples">,
  trans: TranslationBundle,
): string {
  const { variants, samples } = description;
  const number = new Intl.NumberFormat();
  const parts: string[] = [];
  if (variants !== undefined) {
    parts.push(trans._n("%2 variant", "%2 variants", variants, number.format(variants)));
  }
  if (samples !== undefined) {
    parts.push(trans._n("%2 sample", "%2 samples", samples, number.format(samples)));
  }
  return parts.join(" × ");
}
