import type { LdVariants } from "./ld-panel.ts";

/** Above any position of a chromosome, so that one number tells chromosome and position. */
const CHROMOSOME_STEP = 2 ** 32;

/** The panel's variants of a name, mostly one; a dot names none. */
export function variantsByName({
  count,
  variantId,
}: LdVariants): (name: string) => readonly number[] {
  const find = placesOf(count, (v) => variantId[v]);
  return (name) => (name === "" || name === "." ? NONE : find(name));
}

/** The panel's variants at a place: several where a site has more than two alleles. */
export function variantsByPlace({
  count,
  chromosome,
  basePairLocation,
}: LdVariants): (chromosome: number, position: number) => readonly number[] {
  const find = placesOf(count, (v) => chromosome[v] * CHROMOSOME_STEP + basePairLocation[v]);
  return (code, position) => (position > 0 ? find(code * CHROMOSOME_STEP + position) : NONE);
}

const NONE: readonly number[] = [];

function placesOf<K>(count: number, keyOf: (v: number) => K): (key: K) => readonly number[] {
  // Most keys have one variant: an array of each would take four times the memory.
  const found = new Map<K, number | number[]>();
  for (let v = 0; v < count; v++) {
    const key = keyOf(v);
    const before = found.get(key);
    if (before === undefined) found.set(key, v);
    else if (typeof before === "number") found.set(key, [before, v]);
    else before.push(v);
  }
  return (key) => {
    const places = found.get(key);
    return places === undefined ? NONE : typeof places === "number" ? [places] : places;
  };
}
