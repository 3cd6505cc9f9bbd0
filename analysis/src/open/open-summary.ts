import { buildOfMetadata, type GenomeBuild } from "../io/genome-build.ts";
import { sniffDelimiter, splitFields, unquoted } from "../io/delimited.ts";
import { readHead } from "../io/lines.ts";
import { isLocalFile } from "../io/local-file.ts";
import { refuse } from "../io/refusals.ts";
import { sniff, type Sniffed } from "../io/sniff.ts";
import { resemblesSummaryHeader } from "../io/summary-mapping.ts";
import { registeredPath } from "../registry/registered-path.ts";
import { previewRows } from "../sumstats/browse/preview-rows.ts";
import { readSummaryStatistics } from "../sumstats/read-summary-statistics.ts";
import type { SummaryFile } from "../sumstats/summary-file.ts";
import type { SummaryOptions } from "../sumstats/summary-options.ts";
import { withFile, withSource } from "./with-file.ts";

/**
 * Reads association results: GWAS-SSF, GWAS-VCF, PLINK 1 and 2, REGENIE, METAL, SAIGE, BOLT-LMM, GEMMA, fastGWA, and
 * other text with a header, plain or gzip.
 *
 * Columns are recognised by the program's header or by their names; `mapping` shows what they were taken for, and
 * `options.columns` corrects it. Odds and hazard ratios become their logarithm in `beta`, intervals standard errors, and
 * P values −log10, however small. All rows stay unless `options.drop` says otherwise: impossible values become missing,
 * `issues` names each, and `notices` say what was assumed, derived and found odd.
 *
 * @param options.columns - our name and the file's: `{ effectAllele: "A2", beta: "Effect" }`; `null` for none
 * @param options.drop - rows to leave out: `["missing", "impossible", "inconsistent", "duplicated"]` or some of them
 * @returns a table with `variantId`, `chromosome`, `basePairLocation`, `effectAllele`, `otherAllele`, `beta`,
 * `standardError`, `negLog10PValue`, `pValue`, and what else the file has
 * @throws UnknownColumnsError that says what was recognised and which option to write; FormatError, InvalidArgumentError
 * @example
 * const published = await data.summaryStatistics("GCST90000123.tsv.gz");
 * published.mapping;
 */
export async function summaryStatistics(
  asked: string,
  options: SummaryOptions = {},
): Promise<SummaryFile> {
  const path = await registeredPath(asked, options);
  return withFile(path, options, async (source, sniffed) => {
    const isText = sniffed.format === "unknown" && sniffed.head.length > 0;
    const isNamed = options.columns !== undefined && sniffed.format === "phenotypes";
    if (sniffed.format !== "summary-statistics" && !isText && !isNamed) {
      throw refuse(path, sniffed, "summaryStatistics");
    }
    return readSummaryStatistics(source, options, await buildBeside(path));
  });
}

/**
 * The first rows of association results, from the first bytes of the file: some hundreds, at once, however large it is.
 *
 * What only all rows together tell (whether a column holds ratios, which variants are repeated) may be told differently by
 * `data.summaryStatistics`.
 *
 * @throws UnknownColumnsError, FormatError, as `data.summaryStatistics`
 * @example
 * const first = await data.previewSummaryStatistics("GCST90000123.tsv.gz");
 * first.mapping;
 */
export async function previewSummaryStatistics(
  path: string,
  options: SummaryOptions = {},
): Promise<SummaryFile> {
  return withSource(path, async (source) => {
    const sniffed = await sniff(source);
    const isText = sniffed.format === "unknown" && sniffed.head.length > 0;
    if (sniffed.format !== "summary-statistics" && !isText) {
      throw refuse(path, sniffed, "summaryStatistics");
    }
    return previewRows(source, options);
  });
}

/** True for text that is told apart by `readSummaryStatistics`, which says what is missing in it. */
export function resemblesSummary({ format, head }: Sniffed): boolean {
  const first = format === "unknown" ? head.find((line) => line.trim() !== "") : undefined;
  if (first === undefined) return false;
  const names = splitFields(first, sniffDelimiter(first)).map((name) => unquoted(name.trim()));
  return resemblesSummaryHeader(names);
}

/** The build that a GWAS-SSF metadata file beside the results declares. */
export async function buildBeside(path: string): Promise<GenomeBuild | undefined> {
  const metadata = `${path}-meta.yaml`;
  if (!(await isLocalFile(metadata))) return undefined;
  return withSource(metadata, async (source) => buildOfMetadata(await readHead(source, 500)));
}
