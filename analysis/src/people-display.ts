import type { Column, Columns, Provenance } from "./table.ts";

interface Displayed {
  readonly columns: Columns;
  readonly rowCount: number;
  readonly provenance: Provenance;
}

const IDS = ["familyId", "individualId", "otherFamilyId", "otherIndividualId"];

/**
 * What is shown in place of a table whose rows are people: a row a column, with counts and quantiles. Outputs are saved
 * with the notebook and travel with it; `toRows()` and `row()` still give each person.
 *
 * @returns undefined when the rows are not people
 */
export function summarisePeople(table: Displayed): Displayed | undefined {
  const { columns, rowCount, provenance } = table;
  if (!("individualId" in columns)) return undefined;
  const shown = Object.entries(columns).filter(([name]) => !IDS.includes(name));
  const numbers = shown.map(([, column]) => sortedNumbers(column));
  const at = (share: number): Float64Array =>
    Float64Array.from(numbers, (sorted) => quantile(sorted, share));
  const caution = `${rowCount.toLocaleString("en-US")} ${rowCount === 1 ? "person" : "people"}, counted and not listed: outputs are saved with the notebook, and toRows() gives each one`;
  return {
    columns: {
      column: shown.map(([name]) => name),
      values: Float64Array.from(shown, ([, column], i) => present(column, numbers[i])),
      minimum: at(0),
      lowerQuartile: at(0.25),
      median: at(0.5),
      upperQuartile: at(0.75),
      maximum: at(1),
    },
    rowCount: shown.length,
    provenance: {
      ...provenance,
      caution: [provenance["caution"] ?? [], caution].flat().map(String),
    },
  };
}

function sortedNumbers(column: Column): Float64Array {
  if (!ArrayBuffer.isView(column)) return new Float64Array(0);
  return Float64Array.from(column as Float64Array)
    .filter((value) => !Number.isNaN(value))
    .sort();
}

function present(column: Column, numbers: Float64Array): number {
  return ArrayBuffer.isView(column)
    ? numbers.length
    : column.reduce((count, text) => count + Number(text !== ""), 0);
}

function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? NaN;
  const high = sorted[Math.ceil(place)] ?? NaN;
  return low + (high - low) * (place - Math.floor(place));
}
