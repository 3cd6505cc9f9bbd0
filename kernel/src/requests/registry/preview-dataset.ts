import type { DatasetPreview } from "../../messages.ts";
import type { RequestContext } from "../handlers.ts";
import { libraryOf } from "../library.ts";

type Library = Awaited<ReturnType<typeof libraryOf>>;
type SummaryFile = Awaited<ReturnType<Library["data"]["previewSummaryStatistics"]>>;

const FIRST_ROWS = 5;
const SHOWN_COLUMNS = [
  "variantId",
  "chromosome",
  "basePairLocation",
  "effectAllele",
  "otherAllele",
  "beta",
  "standardError",
  "pValue",
];

/**
 * What a card shows of a file: its columns and what they were taken for, a strip of quality, and first rows. Of people the
 * columns' names alone.
 */
export async function previewDataset(
  { path }: { readonly path: string },
  context: RequestContext,
): Promise<DatasetPreview> {
  const { data } = await libraryOf(context);
  const { facts, columns } = await data.sense(path);
  if (facts.kind === "summary-statistics") {
    return previewOf(await data.previewSummaryStatistics(path));
  }
  return {
    columns: columns.map((name) => ({ name, meaning: "" })),
    quality: [],
    rows: [],
    header: [],
    notices: [],
  };
}

function previewOf(first: SummaryFile): DatasetPreview {
  const { columns, mapping, rowCount, issues, notices } = first;
  const header = SHOWN_COLUMNS.filter((name) => name in columns);
  const rows = Array.from({ length: Math.min(FIRST_ROWS, rowCount) }, (_, i) =>
    header.map((name) => cellText(columns[name]?.[i])),
  );
  return {
    columns: Array.from(mapping.columns.column, (name, i) => ({
      name: mapping.columns.fileColumn[i] ?? "",
      meaning: name,
    })).filter(({ name }) => name !== ""),
    quality: qualityOf(first, issues.rowCount),
    header,
    rows,
    notices,
  };
}

/** Of the rows that were read, which are the first of the file. */
function qualityOf(
  { columns, rowCount }: SummaryFile,
  issueCount: number,
): DatasetPreview["quality"] {
  const share = (count: number): string =>
    rowCount === 0 ? "–" : `${((100 * count) / rowCount).toFixed(1)} %`;
  let missing = 0;
  let palindromic = 0;
  for (let i = 0; i < rowCount; i++) {
    const { beta, standardError, pValue, effectAllele, otherAllele } = columns;
    const isMissing = [beta, standardError, pValue].some((column) => Number.isNaN(column[i]));
    if (isMissing) missing += 1;
    const pair = [effectAllele[i], otherAllele[i]].sort().join("");
    if (pair === "AT" || pair === "CG") palindromic += 1;
  }
  return [
    { name: "rows", value: String(rowCount) },
    { name: "missing", value: share(missing) },
    { name: "palindromic", value: share(palindromic) },
    { name: "issues", value: String(issueCount) },
  ];
}

function cellText(value: string | number | undefined): string {
  if (typeof value !== "number") return value ?? "";
  if (Number.isNaN(value)) return "";
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
