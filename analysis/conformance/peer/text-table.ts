export interface TextTable {
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly rowCount: number;
}

/** Reads a whitespace-delimited table of PLINK; a leading # of the header is dropped. */
export function readTable(text: string): TextTable {
  const rows = text
    .trimEnd()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  const names = rows[0].map((name) => name.replace(/^#/, ""));
  const body = rows.slice(1);
  return {
    columns: Object.fromEntries(names.map((name, c) => [name, body.map((row) => row[c])])),
    rowCount: body.length,
  };
}

/** The rows at these indices. */
export function takeRows(
  { columns }: Pick<TextTable, "columns">,
  rows: readonly number[],
): TextTable {
  const taken = Object.entries(columns).map(([name, cells]) => [name, rows.map((i) => cells[i])]);
  return { columns: Object.fromEntries(taken) as TextTable["columns"], rowCount: rows.length };
}
