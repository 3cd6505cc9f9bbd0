import type { DatasetPreview } from "../../messages.ts";
import {
  countReasons,
  firstRows,
  type Library,
  type Looking,
  palindromicShare,
} from "./preview-parts.ts";

const PLACE = ["variantId", "chromosome", "basePairLocation", "effectAllele", "otherAllele"];
const MOST_FACTS = 20;

/** A scoring file: its header, which rows cannot be scored and why, and first weights. */
export async function previewScores(
  { prs }: Library,
  path: string,
  { isEvery }: Looking,
): Promise<DatasetPreview> {
  if (!isEvery) return UNREAD;
  const read = await prs.readScores(path, {
    drop: ["complex", "missing weight", "missing effect allele"],
  });
  const { columns, rowCount, issues, notices, header, scores, weights } = read;
  const first = Object.fromEntries(scores.map((name, i) => [name, weights[i]] as const));
  return {
    basis: { seen: rowCount, total: rowCount, unit: "rows", isEvery: true },
    columns: Object.keys(columns).map((name) => ({ name, meaning: "" })),
    quality: [
      { name: "variants", value: rowCount, as: "count" },
      { name: "faulty", value: new Set(issues.columns.line).size, as: "count" },
      {
        name: "palindromic",
        value: palindromicShare(columns.effectAllele, columns.otherAllele),
        as: "share",
      },
    ],
    refused: countReasons(issues.columns.reason),
    strips: [],
    facts: Object.entries(header)
      .filter(([, value]) => ["string", "number"].includes(typeof value))
      .slice(0, MOST_FACTS)
      .map(([name, value]) => ({ name, value: String(value) })),
    ...firstRows({ ...columns, ...first }, [...PLACE, ...scores.slice(0, 3)], rowCount),
    notices,
  };
}

const UNREAD: DatasetPreview = {
  basis: { seen: 0, total: null, unit: "rows", isEvery: false },
  columns: [],
  quality: [],
  refused: [],
  strips: [],
  facts: [],
  header: [],
  rows: [],
  notices: [],
};

/** An LD panel: whom it was made of, and its first variants. Correlations stay in the file. */
export async function previewPanel({ ld }: Library, path: string): Promise<DatasetPreview> {
  const panel = await ld.openPanel(path);
  try {
    const { variants, source, sampleCount, blockCount, precision, notices = [] } = panel;
    return {
      basis: { seen: variants.count, total: variants.count, unit: "variants", isEvery: true },
      columns: [],
      quality: [
        { name: "variants", value: variants.count, as: "count" },
        { name: "people", value: sampleCount, as: "count" },
        { name: "blocks", value: blockCount, as: "count" },
        {
          name: "palindromic",
          value: palindromicShare(variants.effectAllele, variants.otherAllele),
          as: "share",
        },
      ],
      refused: [],
      strips: [],
      facts: [
        { name: "source", value: source },
        { name: "precision", value: precision },
      ],
      ...firstRows(variants, [...PLACE, "effectAlleleFrequency"], variants.count),
      notices,
    };
  } finally {
    await panel.close();
  }
}
