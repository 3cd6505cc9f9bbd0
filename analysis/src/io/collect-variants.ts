import type { ByteSource } from "./byte-source.ts";
import type { ContigRun, EncodedRows, Variants } from "./cohort.ts";
import { countRepeats } from "./count-repeats.ts";
import { decodeField, ROW_FIELDS, sharedBuffer } from "./encoded-rows.ts";
import { encodedVariants } from "./encoded-variants.ts";
import { LANDMARK_IDS, type PlacedVariant } from "./genome-build.ts";
import { idHash, pairHashes } from "./id-hash.ts";
import type { VariantBatch, VariantOperations } from "./variant-batch.ts";

/** A table of variants, and what is odd about them. */
export interface VariantTable {
  readonly variants: Variants;
  /** Rows with more than one ALT allele. */
  readonly multiallelic: Uint32Array;
  /** Rows with a negative position, by which PLINK marks variants to leave out. */
  readonly negativePositions: Uint32Array;
  /** Rows whose id another row has too. */
  readonly repeatedIds: number;
  /** Contigs that are not 1–22, X, Y, XY or MT. */
  readonly unknownContigs: readonly string[];
  /** Variants from which the build of the genome is told: well-known ones, and the furthest of every run of a contig. */
  readonly places: readonly PlacedVariant[];
}

/** Joins the batches of a table. */
export interface VariantCollector {
  readonly count: number;
  /** Lines taken. */
  readonly lines: number;
  /** Bytes of the rows so far. */
  readonly textLength: number;
  /** @param size - bytes of text that the batch was */
  add(batch: VariantBatch, size: number): void;
  finish(operations: Pick<VariantOperations, "pair"> | undefined): VariantTable;
}

/** Ids of landmarks come before those of rows: what pairs with them is a landmark. */
const LANDMARK_HASHES = LANDMARK_IDS.map((id) => {
  const bytes = new TextEncoder().encode(id);
  return idHash(bytes, 0, bytes.length);
});

export function variantCollector(source: ByteSource): VariantCollector {
  return new Collector(source.size);
}

// A class, as closures would be compiled anew for every file.
class Collector implements VariantCollector {
  count = 0;
  lines = 0;
  textLength = 0;
  readonly #size: number;
  #chromosome: Uint8Array = new Uint8Array(0);
  #positions = new Int32Array(0);
  #hashes = new Uint32Array(0);
  #offsets: Uint32Array = new Uint32Array(0);
  #text: Uint8Array = new Uint8Array(0);
  readonly #runs: (ContigRun & { furthest: number })[] = [];
  readonly #negative: number[] = [];
  readonly #multiallelic: number[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  add(batch: VariantBatch, size: number): void {
    this.#makeRoom(batch, size);
    const { count } = this;
    this.#offsets.set(batch.starts, count);
    this.#positions.set(batch.positions, count);
    this.#hashes.set(batch.hashes, LANDMARK_HASHES.length + count);
    this.#text.set(batch.text, this.textLength);
    batch.runs.forEach((run, i) => {
      const first = count + run.first;
      const end = count + (batch.runs[i + 1]?.first ?? batch.count);
      this.#chromosome.fill(run.chromosome, first, end);
      const last = this.#runs.at(-1);
      if (last?.contig !== run.contig) this.#runs.push({ ...run, first });
      else last.furthest = Math.max(last.furthest, run.furthest);
    });
    for (const row of batch.negativePositions) this.#negative.push(count + row);
    for (const row of batch.multiallelic) this.#multiallelic.push(count + row);
    this.count += batch.count;
    this.lines += batch.lines;
    this.textLength += batch.text.length;
  }

  finish(operations: Pick<VariantOperations, "pair"> | undefined): VariantTable {
    const { count } = this;
    this.#offsets[count] = this.textLength;
    const rows: EncodedRows = {
      offsets: this.#offsets.subarray(0, count + 1),
      bytes: this.#text.subarray(0, this.textLength),
    };
    const runs = this.#runs.map(({ first, contig, chromosome }) => ({ first, contig, chromosome }));
    const variants = encodedVariants(
      { rows, runs },
      trimmed(this.#chromosome, count),
      trimmed(this.#positions, count),
    );
    this.#hashes.set(LANDMARK_HASHES);
    const { repeats, landmarks } = countRepeats(
      rows,
      this.#hashes.subarray(0, LANDMARK_HASHES.length + count),
      operations?.pair ?? pairHashes,
    );
    const unknown = runs.filter(({ contig, chromosome }) => chromosome === 0 && contig !== "0");
    return {
      variants,
      multiallelic: Uint32Array.from(this.#multiallelic),
      negativePositions: Uint32Array.from(this.#negative),
      repeatedIds: repeats,
      unknownContigs: [...new Set(unknown.map(({ contig }) => contig))],
      places: [
        ...landmarks.map((row) => ({
          id: decodeField(rows, row, ROW_FIELDS.id),
          contig: contigAt(runs, row),
          position: variants.basePairLocation[row],
        })),
        ...this.#runs.map(({ contig, furthest }) => ({ id: "", contig, position: furthest })),
      ],
    };
  }

  /**
   * More than the whole file seems to need: what is never used takes no memory, while moving does. Of a gzip text, whose
   * size is told packed, twice as much when it is full.
   */
  #makeRoom({ count, text }: VariantBatch, size: number): void {
    const rows = this.count + count;
    const bytes = this.textLength + text.length;
    if (rows >= this.#positions.length) {
      const wanted = this.#roomFor(count, size, rows, this.#positions.length) + 1;
      this.#chromosome = grown(this.#chromosome, new Uint8Array(wanted));
      this.#positions = grown(this.#positions, new Int32Array(wanted));
      this.#hashes = grown(this.#hashes, new Uint32Array(LANDMARK_HASHES.length + wanted));
      this.#offsets = grown(this.#offsets, new Uint32Array(sharedBuffer(4 * wanted)));
    }
    if (bytes > this.#text.length) {
      const wanted = this.#roomFor(text.length, size, bytes, this.#text.length);
      this.#text = grown(this.#text, new Uint8Array(sharedBuffer(wanted)));
    }
  }

  #roomFor(batch: number, size: number, needed: number, room: number): number {
    if (room > 0) return Math.max(needed, 2 * room);
    return Math.max(needed, Math.ceil((1.3 * batch * this.#size) / size));
  }
}

function grown<T extends Uint8Array | Int32Array | Uint32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

/** Without the room at the end, which stays where it is little. */
function trimmed<T extends Uint8Array | Int32Array>(view: T, length: number): T {
  const isClose = view.length < 1.5 * length;
  return (isClose ? view.subarray(0, length) : view.slice(0, length)) as T;
}

function contigAt(runs: readonly ContigRun[], row: number): string {
  return runs.findLast(({ first }) => first <= row)?.contig ?? "";
}
