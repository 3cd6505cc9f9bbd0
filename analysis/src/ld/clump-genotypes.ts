import type { ComputeOptions } from "../compute/run-method.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { founderMask } from "../genotypes/qc-counts.ts";
import { correlation } from "./correlation.ts";
import { strongestFirst, type ClumpAssignment, type ClumpCandidates } from "./clump-window.ts";
import { haplotypeR2 } from "./haplotype-r2.ts";
import { bitPlanes, pairTable } from "./pair-table.ts";

/** From what r² of two variants is computed. */
export type R2Measure = "genotypes" | "haplotypes";

export interface ClumpSettings extends ComputeOptions {
  readonly r2: number;
  readonly kilobases: number;
  readonly measure: R2Measure;
  /** A candidate weaker than this starts no clump. */
  readonly leastNegLog10P: number;
}

/** r² of a lead with candidates that are left, those at or above the threshold only. */
type Partners = (leads: readonly number[]) => Promise<ReadonlyMap<number, readonly Partner[]>>;
interface Partner {
  readonly candidate: number;
  readonly r2: number;
}

/**
 * The strongest candidate takes all within the window that are correlated with it, then the strongest of the rest.
 *
 * Candidates that are the strongest within their own window are leads whatever happens elsewhere, so that all of them are
 * taken at once: rounds of correlations, not one after the other.
 *
 * @param panelVariant - row of each candidate in the genotypes; diploid variants only
 */
export async function clumpByGenotypes(
  candidates: ClumpCandidates,
  panelVariant: ArrayLike<number>,
  genotypes: Genotypes,
  settings: ClumpSettings,
): Promise<ClumpAssignment> {
  const { leastNegLog10P, kilobases } = settings;
  const order = strongestFirst(candidates);
  const rank = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) rank[order[i]] = i;
  const lead = new Int32Array(order.length).fill(-1);
  const r2 = new Float64Array(order.length).fill(NaN);
  const ids = Uint32Array.from(new Set(Array.from(panelVariant))).sort();
  const panel = genotypes.select({ variants: ids });
  const rowOf = new Map(Array.from(ids, (variant, row) => [variant, row] as const));
  const rows = Int32Array.from(panelVariant, (variant) => rowOf.get(variant)!);
  const byPlace = placesOf(candidates);
  let left = order.filter((i) => candidates.negLog10PValue[i] >= leastNegLog10P);
  const partnersOf =
    settings.measure === "haplotypes"
      ? await haplotypePartners(candidates, rows, panel, settings)
      : genotypePartners(rows, panel, settings);
  while (left.length > 0) {
    const leads = Array.from(left).filter((i) =>
      isStrongestAround(i, byPlace, candidates, rank, lead, kilobases),
    );
    for (const i of leads) {
      lead[i] = i;
      r2[i] = 1;
    }
    const partners = await partnersOf(leads);
    for (const i of leads) {
      for (const { candidate, r2: value } of partners.get(i) ?? []) {
        const before = lead[candidate];
        // A stronger lead of a later round takes it over; who is a lead does not change by it.
        if (before === candidate || (before >= 0 && rank[before] < rank[i])) continue;
        lead[candidate] = i;
        r2[candidate] = value;
      }
    }
    left = left.filter((i) => lead[i] < 0);
  }
  return { lead, r2 };
}

/** Candidates of a chromosome by position. */
function placesOf({ chromosome, basePairLocation }: ClumpCandidates): Map<number, Int32Array> {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < chromosome.length; i++) {
    const group = groups.get(chromosome[i]);
    if (group) group.push(i);
    else groups.set(chromosome[i], [i]);
  }
  return new Map(
    [...groups].map(([code, rows]) => [
      code,
      Int32Array.from(rows).sort((i, j) => basePairLocation[i] - basePairLocation[j] || i - j),
    ]),
  );
}

/** Candidates of i's chromosome within the window, i too, as a part of the ordered rows. */
function around(
  i: number,
  byPlace: ReadonlyMap<number, Int32Array>,
  { chromosome, basePairLocation }: ClumpCandidates,
  kilobases: number,
): Int32Array {
  const rows = byPlace.get(chromosome[i])!;
  const here = basePairLocation[i];
  const from = firstAtLeast(rows, basePairLocation, here - kilobases * 1000);
  const to = firstAtLeast(rows, basePairLocation, here + kilobases * 1000 + 1);
  return rows.subarray(from, to);
}

function firstAtLeast(rows: Int32Array, position: ArrayLike<number>, value: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (position[rows[middle]] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isStrongestAround(
  i: number,
  byPlace: ReadonlyMap<number, Int32Array>,
  candidates: ClumpCandidates,
  rank: Int32Array,
  lead: Int32Array,
  kilobases: number,
): boolean {
  for (const j of around(i, byPlace, candidates, kilobases)) {
    if (lead[j] < 0 && rank[j] < rank[i]) return false;
  }
  return true;
}

function genotypePartners(rows: Int32Array, panel: Genotypes, settings: ClumpSettings): Partners {
  const { r2, kilobases, compute, signal } = settings;
  const candidatesOf = new Map<string, number[]>();
  for (let i = 0; i < rows.length; i++) {
    const id = String(rows[i]);
    const same = candidatesOf.get(id);
    if (same) same.push(i);
    else candidatesOf.set(id, [i]);
  }
  // Names of a panel may repeat; rows do not.
  const variantId = Array.from({ length: panel.variants.count }, (_, row) => String(row));
  const named: Genotypes = { ...panel, variants: { ...panel.variants, variantId } };
  return async (leads) => {
    const { columns } = await correlation(named, {
      variants: [...new Set(leads.map((i) => String(rows[i])))],
      window: { basePairs: kilobases * 1000 },
      minimumR2: r2,
      compute,
      signal,
    });
    const found = new Map<number, Partner[]>();
    const leadOf = new Map(leads.map((i) => [String(rows[i]), i] as const));
    columns.variantId.forEach((id, pair) => {
      const i = leadOf.get(id)!;
      const partners = found.get(i) ?? [];
      if (partners.length === 0) found.set(i, partners);
      for (const candidate of candidatesOf.get(columns.otherVariantId[pair]) ?? [])
        partners.push({ candidate, r2: columns.r2[pair] });
    });
    for (const i of leads) {
      const same = candidatesOf.get(String(rows[i]))!;
      if (same.length === 1) continue;
      const partners = found.get(i) ?? [];
      found.set(i, [...partners, ...same.map((candidate) => ({ candidate, r2: 1 }))]);
    }
    return found;
  };
}

/** By tables of genotype counts in plain JavaScript, for small panels: hundreds to some thousands of people. */
async function haplotypePartners(
  candidates: ClumpCandidates,
  rows: Int32Array,
  panel: Genotypes,
  { r2, kilobases }: ClumpSettings,
): Promise<Partners> {
  const planes = await bitPlanes(panel, founderMask(panel, true));
  const byPlace = placesOf(candidates);
  const table = new Float64Array(9);
  return (leads) =>
    Promise.resolve(
      new Map(
        leads.map((i) => {
          const partners: Partner[] = [];
          for (const candidate of around(i, byPlace, candidates, kilobases)) {
            if (candidate === i) continue;
            pairTable(planes, rows[i], rows[candidate], table);
            const value = haplotypeR2(table);
            if (value >= r2) partners.push({ candidate, r2: value });
          }
          return [i, partners] as const;
        }),
      ),
    );
}
