import { InvalidArgumentError } from "../../errors.ts";
import { signalOf } from "../../task.ts";
import type { DetailOptions } from "../catalogue.ts";
import { catalogueTable, type CatalogueTable } from "../catalogue-table.ts";
import { Drift } from "../network/shape.ts";
import { identifier } from "../public-words.ts";
import { gwasList } from "./gwas-list.ts";
import { associationRecord, type AssociationRecord } from "./gwas-records.ts";

/** Which published associations: of a study, a variant, an ontology term, a gene; all that are given hold. */
export interface AssociationQuery extends DetailOptions {
  readonly study?: string | undefined;
  readonly rsid?: string | undefined;
  readonly trait?: string | undefined;
  readonly gene?: string | undefined;
  /** Also of more specific traits; true when left out. */
  readonly childTraits?: boolean | undefined;
  readonly limit?: number | undefined;
}

/** Columns of published associations, the strongest first. */
export interface AssociationColumns extends Record<
  string,
  readonly string[] | Float64Array | Uint8Array | Int32Array
> {
  readonly rsid: readonly string[];
  readonly chromosome: Uint8Array;
  /** GRCh38. */
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly effectAlleleFrequency: Float64Array;
  readonly beta: Float64Array;
  readonly unit: readonly string[];
  readonly oddsRatio: Float64Array;
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  readonly genes: readonly string[];
  readonly trait: readonly string[];
  readonly study: readonly string[];
  readonly publication: readonly string[];
  readonly associationId: readonly string[];
}

/** Published top associations of a study, variant, trait or gene. */
export async function associations(
  query: AssociationQuery,
): Promise<CatalogueTable<AssociationColumns>> {
  const { study, rsid, trait, gene } = query;
  const filter = {
    ...(study !== undefined && { accession_id: identifier("GWAS Catalog study", study) }),
    ...(rsid !== undefined && { rs_id: identifier("rsid", rsid) }),
    ...(gene !== undefined && { mapped_gene: identifier("gene symbol", gene) }),
    ...(trait !== undefined && { efo_id: identifier("ontology term", trait) }),
    // The two names that the service's own documents give this parameter.
    ...(trait !== undefined &&
      query.childTraits !== false && { show_child_trait: true, show_child_traits: true }),
  };
  if (Object.keys(filter).length === 0) {
    throw new InvalidArgumentError("query", {
      what: "It is not said which associations.",
      why: "The catalogue has more than 900,000 of them.",
      remedy: 'Name a study, rsid, trait or gene: { rsid: "rs7412" }.',
    });
  }
  const drift = new Drift();
  const list = await gwasList(
    "/associations",
    "associations",
    filter,
    (item, place) => associationRecord(item, place, drift),
    ({ id }) => id,
    { signal: signalOf(query), refresh: query.refresh, limit: query.limit },
  );
  const strength = ({ negLog10PValue: p }: AssociationRecord): number => (Number.isNaN(p) ? -1 : p);
  const rows = [...list.items].sort((a, b) => strength(b) - strength(a) || (a.id < b.id ? -1 : 1));
  const notices = [...list.notices, ...drift.notices(), ...oddities(rows)];
  const text = (of: (row: AssociationRecord) => string): string[] => rows.map(of);
  const numbers = (of: (row: AssociationRecord) => number): Float64Array =>
    Float64Array.from(rows, of);
  return catalogueTable<AssociationColumns>(
    "gwas",
    `associations of ${[study, rsid, trait, gene].filter((part) => part !== undefined).join(", ")}`,
    {
      rsid: text((row) => row.rsid),
      chromosome: Uint8Array.from(rows, (row) => row.chromosome),
      basePairLocation: Int32Array.from(rows, (row) => row.basePairLocation),
      effectAllele: text((row) => row.effectAllele),
      effectAlleleFrequency: numbers((row) => row.effectAlleleFrequency),
      beta: numbers((row) => row.beta),
      unit: text((row) => row.unit),
      oddsRatio: numbers((row) => row.oddsRatio),
      ciLower: numbers((row) => row.ciLower),
      ciUpper: numbers((row) => row.ciUpper),
      negLog10PValue: numbers((row) => row.negLog10PValue),
      pValue: numbers((row) => 10 ** -row.negLog10PValue),
      genes: text((row) => row.genes),
      trait: text((row) => row.trait),
      study: text((row) => row.study),
      publication: text((row) => row.publication),
      associationId: text((row) => row.id),
    },
    list.sources,
    notices,
  );
}

function oddities(rows: readonly AssociationRecord[]): readonly string[] {
  const told: readonly (readonly [number, string])[] = [
    [
      rows.filter((row) => row.variants > 1).length,
      "haplotypes or interactions of several variants",
    ],
    [
      rows.filter((row) => Number.isNaN(row.negLog10PValue)).length,
      "without a P value that a number can hold",
    ],
    [rows.filter((row) => row.effectAllele === "").length, "without a known effect allele"],
    [rows.filter((row) => row.chromosome === 0).length, "without a place in the genome"],
  ];
  return told
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} associations: ${what}`);
}
