import type { Table } from "../../table.ts";
import type { StudyAlleles } from "./align-variant.ts";

/** Columns of stand-ins; alleles and frequencies are the panel's. */
export type ProxyColumns = {
  readonly variantId: readonly string[];
  /** "" where none was found. */
  readonly proxyVariantId: readonly string[];
  /** Of the panel's effect alleles of both. */
  readonly r: Float64Array;
  readonly r2: Float64Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly effectAlleleFrequency: Float64Array;
  readonly proxyEffectAllele: readonly string[];
  readonly proxyOtherAllele: readonly string[];
  readonly proxyEffectAlleleFrequency: Float64Array;
  readonly reason: readonly string[];
};

export type ProxyTable = Table<ProxyColumns>;

/** One stand-in. */
export interface Proxy {
  readonly variantId: string;
  readonly r: number;
  /** The panel's alleles of the instrument. */
  readonly instrument: StudyAlleles;
  /** The panel's alleles of the stand-in. */
  readonly alleles: StudyAlleles;
}

/** The stand-in of a variant, if it has one. */
export function proxyOf({ columns }: ProxyTable, variantId: string): Proxy | undefined {
  const row = columns.variantId.indexOf(variantId);
  if (row < 0 || columns.proxyVariantId[row] === "") return undefined;
  return {
    variantId: columns.proxyVariantId[row],
    r: columns.r[row],
    instrument: {
      effectAllele: columns.effectAllele[row],
      otherAllele: columns.otherAllele[row],
      effectAlleleFrequency: columns.effectAlleleFrequency[row],
    },
    alleles: {
      effectAllele: columns.proxyEffectAllele[row],
      otherAllele: columns.proxyOtherAllele[row],
      effectAlleleFrequency: columns.proxyEffectAlleleFrequency[row],
    },
  };
}
