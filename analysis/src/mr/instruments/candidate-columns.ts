import { pValueOf } from "../../sumstats/p-value.ts";
import { Table } from "../../table.ts";
import type { Association } from "../harmonise/association-reader.ts";
import type { InstrumentColumns, RemovedInstrumentColumns } from "./instruments-table.ts";

/** A strong variant. */
export interface Candidate extends Association {
  readonly rsid: string;
  readonly fStatistic: number;
}

/** A strong variant that is no instrument. */
export interface Removed {
  readonly variant: Candidate;
  readonly step: string;
  readonly reason: string;
  readonly lead?: string | undefined;
}

export function instrumentColumns(chosen: readonly Candidate[]): InstrumentColumns {
  const numbers = (read: (variant: Candidate) => number): Float64Array =>
    Float64Array.from(chosen, read);
  const negLog10PValue = numbers((variant) => variant.negLog10PValue);
  return {
    variantId: chosen.map(({ variantId }) => variantId),
    rsid: chosen.map(({ rsid }) => rsid),
    chromosome: Uint8Array.from(chosen, ({ chromosome }) => chromosome),
    basePairLocation: Int32Array.from(chosen, ({ basePairLocation }) => basePairLocation),
    effectAllele: chosen.map(({ effectAllele }) => effectAllele),
    otherAllele: chosen.map(({ otherAllele }) => otherAllele),
    effectAlleleFrequency: numbers((variant) => variant.effectAlleleFrequency),
    n: numbers(({ n }) => n),
    beta: numbers(({ beta }) => beta),
    standardError: numbers(({ standardError }) => standardError),
    negLog10PValue,
    pValue: negLog10PValue.map(pValueOf),
    fStatistic: numbers(({ fStatistic }) => fStatistic),
    r2: numbers(({ fStatistic, n }) => fStatistic / (n - 2 + fStatistic)),
  };
}

export function removedTable(removed: readonly Removed[]): Table<RemovedInstrumentColumns> {
  return new Table({
    variantId: removed.map(({ variant }) => variant.variantId),
    chromosome: Uint8Array.from(removed, ({ variant }) => variant.chromosome),
    basePairLocation: Int32Array.from(removed, ({ variant }) => variant.basePairLocation),
    negLog10PValue: Float64Array.from(removed, ({ variant }) => variant.negLog10PValue),
    step: removed.map(({ step: name }) => name),
    reason: removed.map(({ reason }) => reason),
    leadVariantId: removed.map(({ lead }) => lead ?? ""),
  });
}
