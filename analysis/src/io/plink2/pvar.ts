import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { variantCollector, type VariantTable } from "../collect-variants.ts";
import { visitPieces } from "../line-pieces.ts";
import { readLineBlocks } from "../lines.ts";
import type { VariantOperations } from "../variant-batch.ts";
import { pvarHeaderReader } from "./pvar-header.ts";
import { splitVariantRows } from "./split-variant-rows.ts";
import { textBytes } from "./text-bytes.ts";

/** The variants of a .pvar, one a record of the .pgen; `effectAllele` is ALT, of several the text with commas. */
export interface Pvar extends VariantTable {
  /** Lines before the first row that start with ##. */
  readonly header: readonly string[];
}

/**
 * Reads a .pvar, plain, gzip or zstd; also a VCF, of which only the sites are read, and a file without a header, which
 * is a .bim with ALT and REF as its alleles.
 *
 * @param operations - faster than those in JavaScript
 * @throws FormatError with the line number of a row that is not one
 */
export async function readPvar(source: ByteSource, operations?: VariantOperations): Promise<Pvar> {
  const head = pvarHeaderReader(source.name);
  const collector = variantCollector(source);
  await readLineBlocks(
    source,
    (bytes, start, to) => {
      const from = head.take(bytes, start, to);
      const { columns } = head;
      if (!columns) return;
      visitPieces(bytes, from, to, (_, at, end) => {
        const { textLength } = collector;
        const place = { name: source.name, lines: head.lines + collector.lines };
        collector.add(
          operations?.split(bytes, at, end, columns, textLength) ??
            splitVariantRows(bytes, at, end, columns, textLength, place),
          end - at,
        );
      });
    },
    textBytes(source),
  );
  if (collector.count > 0) return { ...collector.finish(operations), header: head.header };
  throw new FormatError(source.name, {
    what: `${source.name} names no variants.`,
    why: head.columns ? "It has a header and no rows." : "It is empty.",
    remedy: "Copy or make the PLINK files again.",
  });
}
