import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { variantCollector, type VariantTable } from "../collect-variants.ts";
import { visitPieces } from "../line-pieces.ts";
import { readLineBlocks, type VisitLines } from "../lines.ts";
import { BIM_COLUMNS, type VariantOperations } from "../variant-batch.ts";
import { splitBimRows } from "./split-bim-rows.ts";

/** The variants of a .bim, one a row of the .bed, and what is odd about them. */
export type Bim = Omit<VariantTable, "multiallelic">;

/**
 * Reads a .bim, plain or gzip: chromosome, id, (centimorgans,) position, A1, A2, separated by spaces or tabs.
 *
 * @param operations - faster than those in JavaScript
 * @throws FormatError with the line number of a row that is not one
 */
export async function readBim(source: ByteSource, operations?: VariantOperations): Promise<Bim> {
  const collector = variantCollector(source);
  const add: VisitLines = (bytes, from, to) => {
    const { textLength, lines } = collector;
    collector.add(
      operations?.split(bytes, from, to, BIM_COLUMNS, textLength) ??
        splitBimRows(bytes, from, to, textLength, { name: source.name, lines }),
      to - from,
    );
  };
  await readLineBlocks(source, (bytes, from, to) => visitPieces(bytes, from, to, add));
  if (collector.count > 0) return collector.finish(operations);
  throw new FormatError(source.name, {
    what: `${source.name} names no variants.`,
    why: "It is empty.",
    remedy: "Copy or make the PLINK files again.",
  });
}
