import type { RegionPlace } from "./region-place.ts";

const NAMES: Readonly<Record<number, string>> = { 23: "X", 24: "Y", 25: "MT" };

/** `6:31,500,000–32,500,000`. */
export function placeText({ chromosome, from, to }: RegionPlace): string {
  const number = new Intl.NumberFormat();
  return `${NAMES[chromosome] ?? chromosome}:${number.format(from)}–${number.format(to)}`;
}

/** A P value from −log10 P, which may be too small for a number. */
export function pText(negLog10P: number): string {
  if (negLog10P < 3) return String(Number((10 ** -negLog10P).toPrecision(3)));
  const exponent = Math.ceil(negLog10P);
  const lead = Number((10 ** (exponent - negLog10P)).toPrecision(3));
  return lead >= 10 ? `1e-${exponent - 1}` : `${lead}e-${exponent}`;
}
