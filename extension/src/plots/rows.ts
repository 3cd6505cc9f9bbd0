export type PlotRow = Readonly<Record<string, unknown>>;
export type PlotSpec = Readonly<Record<string, unknown>>;

/**
 * The rows a plot draws: of our plots its own data, of others the largest inline table of the specification.
 *
 * @returns an empty list when the specification carries no rows
 */
export function plotRows(spec: PlotSpec): readonly PlotRow[] {
  if (isRecord(spec["usermeta"]) && isRecord(spec["usermeta"]["genobook"])) {
    const values = isRecord(spec["data"]) ? spec["data"]["values"] : undefined;
    if (Array.isArray(values) && isRecord(values[0])) return values as PlotRow[];
  }
  let largest: readonly PlotRow[] = [];
  const consider = (value: unknown): void => {
    if (Array.isArray(value) && value.length > largest.length && isRecord(value[0])) {
      largest = value as PlotRow[];
    }
  };
  if (isRecord(spec["datasets"])) Object.values(spec["datasets"]).forEach(consider);
  const visit = (part: unknown): void => {
    if (!isRecord(part)) return;
    if (isRecord(part["data"])) consider(part["data"]["values"]);
    for (const key of ["layer", "hconcat", "vconcat", "concat"]) {
      const children = part[key];
      if (Array.isArray(children)) children.forEach(visit);
    }
    visit(part["spec"]);
  };
  visit(spec);
  return largest;
}

/**
 * Writes rows as tab-separated text, with the union of their columns in order of appearance.
 *
 * Missing values become `NA`; tabs and line breaks inside a value become spaces, because TSV has no way to quote them.
 */
export function toTsv(rows: readonly PlotRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((column) => tsvCell(row[column])).join("\t"));
  return [columns.map(tsvCell).join("\t"), ...lines, ""].join("\n");
}

function tsvCell(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "NA";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replaceAll(/[\t\r\n]+/g, " ");
}

/** Rows that layers of a plot hold by themselves, beside those of the plot. */
export function layerRows(spec: PlotSpec): readonly PlotRow[] {
  const layers: readonly unknown[] = Array.isArray(spec["layer"]) ? spec["layer"] : [];
  return layers.flatMap((layer) => {
    const values = isRecord(layer) && isRecord(layer["data"]) ? layer["data"]["values"] : undefined;
    return Array.isArray(values) ? values.filter(isRecord) : [];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
