import { InvalidArgumentError } from "../../errors.ts";
import type { Column, Table } from "../../table.ts";

/** Associations as scores are made of them; NaN, 0 and "" where the table does not tell. */
export interface BaseAssociations {
  readonly count: number;
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  /** Upper case. */
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  /** Logarithms where the table has ratios. */
  readonly beta: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly minorAlleleFrequency: Float64Array;
  readonly effectAlleleFrequency: Float64Array;
  /** People whom the effect comes from. */
  readonly n: Float64Array;
  readonly info: Float64Array;
  /** Whether `info` and `minorAlleleFrequency` are known of any variant. */
  readonly hasInfo: boolean;
  readonly hasFrequency: boolean;
}

/**
 * Reads the columns that a score needs; the names are those of `columns.ts`.
 *
 * @throws InvalidArgumentError naming what is missing
 */
export function readBase(table: Table): BaseAssociations {
  const { columns, rowCount } = table;
  const numbers = (name: string): Float64Array | undefined =>
    name in columns ? Float64Array.from(columns[name] as ArrayLike<number>, Number) : undefined;
  const texts = (name: string): readonly string[] | undefined =>
    name in columns ? Array.from(columns[name], String) : undefined;
  const missing = (what: string): InvalidArgumentError =>
    new InvalidArgumentError("associations", {
      what: `The associations have no ${what}.`,
      why: `Their columns are ${Object.keys(columns).join(", ")}.`,
      remedy:
        "Read them with data.summaryStatistics, or name the columns variantId, effectAllele, otherAllele, beta and pValue.",
    });
  const variantId = texts("variantId");
  const effectAllele = texts("effectAllele");
  const beta = numbers("beta") ?? logarithms(numbers("oddsRatio") ?? numbers("hazardRatio"));
  const negLog10PValue = numbers("negLog10PValue") ?? numbers("pValue")?.map((p) => -Math.log10(p));
  if (!variantId) throw missing("variantId");
  if (!effectAllele) throw missing("effectAllele");
  if (!beta) throw missing("effects: beta, oddsRatio or hazardRatio");
  if (!negLog10PValue) throw missing("P values: negLog10PValue or pValue");
  const unknown = (): Float64Array => new Float64Array(rowCount).fill(NaN);
  const frequency = numbers("minorAlleleFrequency") ?? numbers("effectAlleleFrequency");
  const info = numbers("info");
  return {
    count: rowCount,
    variantId,
    chromosome: codes(columns["chromosome"], rowCount),
    basePairLocation: Int32Array.from(numbers("basePairLocation") ?? new Int32Array(rowCount)),
    effectAllele: effectAllele.map(upper),
    otherAllele: texts("otherAllele")?.map(upper) ?? new Array<string>(rowCount).fill(""),
    beta,
    negLog10PValue,
    minorAlleleFrequency: frequency?.map((p) => Math.min(p, 1 - p)) ?? unknown(),
    effectAlleleFrequency: numbers("effectAlleleFrequency") ?? unknown(),
    n: numbers("n") ?? unknown(),
    info: info ?? unknown(),
    hasInfo: info?.some((value) => !Number.isNaN(value)) ?? false,
    hasFrequency: frequency?.some((value) => !Number.isNaN(value)) ?? false,
  };
}

function logarithms(ratios: Float64Array | undefined): Float64Array | undefined {
  return ratios?.map((ratio) => (ratio > 0 ? Math.log(ratio) : NaN));
}

function codes(column: Column | undefined, count: number): Uint8Array {
  return ArrayBuffer.isView(column)
    ? Uint8Array.from(column as Float64Array)
    : new Uint8Array(count);
}

function upper(allele: string): string {
  return allele.trim().toUpperCase();
}
