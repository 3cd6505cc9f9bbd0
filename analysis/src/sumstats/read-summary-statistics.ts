import { fieldSplitter } from "../compute/text/split-fields.ts";
import type { ByteSource } from "../io/byte-source.ts";
import { readDelimitedFields } from "../io/delimited.ts";
import type { GenomeBuild } from "../io/genome-build.ts";
import { readHead } from "../io/lines.ts";
import { isGwasVcf } from "../io/summary-formats.ts";
import { allAtOnce, inTurn } from "./browse/steps.ts";
import { finishing, type ReadRows } from "./finish-summary.ts";
import { readGwasVcf } from "./read-gwas-vcf.ts";
import type { SummaryFile } from "./summary-file.ts";
import type { SummaryOptions } from "./summary-options.ts";
import { TextRows } from "./text-rows.ts";

/**
 * Reads association results into the columns of `columns.ts`; P values below 1e-308 keep their −log10.
 *
 * @param metadataBuild - what a metadata file beside it declares
 * @throws FormatError with the line number of a row that is not one; UnknownColumnsError when columns that are needed are
 * not recognised
 */
export async function readSummaryStatistics(
  source: ByteSource,
  options: SummaryOptions = {},
  metadataBuild?: GenomeBuild,
): Promise<SummaryFile> {
  const head = await readHead(source, 200);
  const read = isGwasVcf(head)
    ? await readGwasVcf(source, options)
    : await readText(source, head, options);
  const declared: GenomeBuild | undefined = options.build
    ? { name: options.build, evidence: "the option build" }
    : metadataBuild;
  const steps = finishing({ ...read, declaredBuild: declared ?? read.declaredBuild }, options);
  // The line of progress is that of the reading, which this ends.
  return inTurn(`reading ${source.name}`, steps, { ...options, onProgress: () => undefined });
}

async function readText(
  source: ByteSource,
  head: readonly string[],
  options: SummaryOptions,
): Promise<ReadRows> {
  let reading: TextRows | undefined;
  const splitter = await fieldSplitter(source);
  await readDelimitedFields(
    source,
    (header, expected) => {
      const rows = new TextRows(source.name, header, head, expected, options);
      reading = rows;
      options.onRows?.({
        count: () => rows.count,
        rows: (from, to) => allAtOnce(finishing(rows.between(from, to), options)),
      });
      return {
        row: (bytes, bounds, values, line) => {
          rows.append(bytes, bounds, values, line);
        },
        rows: splitter && ((...block) => rows.appendBlock(splitter, ...block)),
      };
    },
    { delimiter: options.delimiter, unquotes: true, room: splitter?.memory },
  );
  return reading!.finish();
}
