import type { Answer, Source } from "../network/ask.ts";
import { SERVICES } from "../network/services.ts";
import { checkRecords, Drift, numberOf, textOf, type Shape } from "../network/shape.ts";
import type { regionOf } from "../public-words.ts";
import { IncompleteListError } from "../catalogue-errors.ts";

const ASSOCIATION_SHAPE: Shape = {
  name: "association",
  required: {
    molecular_trait_id: "text",
    position: "number",
    chromosome: "text",
    ref: "text",
    alt: "text",
    variant: "text",
    beta: "number",
    se: "number",
    nlog10p: "number",
  },
  optional: {
    pvalue: "number",
    gene_id: "text",
    type: "text",
    rsid: "text",
    ac: "number",
    an: "number",
    maf: "number",
    median_tpm: "any",
    r2: "any",
  },
};

/** One association in our words. */
export interface EqtlRow {
  readonly variantId: string;
  readonly rsid: string;
  readonly contig: string;
  readonly position: number;
  readonly ref: string;
  readonly alt: string;
  /** Of ALT. */
  readonly frequency: number;
  readonly beta: number;
  readonly standardError: number;
  readonly negLog10PValue: number;
  /** People with a genotype. */
  readonly n: number;
  readonly gene: string;
  readonly molecularTrait: string;
}

type Part = ReturnType<typeof regionOf>;
type AskPart = (
  part: Part | undefined,
  start: number,
  size: number,
) => Promise<Answer<unknown> | undefined>;

const PAGE_SIZE = 1_000;
// Where a query ends without a word.
const MOST_ROWS = 100_000;

/**
 * All associations of a region. The service tells no total and ends after 100,000 rows: a region with so many is halved. Rows
 * outside the region are left out, rows of one variant with several rsids become one; both are counted.
 */
export async function readAssociations(
  region: Part | undefined,
  askPart: AskPart,
): Promise<{
  readonly rows: readonly EqtlRow[];
  readonly sources: readonly Source[];
  readonly notices: readonly string[];
}> {
  const drift = new Drift();
  const sources: Source[] = [];
  const notices = new Set<string>();
  const rows = new Map<string, EqtlRow>();
  let outside = 0;
  let merged = 0;
  const parts: (Part | undefined)[] = [region];
  while (parts.length > 0) {
    const part = parts.shift();
    const found: EqtlRow[] = [];
    for (let start = 0; start < MOST_ROWS; start += PAGE_SIZE) {
      const page = await askPart(part, start, PAGE_SIZE);
      if (!page) break;
      const place = { title: SERVICES.eqtl.title, url: page.source.url };
      const items = checkRecords(page.value, ASSOCIATION_SHAPE, place, drift).map(rowOf);
      found.push(...items);
      sources.push(page.source);
      for (const notice of page.notices) notices.add(notice);
      if (items.length < PAGE_SIZE) break;
    }
    if (found.length >= MOST_ROWS) {
      parts.unshift(...halves(part, found.length, sources.at(-1)?.url ?? ""));
      continue;
    }
    for (const row of found) {
      if (part && (row.position < part.start || row.position > part.end)) {
        outside += 1;
        continue;
      }
      const key = `${row.molecularTrait} ${row.variantId}`;
      const before = rows.get(key);
      if (before) merged += 1;
      const rsids = [
        ...new Set([before?.rsid, row.rsid].flatMap((text) => text?.split(";") ?? [])),
      ];
      rows.set(key, before ? { ...before, rsid: rsids.filter((id) => id !== "").join(";") } : row);
    }
  }
  if (outside > 0) notices.add(`${outside} rows outside the region left out`);
  if (merged > 0)
    notices.add(`${merged} rows of variants with several rsids, or given twice, joined`);
  notices.add(`${SERVICES.eqtl.title} tells no total, so that completeness could not be checked`);
  return { rows: [...rows.values()], sources, notices: [...notices, ...drift.notices()] };
}

function rowOf(record: Readonly<Record<string, unknown>>): EqtlRow {
  const [ac, an] = [record.ac, record.an].map(numberOf);
  return {
    variantId: textOf(record.variant),
    rsid: textOf(record.rsid),
    contig: textOf(record.chromosome),
    position: numberOf(record.position),
    ref: textOf(record.ref),
    alt: textOf(record.alt),
    frequency: an > 0 ? ac / an : NaN,
    beta: numberOf(record.beta),
    standardError: numberOf(record.se),
    negLog10PValue: numberOf(record.nlog10p),
    n: an > 0 ? an / 2 : NaN,
    gene: textOf(record.gene_id),
    molecularTrait: textOf(record.molecular_trait_id),
  };
}

function halves(part: Part | undefined, found: number, url: string): readonly Part[] {
  if (!part || part.end - part.start < 1) {
    throw new IncompleteListError(SERVICES.eqtl.title, url, found, NaN, {
      what: `${SERVICES.eqtl.title} gave ${found} rows, and there may be more.`,
      why: "It ends a query after 100,000 rows without a word.",
      remedy: "Ask by region, which is then read in parts, or name a gene.",
    });
  }
  const middle = Math.floor((part.start + part.end) / 2);
  return [
    { ...part, end: middle },
    { ...part, start: middle + 1 },
  ];
}
