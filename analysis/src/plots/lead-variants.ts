import { Table, type Columns } from "../table.ts";
import { readAssociations, type Associations, type AssociationTable } from "./associations.ts";

/** 0.05 over about one million independent common variants. @see doi:10.1002/gepi.20303 */
export const GENOME_WIDE_P = 5e-8;
/** One false positive a scan is expected here. */
export const SUGGESTIVE_P = 1e-5;
export const LOCUS_WINDOW_BP = 500_000;

export interface LeadVariantOptions {
  /** Largest P value of a lead variant. */
  readonly threshold?: number | undefined;
  /** Base pairs to either side within which a weaker variant belongs to a lead. */
  readonly window?: number | undefined;
}

/**
 * Picks the strongest variant of each locus: greedily by P, leaving out what lies within `window` of a stronger one.
 *
 * Distance stands in for linkage here; two signals in one window count as one locus.
 *
 * @param result - result of `gwas.*`, or a table with `chromosome`, `basePairLocation` and `negLog10PValue`
 * @param options.threshold - largest P of a lead, 5e-8 unless given
 * @param options.window - base pairs to either side, 500,000 unless given
 * @returns the leads' rows with all columns, strongest first; no rows when nothing passes
 * @throws MissingColumnsError when a column is absent
 * @example
 * const leads = plot.leadVariants(result);
 */
export function leadVariants<C extends Columns>(
  result: AssociationTable & { readonly columns: C },
  { threshold = GENOME_WIDE_P, window = LOCUS_WINDOW_BP }: LeadVariantOptions = {},
): Table<C> {
  const associations = readAssociations(result, { positions: true });
  const rows = leadRows(associations, -Math.log10(threshold), window);
  return new Table(result.columns, {
    ...result.provenance,
    leadVariantThreshold: threshold,
    leadVariantWindow: window,
  }).take(rows);
}

/** Rows of the leads, strongest first; equal values in table order. */
export function leadRows(
  { rows, chromosome, position, y }: Associations,
  least: number,
  window: number,
): number[] {
  const passing: number[] = [];
  for (let i = 0; i < rows.length; i++) if (y[rows[i]] >= least) passing.push(rows[i]);
  passing.sort((a, b) => y[b] - y[a] || a - b);
  // Leads are at least `window` apart, so that a variant can only be near leads in its own and the two next cells.
  const leadInCell = new Map<string, number>();
  const span = Math.max(window, 1);
  return passing.filter((row) => {
    const cell = Math.floor(position[row] / span);
    for (let near = cell - 1; near <= cell + 1; near++) {
      const lead = leadInCell.get(`${chromosome[row]}:${near}`);
      if (lead !== undefined && Math.abs(position[lead] - position[row]) <= window) return false;
    }
    leadInCell.set(`${chromosome[row]}:${cell}`, row);
    return true;
  });
}
