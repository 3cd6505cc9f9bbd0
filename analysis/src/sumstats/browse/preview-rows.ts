import { memorySource, type ByteSource } from "../../io/byte-source.ts";
import { readHead } from "../../io/lines.ts";
import { readSummaryStatistics } from "../read-summary-statistics.ts";
import type { SummaryFile } from "../summary-file.ts";
import type { ReadSummaryOptions } from "../summary-options.ts";

const PREVIEW_LINES = 1000;
const PREVIEW_BYTES = 256 * 1024;

/**
 * The first rows of association results as they will be read, from the first bytes of the file.
 *
 * What only all rows together tell (whether a column holds ratios, repeated variants) may be told differently of the whole.
 */
export async function previewRows(
  source: ByteSource,
  options: ReadSummaryOptions = {},
): Promise<SummaryFile> {
  const lines = await readHead(source, PREVIEW_LINES, PREVIEW_BYTES);
  return readSummaryStatistics(memorySource(source.name, `${lines.join("\n")}\n`), options);
}
