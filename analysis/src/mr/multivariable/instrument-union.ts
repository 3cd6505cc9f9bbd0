import { InvalidArgumentError } from "../../errors.ts";
import type { AttritionStep } from "../../genotypes/attrition.ts";
import { Table } from "../../table.ts";
import {
  readAssociationTable,
  type Association,
  type AssociationReader,
} from "../harmonise/association-reader.ts";
import { placeKey } from "../harmonise/match-variants.ts";

/** A variant that is an instrument of one or more exposures, as the exposure it is strongest for names it. */
export interface UnionVariant extends Association {
  readonly rsid: string;
  /** Indices of exposures. */
  readonly instrumentOf: readonly number[];
}

/** Instruments of all exposures, each variant once. */
export interface InstrumentUnion {
  readonly variants: readonly UnionVariant[];
  readonly steps: readonly AttritionStep[];
}

/**
 * Joins the instruments of several exposures; a variant is the same by its name, or by place and alleles.
 *
 * @param tables - a table for each exposure, its rows the exposure's instruments
 */
export function uniteInstruments(
  tables: readonly Table[],
  names: readonly string[],
): InstrumentUnion {
  const steps: AttritionStep[] = [];
  const found = new Map<string, { association: Association; rsid: string; of: Set<number> }>();
  const aliases = new Map<string, string>();
  let total = 0;
  for (const [i, table] of tables.entries()) {
    const reader = readAssociationTable(table, "instruments");
    if (!reader.hasAlleles) throw withoutAlleles(names[i], reader);
    for (let row = 0; row < reader.rowCount; row++) {
      const association = reader.association(row);
      const rsid = reader.rsid(row);
      const keys = keysOf(association, rsid);
      const known = keys.map((key) => aliases.get(key)).find((key) => key !== undefined);
      const key = known ?? keys[0];
      for (const alias of keys) aliases.set(alias, key);
      const before = found.get(key);
      if (!before) found.set(key, { association, rsid, of: new Set([i]) });
      else {
        before.of.add(i);
        if (association.negLog10PValue > before.association.negLog10PValue) {
          before.association = association;
          before.rsid = rsid;
        }
      }
    }
    total += reader.rowCount;
    steps.push({
      step: `instruments of ${names[i]}`,
      kind: "variant",
      removed: 0,
      remaining: reader.rowCount,
      reason: `Variants chosen for ${names[i]}.`,
    });
  }
  const variants = [...found.values()].map(({ association, rsid, of }) => ({
    ...association,
    rsid,
    instrumentOf: [...of],
  }));
  steps.push({
    step: "union",
    kind: "variant",
    removed: total - variants.length,
    remaining: variants.length,
    reason: "Each variant once, as the exposure it is strongest for names it.",
  });
  return { variants, steps };
}

/** The union as a table of associations. */
export function unionTable(variants: readonly UnionVariant[]): Table {
  const numbers = (value: (variant: UnionVariant) => number): Float64Array =>
    Float64Array.from(variants, value);
  return new Table({
    variantId: variants.map(({ variantId }) => variantId),
    rsid: variants.map(({ rsid }) => rsid),
    chromosome: Uint8Array.from(variants, ({ chromosome }) => chromosome),
    basePairLocation: Int32Array.from(variants, ({ basePairLocation }) => basePairLocation),
    effectAllele: variants.map(({ effectAllele }) => effectAllele),
    otherAllele: variants.map(({ otherAllele }) => otherAllele),
    effectAlleleFrequency: numbers(({ effectAlleleFrequency }) => effectAlleleFrequency),
    beta: numbers(({ beta }) => beta),
    standardError: numbers(({ standardError }) => standardError),
    negLog10PValue: numbers(({ negLog10PValue }) => negLog10PValue),
    n: numbers(({ n }) => n),
  });
}

function keysOf(association: Association, rsid: string): string[] {
  const { variantId, chromosome, basePairLocation, effectAllele, otherAllele } = association;
  const place = placeKey(chromosome, basePairLocation);
  return [
    variantId,
    ...(rsid === "" ? [] : [rsid]),
    ...(place === 0 ? [] : [`${place} ${[effectAllele, otherAllele].sort().join(" ")}`]),
  ];
}

function withoutAlleles(name: string, reader: AssociationReader): InvalidArgumentError {
  return new InvalidArgumentError("instruments", {
    what: `The instruments of ${name} have no column effectAllele.`,
    why: `Effects are put on the same allele; the columns are ${reader.columnNames.join(", ")}.`,
    remedy: "Name the column effectAllele, or give aligned effects to mr.multivariableFromArrays.",
  });
}
