import type { CodeValues } from "../../code-values.ts";
import { columnIntegers, columnScale, type ColumnScale } from "../../webgpu/digits.ts";
import { COUNTED } from "../../webgpu/counted-code.ts";
import type { ValueTerms } from "../../webgpu/value-terms.ts";

/** What the column's genotype contributes to a product, by code, as digits. */
export interface ValueTables {
  readonly scale: ColumnScale;
  /** Eight a variant: slope × value of codes 0 … 3, constant × value of codes 0 … 3. */
  readonly integers: Int32Array;
  /**
   * One a digit, lowest first, and one that counts calls: two words a variant, byte c of which is the digit for code c of
   * slope and of constant.
   */
  readonly planes: readonly Uint32Array[];
}

/** 0b01 is missing. */
const IS_CALLED = 0x01_01_00_01;

export function valueTables({ constant, terms }: ValueTerms, values: CodeValues): ValueTables {
  const count = constant.length;
  const slopes = terms.find(({ counted }) => counted === COUNTED.copies)?.factors;
  const factors = new Float64Array(8 * count);
  for (let v = 0; v < count; v++) {
    for (let code = 0; code < 4; code++) {
      factors[8 * v + code] = (slopes?.[v] ?? 0) * values[4 * v + code];
      factors[8 * v + 4 + code] = constant[v] * values[4 * v + code];
    }
  }
  const column = { sampleCount: factors.length, width: 1, values: factors };
  const scale = columnScale(column, 0);
  const integers = columnIntegers(column, 0, scale);
  const planes = Array.from({ length: scale.digits + 1 }, () => new Uint32Array(2 * count));
  integers.forEach((integer, i) => {
    let rest = integer;
    for (let d = 0; d < scale.digits; d++) {
      const digit = (rest << 24) >> 24;
      rest = (rest - digit) >> 8;
      planes[d][i >> 2] |= (digit & 255) << (8 * (i & 3));
    }
  });
  for (let v = 0; v < count; v++) planes[scale.digits][2 * v + 1] = IS_CALLED;
  return { scale, integers, planes };
}
