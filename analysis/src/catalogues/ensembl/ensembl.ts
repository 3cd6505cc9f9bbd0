import { signalOf } from "../../task.ts";
import type { Catalogue, DetailOptions, SearchOptions, Sourced } from "../catalogue.ts";
import { NotInCatalogueError } from "../catalogue-errors.ts";
import { foundEntries, type Entry, type Found } from "../entries.ts";
import { isAnalysisError } from "../../errors.ts";
import type { CatalogueTable } from "../catalogue-table.ts";
import { displayed } from "../network/displayed.ts";
import { SERVICES } from "../network/services.ts";
import {
  checkRecord,
  Drift,
  isRecord,
  numberOf,
  textOf,
  textsOf,
  type Shape,
} from "../network/shape.ts";
import { identifier, isIdentifier, searchText, type Region } from "../public-words.ts";
import { askEnsembl, buildOf, type EnsemblOptions } from "./ask-ensembl.ts";
import { genes, type GeneColumns } from "./ensembl-genes.ts";
import { ld, type LdColumns, type LdOptions } from "./ensembl-ld.ts";

const VARIANT_SHAPE: Shape = {
  name: "variant",
  required: { name: "text", mappings: "list" },
  optional: {
    synonyms: "list",
    source: "text",
    var_class: "text",
    ambiguity: "any",
    minor_allele: "text",
    MAF: "any",
    most_severe_consequence: "text",
    evidence: "list",
    clinical_significance: "list",
    ancestral_allele: "any",
    failed: "any",
  },
};

const GENE_SHAPE: Shape = {
  name: "gene",
  required: { id: "text", seq_region_name: "text", start: "number", end: "number" },
  optional: {
    display_name: "text",
    description: "text",
    biotype: "text",
    strand: "number",
    assembly_name: "text",
    version: "any",
    canonical_transcript: "text",
    source: "any",
    logic_name: "any",
    db_type: "any",
    object_type: "text",
    species: "any",
  },
};

/** A gene or a variant, with its place. */
export interface EnsemblRecord extends Sourced {
  readonly id: string;
  readonly kind: "gene" | "variant";
  readonly name: string;
  readonly description: string;
  readonly chromosome: string;
  readonly start: number;
  readonly end: number;
  readonly build: string;
  /** Of a variant, the reference first: `T/C`. */
  readonly alleles: string;
  readonly consequence: string;
}

/** Ensembl: genes, variants and LD between them, of GRCh38 or GRCh37. */
export interface Ensembl extends Catalogue<EnsemblRecord> {
  /** A gene by its symbol, or a variant by its rsid. */
  search(query: string, options?: SearchOptions): Promise<Found>;
  /** A gene by its Ensembl id, or a variant by its rsid. */
  detail(id: string, options?: EnsemblOptions): Promise<EnsemblRecord>;
  /** Where a variant lies and which alleles it has. */
  variant(rsid: string, options?: EnsemblOptions): Promise<EnsemblRecord>;
  /** Genes that overlap a region of at most 5 Mb. */
  genes(region: Region, options?: EnsemblOptions): Promise<CatalogueTable<GeneColumns>>;
  /** LD of a variant with its neighbours within 500 kb, in a 1000 Genomes population. */
  ld(rsid: string, options?: LdOptions): Promise<CatalogueTable<LdColumns>>;
}

const { title, licence, citation } = SERVICES.ensembl;

async function search(query: string, options: SearchOptions = {}): Promise<Found> {
  const words = searchText(query);
  const asked = { signal: signalOf(options), refresh: options.refresh };
  const found = await lookUp(words, asked).catch((error: unknown) => {
    if (
      isAnalysisError(error, "not-in-catalogue") ||
      isAnalysisError(error, "refused-by-catalogue")
    )
      return undefined;
    throw error;
  });
  const notices = found
    ? found.notices
    : [`Ensembl knows no gene symbol, Ensembl id or rsid ${words}`];
  return foundEntries("ensembl", `gene or variant ${words}`, found ? [entryOf(found)] : [], {
    facets: options,
    sources: found?.sources ?? [],
    notices,
  });
}

function lookUp(words: string, options: EnsemblOptions): Promise<EnsemblRecord> {
  if (isIdentifier("rsid", words)) return variant(words, options);
  if (isIdentifier("gene", words))
    return gene(`/lookup/id/${identifier("gene", words)}`, words, options);
  const symbol = identifier("gene symbol", words);
  return gene(`/lookup/symbol/homo_sapiens/${symbol}`, symbol, options);
}

async function detail(id: string, options: EnsemblOptions = {}): Promise<EnsemblRecord> {
  if (isIdentifier("rsid", id)) return variant(id, options);
  const known = identifier("gene", id).replace(/\.\d+$/, "");
  return gene(`/lookup/id/${known}`, known, options);
}

async function gene(path: string, name: string, options: EnsemblOptions): Promise<EnsemblRecord> {
  const drift = new Drift();
  const answer = await askEnsembl(path, {}, `gene ${name}`, options, (json, url) =>
    checkRecord(json, GENE_SHAPE, { title, url }, drift),
  );
  const { value: record, source, notices } = answer;
  return displayed(
    {
      id: textOf(record.id),
      kind: "gene" as const,
      name: textOf(record.display_name),
      description: textOf(record.description),
      chromosome: textOf(record.seq_region_name),
      start: numberOf(record.start),
      end: numberOf(record.end),
      build: textOf(record.assembly_name) || buildOf(options),
      alleles: "",
      consequence: textOf(record.biotype),
      sources: [source],
      notices: [...notices, ...drift.notices()],
    },
    describe,
  );
}

async function variant(rsid: string, options: EnsemblOptions = {}): Promise<EnsemblRecord> {
  const known = identifier("rsid", rsid);
  const drift = new Drift();
  const { value, source, notices } = await askEnsembl(
    `/variation/homo_sapiens/${known}`,
    {},
    `variant ${known}`,
    options,
    (json, url) => checkRecord(json, VARIANT_SHAPE, { title, url }, drift),
  );
  // Patches and alternative haplotypes have names of their own.
  const places = (value.mappings as unknown[])
    .filter(isRecord)
    .filter(({ seq_region_name: name }) => /^([1-9]|1\d|2[0-2]|X|Y|MT)$/.test(textOf(name)));
  if (places.length === 0) {
    throw new NotInCatalogueError(title, source.url, {
      what: `Ensembl places ${known} on no chromosome of ${buildOf(options)}.`,
      why: "It lies on a patch or an alternative haplotype only, or nowhere.",
      remedy: 'Ask for the other build: { build: "GRCh37" }.',
    });
  }
  const [place] = places;
  const renamed = textOf(value.name) === known ? [] : [`${known} is now ${textOf(value.name)}`];
  const several =
    places.length === 1 ? [] : [`${places.length} places in the genome; the first is given`];
  return displayed(
    {
      id: textOf(value.name),
      kind: "variant" as const,
      name: textOf(value.name),
      description: textsOf(value.clinical_significance).join(", "),
      chromosome: textOf(place.seq_region_name),
      start: numberOf(place.start),
      end: numberOf(place.end),
      build: textOf(place.assembly_name) || buildOf(options),
      alleles: textOf(place.allele_string),
      consequence: textOf(value.most_severe_consequence),
      sources: [source],
      notices: [...notices, ...renamed, ...several, ...drift.notices()],
    },
    describe,
  );
}

function describe({
  id,
  kind,
  name,
  description,
  chromosome,
  start,
  end,
  build,
  alleles,
  consequence,
  notices,
}: EnsemblRecord): readonly string[] {
  const place = `${chromosome}:${start.toLocaleString("en-US")}${end > start ? `–${end.toLocaleString("en-US")}` : ""} (${build})`;
  return [
    `${kind} ${id}${name === id || name === "" ? "" : `, ${name}`}: ${place}${alleles === "" ? "" : ` ${alleles}`}`,
    [consequence, description].filter((part) => part !== "").join(". "),
    ...notices,
  ].filter((sentence) => sentence !== "");
}

function entryOf({ id, kind, name, description, consequence, build }: EnsemblRecord): Entry {
  return {
    id,
    name,
    trait: description,
    kind: `${kind}${consequence === "" ? "" : `: ${consequence}`}`,
    ancestry: "",
    build,
    n: NaN,
    variants: NaN,
    hasFile: NaN,
    publication: "",
  };
}

export const ensembl: Ensembl = {
  title,
  licence,
  citation,
  search,
  detail: (id: string, options?: EnsemblOptions | DetailOptions) => detail(id, options),
  variant,
  genes,
  ld,
};
