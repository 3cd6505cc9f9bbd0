import { Table, type Columns } from "../table.ts";
import type { AssociationTable } from "./associations.ts";
import { leadVariants, type LeadVariantOptions } from "./lead-variants.ts";
import { checkGenes, nearestGenes, type GeneTable } from "./regional-genes.ts";

export interface TopHitsOptions extends LeadVariantOptions {
  /** A table of genes, as `plot.readGenes` gives it; adds the nearest to each lead. */
  readonly genes?: GeneTable | undefined;
  /** Leads to list at most, the strongest; all unless given. */
  readonly most?: number | undefined;
}

export type NearestGeneColumns = {
  /** Gene whose body is nearest; "" without any on the chromosome. */
  readonly nearestGene: readonly string[];
  /** Base pairs to it, 0 within. */
  readonly geneDistance: Float64Array;
};

/**
 * Lists the lead variants of a scan, strongest first, with the gene that is nearest to each.
 *
 * Leads are chosen by distance; for leads by LD pass the leads of `ld.clump` as the result.
 *
 * @param result - result of `gwas.*`, or a table with `chromosome`, `basePairLocation` and `negLog10PValue`
 * @param options.threshold - largest P of a lead, 5e-8 unless given
 * @param options.window - base pairs to either side, 500,000 unless given
 * @returns the leads' rows with all columns, and `nearestGene` and `geneDistance` where genes are given
 * @throws MissingColumnsError when a column is absent
 * @example
 * plot.topHits(result, { threshold: 0.001, most: 10 });
 */
export function topHits<C extends Columns>(
  result: AssociationTable & { readonly columns: C },
  { genes, most = Infinity, ...options }: TopHitsOptions = {},
): Table<C & Partial<NearestGeneColumns>> {
  if (genes) checkGenes(genes);
  const leads = leadVariants(result, options).head(most);
  if (genes === undefined) return leads;
  const nearest = nearestGenes(genes);
  const { chromosome, basePairLocation } = leads.columns as unknown as Record<
    string,
    ArrayLike<number>
  >;
  const found = Array.from({ length: leads.rowCount }, (_, row) =>
    nearest(chromosome[row], basePairLocation[row]),
  );
  return new Table(
    {
      ...leads.columns,
      nearestGene: found.map((gene) => gene?.symbol ?? ""),
      geneDistance: Float64Array.from(found, (gene) => gene?.distance ?? NaN),
    },
    leads.provenance,
  );
}
