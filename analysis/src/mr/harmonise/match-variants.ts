import { fitAlleles } from "../../sumstats/alleles.ts";
import type { Association, AssociationReader } from "./association-reader.ts";

/** Rows of the outcome that an exposure's variants may be. */
export interface Candidates {
  /** By the variant's name, or by its place where the name is not there. */
  readonly rowsOf: (exposure: Association, rsid: string) => readonly number[];
  /** Rows of the outcome with this name. */
  readonly rowsNamed: (variantId: string) => readonly number[];
}

/** Finds all rows of the outcome that bear one of these names or lie at one of these places; one pass over its rows. */
export function findCandidates(
  outcome: AssociationReader,
  wanted: { readonly names: ReadonlySet<string>; readonly places: ReadonlySet<number> },
): Candidates {
  const { names, places } = wanted;
  const byName = new Map<string, number[]>();
  const byPlace = new Map<number, number[]>();
  for (let row = 0; row < outcome.rowCount; row++) {
    const id = outcome.variantId(row);
    const name = names.has(id) ? id : outcome.rsid(row);
    if (name !== "" && names.has(name)) add(byName, name, row);
    if (places.size === 0) continue;
    const place = placeKey(outcome.chromosome(row), outcome.basePairLocation(row));
    if (places.has(place)) add(byPlace, place, row);
  }
  return {
    rowsNamed: (variantId) => byName.get(variantId) ?? [],
    rowsOf: ({ variantId, chromosome, basePairLocation }, rsid) =>
      byName.get(variantId) ??
      byName.get(rsid) ??
      byPlace.get(placeKey(chromosome, basePairLocation)) ??
      [],
  };
}

/** A chromosome and a position as one number; 0 where either is unknown. */
export function placeKey(chromosome: number, position: number): number {
  return chromosome > 0 && position > 0 ? chromosome * 2 ** 31 + position : 0;
}

/** Which of several rows is the variant: the one whose alleles fit, rows that repeat it word for word counted once. */
export function chooseRow(
  exposure: Association,
  rows: readonly number[],
  outcome: AssociationReader,
): { readonly row: number; readonly isRepeated: boolean; readonly isAmbiguous: boolean } {
  if (rows.length === 1) return { row: rows[0], isRepeated: false, isAmbiguous: false };
  const read = rows.map((row) => outcome.association(row));
  const fitting = rows.filter((_, i) => fitAlleles(exposure, read[i]).fit !== "different");
  const candidates = fitting.length > 0 ? fitting : rows;
  const texts = new Set(candidates.map((row) => textOf(outcome.association(row))));
  return {
    row: candidates[0],
    isRepeated: candidates.length > 1,
    isAmbiguous: texts.size > 1,
  };
}

/** Everything that tells two associations apart. */
export function textOf(association: Association): string {
  const { effectAllele, otherAllele, beta, standardError } = association;
  return [effectAllele, otherAllele, beta, standardError].join(" ");
}

function add<K>(map: Map<K, number[]>, key: K, row: number): void {
  const rows = map.get(key);
  if (rows) rows.push(row);
  else map.set(key, [row]);
}
