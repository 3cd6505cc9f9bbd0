import type { Table } from "../../table.ts";
import type { AssociationReader } from "../harmonise/association-reader.ts";
import { placeKey } from "../harmonise/match-variants.ts";

/** Names and places of the variants that a scan looks for in every outcome. */
export interface WantedVariants {
  readonly names: ReadonlySet<string>;
  readonly places: ReadonlySet<number>;
}

type Key = string | number;

/** Names and places of each row. */
function keysOf(reader: AssociationReader, row: number): Key[] {
  return [
    reader.variantId(row),
    reader.rsid(row),
    placeKey(reader.chromosome(row), reader.basePairLocation(row)),
  ];
}

/** All variants of these tables. */
export function wantedVariants(readers: readonly AssociationReader[]): WantedVariants {
  const names = new Set<string>();
  const places = new Set<number>();
  for (const reader of readers) {
    for (let row = 0; row < reader.rowCount; row++) {
      const [variantId, rsid, place] = keysOf(reader, row) as [string, string, number];
      names.add(variantId);
      if (rsid !== "") names.add(rsid);
      if (place > 0) places.add(place);
    }
  }
  names.delete("");
  return { names, places };
}

/**
 * Indexes an outcome in one pass, so that each exposure costs what its instruments number and not what the outcome does.
 *
 * @returns of a table of instruments, the rows of the outcome that may be one of them, in the outcome's order
 */
export function indexOutcome(
  outcome: Table,
  reader: AssociationReader,
  { names, places }: WantedVariants,
): (instruments: AssociationReader) => Table {
  const rowsOf = new Map<Key, number[]>();
  const add = (key: Key, row: number): void => {
    const rows = rowsOf.get(key);
    if (!rows) rowsOf.set(key, [row]);
    else if (rows.at(-1) !== row) rows.push(row);
  };
  for (let row = 0; row < reader.rowCount; row++) {
    const [variantId, rsid, place] = keysOf(reader, row) as [string, string, number];
    if (names.has(variantId)) add(variantId, row);
    if (rsid !== "" && names.has(rsid)) add(rsid, row);
    if (places.has(place)) add(place, row);
  }
  return (instruments) => {
    const rows = new Set<number>();
    for (let row = 0; row < instruments.rowCount; row++) {
      for (const key of keysOf(instruments, row)) {
        for (const found of rowsOf.get(key) ?? []) rows.add(found);
      }
    }
    return outcome.take([...rows].sort((a, b) => a - b));
  };
}
