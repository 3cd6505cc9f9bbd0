import { summaryChromosomeCode } from "../../io/chromosome.ts";
import { catalogueTable, type CatalogueTable } from "../catalogue-table.ts";
import type { Source } from "../network/ask.ts";
import { SERVICES } from "../network/services.ts";
import { checkRecord, numberOf, textOf, type Drift, type Shape } from "../network/shape.ts";

const { title } = SERVICES.openGwas;

const ASSOCIATION_SHAPE: Shape = {
  name: "association",
  required: { id: "text", rsid: "text", beta: "number", se: "number", p: "number" },
  optional: {
    chr: "text",
    position: "number",
    ea: "text",
    nea: "text",
    eaf: "any",
    n: "any",
    trait: "text",
    proxy: "any",
    target_snp: "text",
    proxy_snp: "text",
    target_a1: "text",
    target_a2: "text",
    proxy_a1: "text",
    proxy_a2: "text",
  },
};

/** Columns of associations of OpenGWAS; positions of GRCh37. */
export interface OpenGwasColumns extends Record<
  string,
  readonly string[] | Float64Array | Uint8Array | Int32Array
> {
  readonly study: readonly string[];
  readonly rsid: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly effectAlleleFrequency: Float64Array;
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly pValue: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly n: Float64Array;
}

/** One association in our words. */
export type AssociationRow = Readonly<
  Record<"id" | "rsid" | "contig" | "effectAllele" | "otherAllele", string>
> &
  Readonly<Record<"position" | "frequency" | "beta" | "standardError" | "p" | "n", number>>;

/** A reader of lists of associations. */
export function readAssociations(
  drift: Drift,
): (json: unknown, url: string) => readonly AssociationRow[] {
  return (json, url) => {
    // Nothing found can be the text "[]".
    const items = json === "[]" ? [] : json;
    return (Array.isArray(items) ? items : [items]).map((item) => {
      const row = checkRecord(item, ASSOCIATION_SHAPE, { title, url }, drift);
      // Of this batch the service gives effects of the other allele.
      const sign = textOf(row.id).startsWith("ukb-e") ? -1 : 1;
      return {
        id: textOf(row.id),
        rsid: textOf(row.rsid),
        contig: textOf(row.chr),
        position: numberOf(row.position),
        effectAllele: textOf(row.ea),
        otherAllele: textOf(row.nea),
        frequency: numberOf(row.eaf),
        beta: sign * numberOf(row.beta),
        standardError: numberOf(row.se),
        p: numberOf(row.p),
        n: numberOf(row.n),
      };
    });
  };
}

/** Associations as a table, with what is odd about them. */
export function associationTable(
  what: string,
  rows: readonly AssociationRow[],
  sources: readonly Source[],
  notices: readonly string[],
): CatalogueTable<OpenGwasColumns> {
  const text = (of: (row: AssociationRow) => string): string[] => rows.map(of);
  const numbers = (of: (row: AssociationRow) => number): Float64Array =>
    Float64Array.from(rows, of);
  const zero = rows.filter(({ p }) => p === 0).length;
  const flipped = rows.filter(({ id }) => id.startsWith("ukb-e")).length;
  const odd = [
    ...(zero > 0
      ? [`${zero} P values below 1e-308 come as 0 from the service and are missing`]
      : []),
    ...(flipped > 0
      ? [`effects of ${flipped} rows of ukb-e turned, as the service's own client does`]
      : []),
  ];
  return catalogueTable<OpenGwasColumns>(
    "openGwas",
    what,
    {
      study: text(({ id }) => id),
      rsid: text(({ rsid }) => rsid),
      chromosome: Uint8Array.from(rows, ({ contig }) => summaryChromosomeCode(contig)),
      basePairLocation: Int32Array.from(rows, ({ position }) => position || 0),
      effectAllele: text(({ effectAllele }) => effectAllele),
      otherAllele: text(({ otherAllele }) => otherAllele),
      effectAlleleFrequency: numbers(({ frequency }) => frequency),
      beta: numbers(({ beta }) => beta),
      standardError: numbers(({ standardError }) => standardError),
      pValue: numbers(({ p }) => (p > 0 ? p : NaN)),
      negLog10PValue: numbers(({ p }) => (p > 0 ? -Math.log10(p) : NaN)),
      n: numbers(({ n }) => n),
    },
    sources,
    [...notices, ...odd],
  );
}
