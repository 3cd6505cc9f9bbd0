import { summaryChromosomeCode } from "../../io/chromosome.ts";
import { catalogueTable, type CatalogueTable } from "../catalogue-table.ts";
import { SERVICES } from "../network/services.ts";
import { checkRecords, Drift, numberOf, textOf, type Shape } from "../network/shape.ts";
import { regionOf, type Region } from "../public-words.ts";
import { askEnsembl, buildOf, type EnsemblOptions } from "./ask-ensembl.ts";

const GENE_SHAPE: Shape = {
  name: "gene",
  required: {
    id: "text",
    seq_region_name: "text",
    start: "number",
    end: "number",
    strand: "number",
  },
  optional: {
    gene_id: "text",
    external_name: "text",
    description: "text",
    biotype: "text",
    assembly_name: "text",
    canonical_transcript: "text",
    source: "any",
    logic_name: "any",
    feature_type: "any",
    version: "any",
  },
};

// What the service answers at most.
const LONGEST_REGION = 5_000_000;

/** Columns of genes of a region, by position. */
export interface GeneColumns extends Record<
  string,
  readonly string[] | Float64Array | Uint8Array | Int32Array
> {
  readonly id: readonly string[];
  readonly symbol: readonly string[];
  readonly chromosome: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** 1 or −1. */
  readonly strand: Int32Array;
  readonly biotype: readonly string[];
  readonly description: readonly string[];
}

/** Genes that overlap a region of at most 5 Mb. */
export async function genes(
  region: Region,
  options: EnsemblOptions = {},
): Promise<CatalogueTable<GeneColumns>> {
  const { chromosome, start, end } = regionOf(region, LONGEST_REGION);
  const place = `${chromosome}:${start}-${end}`;
  const drift = new Drift();
  const { title } = SERVICES.ensembl;
  const { value, source, notices } = await askEnsembl(
    `/overlap/region/homo_sapiens/${place}`,
    { feature: "gene" },
    `genes of ${place}`,
    options,
    (json, url) => checkRecords(json, GENE_SHAPE, { title, url }, drift),
  );
  const rows = [...value].sort((a, b) => numberOf(a.start) - numberOf(b.start));
  const text = (field: string): string[] => rows.map((row) => textOf(row[field]));
  const positions = (field: string): Int32Array =>
    Int32Array.from(rows, (row) => numberOf(row[field]));
  return catalogueTable<GeneColumns>(
    "ensembl",
    `genes of ${place}, ${buildOf(options)}`,
    {
      id: text("id"),
      symbol: text("external_name"),
      chromosome: Uint8Array.from(rows, (row) =>
        summaryChromosomeCode(textOf(row.seq_region_name)),
      ),
      start: positions("start"),
      end: positions("end"),
      strand: positions("strand"),
      biotype: text("biotype"),
      description: text("description"),
    },
    [source],
    [...notices, ...drift.notices()],
  );
}
