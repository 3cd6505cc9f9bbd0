import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { chromosomeCode } from "../chromosome.ts";
import type { Variants } from "../cohort.ts";
import { countRepeats } from "../count-repeats.ts";
import { LINE_FEED } from "../field-bounds.ts";
import { readLineBlocks } from "../lines.ts";
import { pvarHeaderReader } from "./pvar-header.ts";
import { splitVariantRows } from "./split-variant-rows.ts";
import { textBytes } from "./text-bytes.ts";
import type { SplitVariantRows, VariantBatch } from "./variant-batch.ts";

/** The variants of a .pvar, one a record of the .pgen; `effectAllele` is ALT, of several the text with commas. */
export interface Pvar {
  readonly variants: Variants;
  /** Lines before the first row that start with ##. */
  readonly header: readonly string[];
  /** Rows with more than one ALT allele. */
  readonly multiallelic: Uint32Array;
  /** Rows with a negative position, by which PLINK marks variants to leave out. */
  readonly negativePositions: Uint32Array;
  /** Rows whose id another row has too. */
  readonly repeatedIds: number;
  /** Contigs that are not 1–22, X, Y, XY or MT. */
  readonly unknownContigs: readonly string[];
}

/**
 * Reads a .pvar, plain, gzip or zstd; also a VCF, of which only the sites are read, and a file without a header, which
 * is a .bim with ALT and REF as its alleles.
 *
 * @param split - splits lines faster than JavaScript
 * @throws FormatError with the line number of a row that is not one
 */
export async function readPvar(source: ByteSource, split?: SplitVariantRows): Promise<Pvar> {
  const head = pvarHeaderReader(source.name);
  const batches: VariantBatch[] = [];
  let lines = 0;
  await readLineBlocks(
    source,
    (bytes, start, to) => {
      const from = head.take(bytes, start, to);
      if (!head.columns || from === to) return;
      const place = { name: source.name, lines: head.lines + lines };
      batches.push(
        split?.(bytes, from, to, head.columns) ??
          splitVariantRows(bytes, from, to, head.columns, place),
      );
      lines += countLineFeeds(bytes, from, to);
    },
    textBytes(source),
  );
  const pvar = joinBatches(batches, head.header);
  if (pvar.variants.count > 0) return pvar;
  throw new FormatError(source.name, {
    what: `${source.name} names no variants.`,
    why: head.columns ? "It has a header and no rows." : "It is empty.",
    remedy: "Copy or make the PLINK files again.",
  });
}

function joinBatches(batches: readonly VariantBatch[], header: readonly string[]): Pvar {
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const chromosome = new Uint8Array(count);
  const basePairLocation = new Int32Array(count);
  const hashes = new Uint32Array(count);
  const contig = new Array<string>(count);
  const unknown = new Set<string>();
  const negative: number[] = [];
  const multiallelic: number[] = [];
  let first = 0;
  for (const batch of batches) {
    batch.contigNames.forEach((name, i) => {
      const code = chromosomeCode(name);
      if (code === 0 && name !== "0") unknown.add(name);
      const end = first + (batch.contigRows[i + 1] ?? batch.count);
      contig.fill(name, first + batch.contigRows[i], end);
      chromosome.fill(code, first + batch.contigRows[i], end);
    });
    basePairLocation.set(batch.positions, first);
    hashes.set(batch.hashes, first);
    for (const row of batch.negativePositions) negative.push(first + row);
    for (const row of batch.multiallelic) multiallelic.push(first + row);
    first += batch.count;
  }
  const variantId = joined(batches.map(({ ids }) => ids));
  return {
    variants: {
      count,
      chromosome,
      contig,
      basePairLocation,
      variantId,
      effectAllele: joined(batches.map(({ alternates }) => alternates)),
      otherAllele: joined(batches.map(({ references }) => references)),
    },
    header,
    multiallelic: Uint32Array.from(multiallelic),
    negativePositions: Uint32Array.from(negative),
    repeatedIds: countRepeats(variantId, hashes),
    unknownContigs: [...unknown],
  };
}

function joined(columns: readonly (readonly string[])[]): readonly string[] {
  return columns.length === 1 ? columns[0] : ([] as string[]).concat(...columns);
}

function countLineFeeds(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  // Lines are short: a search for each would cost more than the comparisons.
  for (let at = from; at < to; at++) if (bytes[at] === LINE_FEED) count++;
  return count;
}
