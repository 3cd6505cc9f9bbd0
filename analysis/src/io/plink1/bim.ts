import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { chromosomeCode } from "../chromosome.ts";
import type { Variants } from "../cohort.ts";
import { countRepeats } from "../count-repeats.ts";
import { whitespaceFields } from "../fields.ts";
import { readLines } from "../lines.ts";

/** The variants of a .bim, one a row of the .bed, and what is odd about them. */
export interface Bim {
  readonly variants: Variants;
  /** Rows with a negative position, by which PLINK marks variants to leave out. */
  readonly negativePositions: Uint32Array;
  /** Rows whose id another row has too. */
  readonly repeatedIds: number;
  /** Contigs that are not 1–22, X, Y, XY or MT. */
  readonly unknownContigs: readonly string[];
}

/**
 * Reads a .bim, plain or gzip: chromosome, id, (centimorgans,) position, A1, A2, separated by spaces or tabs.
 *
 * @throws FormatError with the line number of a row that is not one
 */
export async function readBim(source: ByteSource): Promise<Bim> {
  const contig: string[] = [];
  const variantId: string[] = [];
  const effectAllele: string[] = [];
  const otherAllele: string[] = [];
  const chromosome: number[] = [];
  const position: number[] = [];
  const negative: number[] = [];
  const unknown = new Set<string>();
  let lastContig = "";
  let lastCode = 0;

  await readLines(source, (line, number) => {
    const fields = whitespaceFields(line);
    if (fields.length === 0) return;
    if (fields.length !== 6 && fields.length !== 5) {
      throw badRow(source.name, number, `has ${fields.length} fields, not 6`);
    }
    const at = Number(fields[fields.length - 3]);
    if (!Number.isInteger(at) || Math.abs(at) > 0x7fffffff) {
      throw badRow(
        source.name,
        number,
        `has the position "${fields[fields.length - 3].slice(0, 20)}"`,
      );
    }
    if (fields[0] !== lastContig) {
      lastContig = fields[0]!;
      lastCode = chromosomeCode(lastContig);
      if (lastCode === 0 && lastContig !== "0") unknown.add(lastContig);
    }
    if (at < 0) negative.push(contig.length);
    contig.push(lastContig);
    chromosome.push(lastCode);
    variantId.push(fields[1]);
    position.push(Math.max(0, at));
    effectAllele.push(fields[fields.length - 2]);
    otherAllele.push(fields[fields.length - 1]);
  });

  if (contig.length === 0) {
    throw new FormatError(source.name, {
      what: `${source.name} names no variants.`,
      why: "It is empty.",
      remedy: "Copy or make the PLINK files again.",
    });
  }
  return {
    variants: {
      count: contig.length,
      chromosome: Uint8Array.from(chromosome),
      contig,
      basePairLocation: Int32Array.from(position),
      variantId,
      effectAllele,
      otherAllele,
    },
    negativePositions: Uint32Array.from(negative),
    repeatedIds: countRepeats(variantId),
    unknownContigs: [...unknown],
  };
}

function badRow(path: string, line: number, problem: string): FormatError {
  return new FormatError(path, {
    what: `Line ${line} of ${path} ${problem}.`,
    why: "A .bim row is: chromosome, id, centimorgans, position, allele 1, allele 2.",
    remedy: "Look at that line; a header or a shifted column is the usual cause.",
  });
}
