import { counted } from "../words.ts";
import { NoOverlapError } from "../errors.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { correlation } from "../ld/correlation.ts";
import type { LdPanel } from "../ld/ld-panel.ts";
import { requireColumns, textAt, type PlotTable } from "./plot-tables.ts";
import type { Region } from "./regional-genes.ts";

/** r² of variants with one that the table does not name: `variantId` and `r2`. */
export type R2Table = PlotTable;

/** From where linkage disequilibrium comes. */
export type LdSource = Genotypes | LdPanel | R2Table;

export interface Reference {
  readonly row: number;
  readonly variantId: string;
  readonly position: number;
}

export interface RegionalLd {
  /** r² with the reference by row of the table; rows without one are absent. */
  readonly r2: ReadonlyMap<number, number>;
  /** `503 founders of the scan's own genotypes`. */
  readonly words: string;
  /** Why there is no r², in words. */
  readonly problem?: string | undefined;
}

export interface LdQuestion {
  readonly table: PlotTable;
  /** Of the region. */
  readonly rows: ArrayLike<number>;
  readonly region: Region;
  readonly reference: Reference;
  readonly signal?: AbortSignal | undefined;
}

/** r² of each variant of a region with the reference. Without the reference in the source nothing is coloured, and words say so. */
export async function regionalLd(source: LdSource, question: LdQuestion): Promise<RegionalLd> {
  if ("kind" in source && source.kind === "ld panel") return fromPanel(source, question);
  if ("kind" in source && source.kind === "genotypes") return fromGenotypes(source, question);
  return fromTable(source, question);
}

/** Variants of a source by where and what they are. */
interface Listed {
  readonly count: number;
  readonly variantId: readonly string[];
  readonly chromosome: ArrayLike<number>;
  readonly basePairLocation: ArrayLike<number>;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
}

/** Places of a region's variants in a list, and which row of the table each is. */
function matched(
  listed: Listed,
  { table, rows, region }: LdQuestion,
): { readonly places: Uint32Array; readonly placeOf: ReadonlyMap<number, number> } {
  const inside: number[] = [];
  const byName = new Map<string, number>();
  const bySite = new Map<string, number>();
  const { chromosome, basePairLocation } = listed;
  for (let v = 0; v < listed.count; v++) {
    if (chromosome[v] !== region.chromosome) continue;
    if (basePairLocation[v] < region.from || basePairLocation[v] > region.to) continue;
    byName.set(listed.variantId[v], inside.length);
    bySite.set(
      siteOf(basePairLocation[v], listed.effectAllele[v], listed.otherAllele[v]),
      inside.length,
    );
    inside.push(v);
  }
  const placeOf = new Map<number, number>();
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const effect = textAt(table, "effectAllele", row);
    const site = siteOf(
      table.columns.basePairLocation[row] as number,
      effect,
      textAt(table, "otherAllele", row),
    );
    const place =
      (effect === "" ? undefined : bySite.get(site)) ??
      byName.get(textAt(table, "variantId", row) || "\0");
    if (place !== undefined) placeOf.set(row, place);
  }
  return { places: Uint32Array.from(inside), placeOf };
}

/** The same for both orders of the alleles: r² has no sign. */
function siteOf(position: number, a: string, b: string): string {
  return a < b ? `${position}:${a}:${b}` : `${position}:${b}:${a}`;
}

async function fromGenotypes(genotypes: Genotypes, question: LdQuestion): Promise<RegionalLd> {
  const { places, placeOf } = matched(genotypes.variants, question);
  const words = `${people(genotypes.samples.count)} of ${shortSource(genotypes.source)}`;
  const reference = placeOf.get(question.reference.row);
  if (reference === undefined) return withoutReference(words, question.reference);
  const region = genotypes.select({ variants: places });
  // Names may repeat; places do not.
  const variantId = Array.from(places, (_, place) => String(place));
  const named: Genotypes = { ...region, variants: { ...region.variants, variantId } };
  let pairs;
  try {
    pairs = await correlation(named, {
      variants: [String(reference)],
      window: { basePairs: Infinity },
      minimumR2: 0,
      signal: question.signal,
      // Without this the notebook would show a progress line under a cell that is done.
      onProgress: () => undefined,
    });
  } catch (error) {
    if (!(error instanceof NoOverlapError)) throw error;
    return { ...withoutReference(words, question.reference), problem: NOT_DIPLOID };
  }
  const { variantId: left, otherVariantId: right, r2 } = pairs.columns;
  const byPlace = new Map<number, number>([[reference, 1]]);
  left.forEach((id, pair) => {
    byPlace.set(Number(Number(id) === reference ? right[pair] : id), r2[pair]);
  });
  const founders = Number(pairs.provenance["samples"]);
  return {
    r2: byRow(placeOf, byPlace),
    words: `${people(founders)} of ${shortSource(genotypes.source)}`,
  };
}

const NOT_DIPLOID = "r² is only computed on autosomes";

async function fromPanel(panel: LdPanel, question: LdQuestion): Promise<RegionalLd> {
  const { places, placeOf } = matched(panel.variants, question);
  const words = `${people(panel.sampleCount)} of ${shortSource(panel.source)}`;
  const inside = placeOf.get(question.reference.row);
  if (inside === undefined) return withoutReference(words, question.reference);
  const variant = places[inside];
  const number = blockOf(panel.blockStart, variant);
  const { first, rowStart, column, r } = await panel.readBlock(number);
  const byVariant = new Map<number, number>();
  const row = variant - first;
  for (let at = rowStart[row]; at < rowStart[row + 1]; at++)
    byVariant.set(first + column[at], r[at] ** 2);
  const last = panel.blockStart[number + 1];
  const byPlace = new Map<number, number>();
  places.forEach((v, place) => {
    // Rows are sparse: what a block leaves out was too small to be kept.
    if (v >= first && v < last) byPlace.set(place, Math.min(1, byVariant.get(v) ?? 0));
  });
  return { r2: byRow(placeOf, byPlace), words };
}

function blockOf(blockStart: Uint32Array, variant: number): number {
  let [low, high] = [0, blockStart.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (blockStart[middle] <= variant) low = middle;
    else high = middle;
  }
  return low;
}

function fromTable(source: R2Table, { table, rows, reference }: LdQuestion): RegionalLd {
  requireColumns(source, ["variantId", "r2"], "ld.correlation");
  const others = source.columns.otherVariantId;
  const byName = new Map<string, number>([[reference.variantId, 1]]);
  for (let row = 0; row < source.rowCount; row++) {
    const r2 = Number(source.columns.r2[row]);
    const [one, other] = [textAt(source, "variantId", row), others?.[row]];
    // A table of pairs tells for each reference; one without pairs was made for one.
    if (other === undefined) byName.set(one, r2);
    else if (one === reference.variantId) byName.set(String(other), r2);
    else if (other === reference.variantId) byName.set(one, r2);
  }
  const r2 = new Map<number, number>();
  for (let i = 0; i < rows.length; i++) {
    const value = byName.get(textAt(table, "variantId", rows[i]) || "\0");
    if (value !== undefined && value >= 0 && value <= 1 + 1e-9) r2.set(rows[i], Math.min(1, value));
  }
  const panel = source.provenance?.["source"];
  return { r2, words: typeof panel === "string" ? shortSource(panel) : "the given table" };
}

function byRow(
  placeOf: ReadonlyMap<number, number>,
  byPlace: ReadonlyMap<number, number>,
): Map<number, number> {
  const r2 = new Map<number, number>();
  for (const [row, place] of placeOf) {
    const value = byPlace.get(place);
    if (value !== undefined) r2.set(row, value);
  }
  return r2;
}

function withoutReference(words: string, { variantId }: Reference): RegionalLd {
  return { r2: new Map(), words, problem: `${variantId} is not among its variants` };
}

function people(count: number): string {
  return counted(count, "person", "people");
}

/** A path without its folders, which are nobody's business in a picture. */
function shortSource(source: string): string {
  return source.split(/[\\/]/).at(-1) || source;
}
