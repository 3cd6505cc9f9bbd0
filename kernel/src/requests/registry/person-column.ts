import type { PersonColumn, PersonLevel } from "../../messages.ts";

/** Fewer people than this are not told of: neither how many they are nor what they have in common. */
export const FEWEST_PEOPLE = 10;
const MOST_LEVELS = 8;
/** A text column in which people differ more than this is no grouping of them. */
const MOST_GROUPS_SHARE = 0.5;

/** Names that studies give to what they adjust for. */
const COVARIATE =
  /^(sex|gender|age|age_?at_?\w+|age[_^]?(2|sq|squared)|(pc|c|u?pca?)_?\d+|batch|array|chip|cohort|cent(er|re)|site|plate|year_?of_?birth|birth_?year)$/i;
const SEX = /^(sex|gender)$/i;

/**
 * What a column of people is, and what may be told of it: never a smallest or largest value, which is one person's; no
 * count, and no mean, of fewer than ten people.
 *
 * @param values - numbers (NaN missing), or texts ("" missing)
 */
export function personColumn(name: string, values: Float64Array | readonly string[]): PersonColumn {
  const isNumeric = values instanceof Float64Array;
  const counts = new Map<number | string, number>();
  let known = 0;
  for (const value of values) {
    if (isNumeric ? Number.isNaN(value) : value === "") continue;
    known += 1;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const column: PersonColumn = {
    type: "empty",
    isCovariate: COVARIATE.test(name),
    known,
    missingShare: values.length === 0 ? 0 : (values.length - known) / values.length,
  };
  if (known === 0) return column;
  if (counts.size === 1) return { ...column, type: "constant" };
  if (isNumeric) {
    const codes = codesOf(name, [...counts.keys()] as number[], known);
    if (codes === undefined)
      return { ...column, type: "quantitative", ...momentsOf(values, known) };
    return {
      ...column,
      type: [...codes.values()].includes("case") ? "case-control" : "binary",
      ...levelsOf(counts, (code) => codes.get(code) ?? ""),
    };
  }
  if (counts.size > FEWEST_PEOPLE && counts.size > MOST_GROUPS_SHARE * known)
    return { ...column, type: "text", levelCount: counts.size };
  const type = counts.size === 2 ? "binary" : "categorical";
  return { ...column, type, ...levelsOf(counts, () => "") };
}

/** What the numbers of a column with few of them mean, as the library reads them; undefined for amounts. */
function codesOf(
  name: string,
  numbers: readonly number[],
  known: number,
): ReadonlyMap<number | string, PersonLevel["meaning"]> | undefined {
  const sorted = [...numbers].sort((a, b) => a - b).join();
  const [first, second] = SEX.test(name)
    ? (["male", "female"] as const)
    : (["control", "case"] as const);
  const isTrait = SEX.test(name) || !COVARIATE.test(name);
  if (isTrait && (sorted === "1,2" || sorted === "0,1,2")) {
    return new Map([
      [0, "unknown"],
      [1, first],
      [2, second],
    ]);
  }
  // Which sex 0 is differs between studies.
  if (isTrait && sorted === "0,1" && !SEX.test(name)) {
    return new Map([
      [0, first],
      [1, second],
    ]);
  }
  const isPair = numbers.length === 2 && numbers.every(Number.isInteger);
  return isPair && known >= FEWEST_PEOPLE ? new Map() : undefined;
}

function momentsOf(
  values: Float64Array,
  known: number,
): { readonly mean?: number; readonly sd?: number } {
  if (known < FEWEST_PEOPLE) return {};
  let mean = 0;
  let squares = 0;
  let seen = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    seen += 1;
    const step = value - mean;
    mean += step / seen;
    squares += step * (value - mean);
  }
  return { mean: fourDigits(mean), sd: fourDigits(Math.sqrt(squares / (known - 1))) };
}

const fourDigits = (value: number): number => Number(value.toPrecision(4));

/**
 * The commonest levels with their counts. What is left out is ten people or more, or nobody: otherwise the smallest of the
 * levels that are told goes with it, as the number of the others would be told by the sum.
 */
function levelsOf(
  counts: ReadonlyMap<number | string, number>,
  meaningOf: (code: number | string) => PersonLevel["meaning"],
): Pick<PersonColumn, "levels" | "levelCount"> {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const told = sorted.filter(([, count]) => count >= FEWEST_PEOPLE).slice(0, MOST_LEVELS);
  const leftOut = (): number =>
    sorted.slice(told.length).reduce((sum, [, count]) => sum + count, 0);
  while (told.length > 0 && leftOut() > 0 && leftOut() < FEWEST_PEOPLE) told.pop();
  const coded = (code: number | string): boolean => meaningOf(code) !== "";
  return {
    levelCount: counts.size,
    levels: sorted
      // The codes of a trait are told however few have them: they are the same for everybody.
      .filter(([code], i) => i < told.length || coded(code))
      .map(([code, count], i) => ({
        code: String(code),
        meaning: meaningOf(code),
        count: i < told.length ? count : null,
      })),
  };
}
