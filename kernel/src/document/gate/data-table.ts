import type { RowsForm } from "../words/words.ts";

/** A table as an output shows it, whether as HTML, as text or as the rows of a plot. */
export interface DataTable {
  readonly form: RowsForm;
  readonly columns: readonly string[];
  /** As shown; a row may have fewer cells than there are columns. */
  readonly rows: readonly (readonly string[])[];
  /** As it says itself, where it shows only some rows. */
  readonly rowCount: number;
}

/** `ID_1`, `individualId` and `Individual ID` are one name. */
export function plainName(column: string): string {
  return column.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
