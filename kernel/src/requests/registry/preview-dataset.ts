import { stat } from "node:fs/promises";
import type { DatasetPreview, PageRequests } from "../../messages.ts";
import type { RequestContext } from "../handlers.ts";
import { libraryOf } from "../library.ts";
import { previewGenotypes } from "./preview-genotypes.ts";
import { previewPeople } from "./preview-people.ts";
import { previewPanel, previewScores } from "./preview-scores.ts";
import { previewSummary } from "./preview-summary.ts";

/** Text up to this size is read whole unasked: about a second. */
const WHOLE_BYTES = 12 * 1024 * 1024;
const WHOLE_GZIP_BYTES = 4 * 1024 * 1024;

/**
 * What a card shows of a file: its columns and what they were taken for, a strip of quality, and first rows. Of people
 * what the columns are, and counts of many; of genotypes variants, never samples.
 */
export async function previewDataset(
  { path, kind, isEvery }: PageRequests["datasets.preview"]["asks"],
  context: RequestContext,
): Promise<DatasetPreview> {
  const library = await libraryOf(context);
  const { facts, columns } = await library.data.sense(path);
  const told = facts.kind === "other" ? (kind ?? facts.kind) : facts.kind;
  const looking = { ...context, isEvery: isEvery || (await isSmall(path)) };
  switch (told) {
    case "summary-statistics":
      return previewSummary(library, path, looking);
    case "genotypes":
      return previewGenotypes(library, path, { ...context, isEvery });
    case "scoring-file":
      return previewScores(library, path, looking);
    case "phenotypes":
      return previewPeople(library, path, columns, looking);
    case "ld-panel":
      return previewPanel(library, path);
    default:
      return { ...EMPTY, columns: columns.map((name) => ({ name, meaning: "" })) };
  }
}

const EMPTY: DatasetPreview = {
  columns: [],
  quality: [],
  refused: [],
  strips: [],
  facts: [],
  rows: [],
  header: [],
  notices: [],
};

async function isSmall(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return (found?.size ?? Infinity) <= (/\.b?gz$/i.test(path) ? WHOLE_GZIP_BYTES : WHOLE_BYTES);
}
