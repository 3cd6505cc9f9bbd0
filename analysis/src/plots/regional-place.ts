import { whole } from "../words.ts";
import { InvalidArgumentError } from "../errors.ts";
import { chromosomeName } from "../io/chromosome.ts";
import { Table } from "../table.ts";
import { readAssociations, type Associations, type AssociationTable } from "./associations.ts";
import { placeOf } from "./describe-scan.ts";
import { LOCUS_WINDOW_BP } from "./lead-variants.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import type { Region } from "./regional-genes.ts";
import type { Reference } from "./regional-ld.ts";
import type { RegionalOptions } from "./regional-options.ts";

const WIDEST_BP = 20_000_000;

/** Which region is asked for, and the id of the variant in its middle. */
export function regionOf(
  result: AssociationTable,
  options: RegionalOptions,
): { readonly region: Region; readonly middle: string | undefined } {
  const { chromosome, from, to, window = LOCUS_WINDOW_BP } = options;
  if (chromosome !== undefined && from !== undefined && to !== undefined) {
    if (!(to > from) || to - from > WIDEST_BP || !(from >= 0)) throw unusableRegion(options);
    return { region: { chromosome, from, to }, middle: options.variant };
  }
  if (chromosome !== undefined || from !== undefined || to !== undefined || !(window > 0)) {
    throw unusableRegion(options);
  }
  if (2 * window > WIDEST_BP) throw unusableRegion(options);
  const row = options.variant === undefined ? strongestRow(result) : rowOf(result, options.variant);
  const at = result.columns.basePairLocation[row] as number;
  const region = {
    chromosome: result.columns.chromosome[row] as number,
    from: Math.max(1, at - window),
    to: at + window,
  };
  return { region, middle: options.variant };
}

function unusableRegion({ chromosome, from, to, window }: RegionalOptions): InvalidArgumentError {
  const given =
    chromosome === undefined ? `window ${window}` : `chromosome ${chromosome}, ${from} to ${to}`;
  return new InvalidArgumentError("from", {
    what: `This region cannot be drawn: ${given}.`,
    why: "It needs chromosome, from and to, ascending and at most 20,000,000 base pairs apart, or a variant.",
    remedy: 'Use for example { chromosome: 6, from: 31e6, to: 32e6 } or { variant: "rs123" }.',
  });
}

function strongestRow(result: AssociationTable): number {
  return strongestOf(readAssociations(result, { positions: true }));
}

export function strongestOf({ rows, y }: Associations): number {
  let best = rows[0];
  for (let i = 1; i < rows.length; i++) if (y[rows[i]] > y[best]) best = rows[i];
  return best;
}

function rowOf({ columns }: AssociationTable, variant: string): number {
  const ids = columns.variantId as readonly string[] | undefined;
  const row = ids?.indexOf(variant) ?? -1;
  if (row >= 0) return row;
  throw new InvalidArgumentError("variant", {
    what: `The result has no variant ${variant}.`,
    why: "It is looked up in the column variantId.",
    remedy: "Check how ids are written there, or give chromosome, from and to.",
  });
}

/** A table of the region alone: everything after this looks at some thousand rows, not at ten million. */
export function rowsOf(
  result: AssociationTable,
  { chromosome, from, to }: Region,
): AssociationTable {
  const { columns, provenance, rowCount } = result;
  const codes = columns.chromosome as Uint8Array | undefined;
  const positions = columns.basePairLocation as ArrayLike<number> | undefined;
  const rows: number[] = [];
  if (codes && positions) {
    // Built-in searches: of ten million sorted rows, 10 ms in place of 45 on the first click.
    const last = codes.lastIndexOf(chromosome);
    for (let row = Math.max(0, codes.indexOf(chromosome)); row <= last; row++) {
      if (codes[row] === chromosome && positions[row] >= from && positions[row] <= to)
        rows.push(row);
    }
    if (rows.length === 0) {
      throw new NothingToPlotError({
        what: `The result has no variant at ${placeText({ chromosome, from, to })}.`,
        why: `None of its ${whole(rowCount)} rows lies there.`,
        remedy: "Check chromosome, positions and genome build, or choose a wider region.",
      });
    }
  }
  return new Table(columns, provenance).take(rows);
}

export function referenceOf(
  table: AssociationTable,
  associations: Associations,
  wanted: string | undefined,
): Reference {
  const row = wanted === undefined ? strongestOf(associations) : rowOf(table, wanted);
  const { place, id = place } = placeOf(table, row);
  return { row, variantId: id, position: table.columns.basePairLocation[row] as number };
}

/** `6:31,500,000–32,500,000`. */
export function placeText({ chromosome, from, to }: Region): string {
  return `${chromosomeName(chromosome)}:${whole(from)}–${whole(to)}`;
}
