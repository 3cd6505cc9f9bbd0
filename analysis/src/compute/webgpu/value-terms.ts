import type { CodeValues } from "../code-values.ts";
import { COUNTED, type CountedCode } from "./counted-code.ts";

/**
 * What genotypes are worth, as sums of what the device counts: value = constant + Σ factor × count. Factors have one
 * number a variant; terms that are zero for all variants are left out.
 */
export interface ValueTerms {
  readonly constant: Float64Array;
  readonly terms: readonly { readonly counted: CountedCode; readonly factors: Float64Array }[];
}

/** Values of one copy this close to the line between none and two are on it: what rounding leaves. */
const ON_LINE = 1e-12;

export function valueTerms(values: CodeValues): ValueTerms {
  const count = values.length / 4;
  const constant = new Float64Array(count);
  const slopes = new Float64Array(count);
  const missing = new Float64Array(count);
  const curves = new Float64Array(count);
  for (let v = 0; v < count; v++) {
    const [two, none, one, zero] = values.subarray(4 * v, 4 * v + 4);
    constant[v] = zero;
    slopes[v] = (two - zero) / 2;
    missing[v] = none - zero;
    const curve = one - (zero + two) / 2;
    curves[v] = Math.abs(curve) > ON_LINE * (Math.abs(zero) + Math.abs(two)) ? curve : 0;
  }
  const terms = [
    { counted: COUNTED.copies, factors: slopes },
    { counted: COUNTED.missing, factors: missing },
    { counted: COUNTED.one, factors: curves },
  ];
  return {
    constant,
    terms: terms.filter(({ factors }) => factors.some((factor) => factor !== 0)),
  };
}
