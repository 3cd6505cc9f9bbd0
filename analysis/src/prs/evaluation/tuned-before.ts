import type { SampleTable } from "../../io/sample-table.ts";
import { counted, whole } from "../../words.ts";
import { SeenInTuningError } from "./evaluation-errors.ts";
import { familyKey, hasFamilies, hashOf } from "./id-hashes.ts";

/** Who was seen, by hashes of one kind of id. */
interface Seen {
  /** Of everybody, ascending. */
  readonly people: Float64Array;
  /** Of the sample, in its order. */
  readonly sample: Float64Array;
}

/** A choice among scores that this session has made, without anybody's id. */
interface Tuning {
  readonly byIndividual: Seen;
  /** Where families are known. */
  readonly byFamily: Seen | undefined;
  /** Of each candidate, the values of the sample. */
  readonly candidates: ReadonlyMap<string, Float64Array>;
}

/** Enough to tell a column from any other. */
const SAMPLED = 500;
/** The oldest are forgotten: kernels live for days, and cells are run again. */
const MOST_TUNINGS = 50;
/** So many people tell that columns of other names are one; yes and no in them are the same by chance once in 10⁹. */
const TELLING = 30;

// By a symbol, so that two copies of this library share it.
const KEY = Symbol.for("genobook.tunings");

function tunings(): Tuning[] {
  const holder = globalThis as unknown as Record<symbol, Tuning[] | undefined>;
  return (holder[KEY] ??= []);
}

/** Remembers whom a choice among several scores has seen, and their values. */
export function rememberTuning(
  people: SampleTable,
  candidates: Readonly<Record<string, ArrayLike<number>>>,
): void {
  const names = Object.keys(candidates);
  if (names.length < 2) return;
  const seenBy = (keys: Float64Array): Seen => ({
    people: keys.toSorted(),
    sample: keys.slice(0, SAMPLED),
  });
  const known = tunings();
  known.push({
    byIndividual: seenBy(individualKeys(people)),
    byFamily: hasFamilies(people) ? seenBy(familyKeys(people)) : undefined,
    candidates: new Map(
      names.map((name) => [name, Float64Array.from(candidates[name]).slice(0, SAMPLED)]),
    ),
  });
  if (known.length > MOST_TUNINGS) known.shift();
}

/**
 * Looks for a choice among scores that saw these people and this column, whatever it is called now.
 *
 * @param name - of the column, where it has one
 * @returns what to say where people are of a test set of another split, or where nobody can tell
 * @throws SeenInTuningError for people of no set
 */
export function refuseTunedBefore(
  people: SampleTable,
  values: ArrayLike<number>,
  name: string | undefined,
): readonly string[] {
  const found = finder(people);
  let [most, isTold] = [0, false];
  for (const tuning of tunings()) {
    const { seen, rowOf } = found(tuning);
    const likeness = likenessOf(tuning, seen, rowOf, values, name);
    if (likeness === "another") continue;
    let count = 0;
    for (const key of rowOf.keys()) count += Number(includes(seen.people, key));
    if (count > most) [most, isTold] = [count, likeness === "the same"];
  }
  if (most === 0) return [];
  const who = `${whole(most)} of ${counted(people.count, "person", "people")} to evaluate on`;
  const column = name ?? "the score";
  if (isTold && !("setRole" in people)) {
    throw new SeenInTuningError(most, {
      what: `${who} were in a tuning set in which prs.tune chose among ${column} and others.`,
      why: "What is chosen among looks better in the people that chose than it is.",
      remedy:
        "Evaluate on the test set of the same prs.split, or on another cohort; where nothing is chosen, pass one candidate to prs.tune.",
    });
  }
  return [
    isTold
      ? `${who} were in the tuning set of another split, in which prs.tune chose among ${column} and others.`
      : `${who} were in a tuning set in which prs.tune chose among scores of which one is called ${column}: whether it is this one cannot be told.`,
  ];
}

/** The rows of people by the keys that they share with a choice. */
function finder(
  people: SampleTable,
): (tuning: Tuning) => { readonly seen: Seen; readonly rowOf: ReadonlyMap<number, number> } {
  const rowsBy = (keys: () => Float64Array): (() => ReadonlyMap<number, number>) => {
    let rows: ReadonlyMap<number, number> | undefined;
    return () => (rows ??= new Map(Array.from(keys(), (key, row) => [key, row])));
  };
  const families = hasFamilies(people) ? rowsBy(() => familyKeys(people)) : undefined;
  const individuals = rowsBy(() => individualKeys(people));
  return ({ byFamily, byIndividual }) =>
    byFamily && families
      ? { seen: byFamily, rowOf: families() }
      : { seen: byIndividual, rowOf: individuals() };
}

/** Whether a column is one of the candidates, up to its unit. */
function likenessOf(
  { candidates }: Tuning,
  { sample }: Seen,
  rowOf: ReadonlyMap<number, number>,
  values: ArrayLike<number>,
  name: string | undefined,
): "the same" | "another" | "nobody can tell" {
  const places: number[] = [];
  const shared: number[] = [];
  sample.forEach((key, place) => {
    const row = rowOf.get(key);
    if (row === undefined || !Number.isFinite(values[row])) return;
    places.push(place);
    shared.push(values[row]);
  });
  const own = Float64Array.from(shared);
  for (const [candidate, all] of candidates) {
    if (own.length < (candidate === name ? 2 : TELLING)) continue;
    const theirs = Float64Array.from(places, (place) => all[place]);
    if (isSameUpToUnit(own, theirs, candidate === name)) return "the same";
  }
  const isNamed = name !== undefined && candidates.has(name);
  return isNamed && own.length < 2 ? "nobody can tell" : "another";
}

/** @param isNamed - whether they are called the same, so that equal values need not vary to be one column's */
function isSameUpToUnit(a: Float64Array, b: Float64Array, isNamed: boolean): boolean {
  if (isNamed && a.every((value, i) => value === b[i])) return true;
  const n = a.length;
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / n;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  }
  return n > 2 && aa * bb > 0 && ab * ab > (1 - 1e-9) * aa * bb;
}

function individualKeys({ individualId }: SampleTable): Float64Array {
  return Float64Array.from(individualId, (id) => hashOf(id));
}

function familyKeys({ individualId, familyId }: SampleTable): Float64Array {
  return Float64Array.from(individualId, (id, i) => hashOf(familyKey(familyId![i], id)));
}

function includes(ascending: Float64Array, wanted: number): boolean {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === wanted;
}
