import { InvalidArgumentError } from "../errors.ts";
import type { PackedRows, Samples, SparseDosages, Variants } from "../io/cohort.ts";
import { pickVariants } from "../io/encoded-variants.ts";
import { joinDosages } from "../compute/rows/join-dosages.ts";
import type { GenotypeBlock, Genotypes } from "./genotypes.ts";
import { attachGenotypesDisplay } from "./genotypes-display.ts";
import { keepSamples } from "../compute/rows/keep-samples.ts";

/** Blocks of 16 MiB: large enough to hide a read behind the work on the block before, two of them small beside any data. */
const DEFAULT_BLOCK_BYTES = 16 * 1024 * 1024;

export interface PackedGenotypesOptions {
  readonly source: string;
  readonly build?: Genotypes["build"];
  readonly variants: Variants;
  readonly samples: Samples;
  /** As many rows as `variants`, unless `rowOfVariant` says which are used. */
  readonly rows: PackedRows;
  readonly notices?: readonly string[] | undefined;
  /** Row of each variant, ascending; all rows in order when left out. */
  readonly rowOfVariant?: Uint32Array | undefined;
  /** Position in a row of each sample, ascending; all samples when left out. */
  readonly positionOfSample?: Uint32Array | undefined;
}

/** Genotypes over packed rows: streams blocks one ahead of the reader, and narrows without reading. */
export function packedGenotypes(options: PackedGenotypesOptions): Genotypes {
  const { source, build, variants, samples, rows, notices } = options;
  const { rowOfVariant, positionOfSample } = options;
  const genotypes: Genotypes = {
    kind: "genotypes",
    source,
    build,
    variants,
    samples,
    notices: notices ?? [],
    rows: rows.store && { store: rows.store, rowOfVariant, positionOfSample },
    blocks: ({ maxBytes = DEFAULT_BLOCK_BYTES } = {}) => streamBlocks(options, maxBytes),
    select(selection) {
      const keptVariants = ascending("variants", selection.variants, variants.count);
      const keptSamples = ascending("samples", selection.samples, samples.count);
      return packedGenotypes({
        source,
        build,
        rows,
        notices,
        variants: keptVariants ? pickVariants(variants, keptVariants) : variants,
        samples: keptSamples ? takeSamples(samples, keptSamples) : samples,
        rowOfVariant: shared(compose(rowOfVariant, keptVariants)),
        positionOfSample: shared(compose(positionOfSample, keptSamples)),
      });
    },
  };
  return attachGenotypesDisplay(genotypes);
}

async function* streamBlocks(
  { variants, samples, rows, rowOfVariant, positionOfSample }: PackedGenotypesOptions,
  maxBytes: number,
): AsyncGenerator<GenotypeBlock> {
  const bytesPerVariant = Math.ceil(samples.count / 4);
  const perBlock = Math.max(1, Math.floor(maxBytes / Math.max(1, rows.bytesPerRow)));
  const length = Math.min(perBlock, variants.count);
  const buffers = [0, 1].map(() => new Uint8Array(length * rows.bytesPerRow));
  const narrowed = positionOfSample && new Uint8Array(length * bytesPerVariant);
  const narrow = positionOfSample && keepSamples(positionOfSample, rows.sampleCount);
  const join = joinDosages(positionOfSample, rows.sampleCount);

  const load = async (start: number, buffer: Uint8Array): Promise<SparseDosages | undefined> => {
    const parts: SparseDosages[] = [];
    const end = Math.min(start + perBlock, variants.count);
    for (let i = start; i < end;) {
      const row = rowOfVariant ? rowOfVariant[i] : i;
      let run = 1;
      if (rowOfVariant) while (i + run < end && rowOfVariant[i + run] === row + run) run++;
      else run = end - i;
      const from = (i - start) * rows.bytesPerRow;
      const into = buffer.subarray(from, from + run * rows.bytesPerRow);
      if (rows.readWithDosages) parts.push(await rows.readWithDosages(row, run, into));
      else await rows.read(row, run, into);
      i += run;
    }
    return rows.readWithDosages && join(parts);
  };

  let ready = variants.count > 0 ? load(0, buffers[0]) : Promise.resolve(undefined);
  for (let start = 0, turn = 0; start < variants.count; start += perBlock, turn ^= 1) {
    const dosages = await ready;
    const buffer = buffers[turn];
    const next = start + perBlock;
    if (next < variants.count) {
      ready = load(next, buffers[turn ^ 1]);
      // A failed read-ahead is reported when its block is asked for, not as an unhandled rejection before.
      ready.catch(() => undefined);
    }
    const count = Math.min(perBlock, variants.count - start);
    const used = buffer.subarray(0, count * rows.bytesPerRow);
    const packed =
      narrow && narrowed ? narrow(used, narrowed.subarray(0, count * bytesPerVariant)) : used;
    yield { start, count, sampleCount: samples.count, bytesPerVariant, packed, dosages };
  }
}

function ascending(
  argument: string,
  indices: Uint32Array | undefined,
  count: number,
): Uint32Array | undefined {
  if (!indices) return undefined;
  // Plain JavaScript may pass an array of numbers, or one of booleans.
  if (!((indices as unknown) instanceof Uint32Array)) {
    throw new InvalidArgumentError(argument, {
      what: `select(): ${argument} is not a Uint32Array.`,
      why: "A selection is indices, in 32 bits each.",
      remedy: `Write Uint32Array.of(0, 1, 2) or Uint32Array.from(indices).`,
    });
  }
  for (let i = 0; i < indices.length; i++) {
    if (indices[i] >= count || (i > 0 && indices[i] <= indices[i - 1])) {
      throw new InvalidArgumentError(argument, {
        what: `select(): ${argument} must be ascending indices below ${count}.`,
        why: `Index ${indices[i]} at place ${i} is ${indices[i] >= count ? "too large" : "not above the one before"}.`,
        remedy: "Sort the indices and drop repeats.",
      });
    }
  }
  return indices;
}

function compose(
  outer: Uint32Array | undefined,
  inner: Uint32Array | undefined,
): Uint32Array | undefined {
  if (!outer || !inner) return inner ?? outer;
  return inner.map((index) => outer[index]);
}

/** The indices where workers can see them too. */
function shared(indices: Uint32Array | undefined): Uint32Array | undefined {
  if (!indices || indices.buffer instanceof SharedArrayBuffer) return indices;
  const copy = new Uint32Array(new SharedArrayBuffer(indices.byteLength));
  copy.set(indices);
  return copy;
}

function takeSamples(samples: Samples, indices: Uint32Array): Samples {
  return {
    count: indices.length,
    familyId: Array.from(indices, (i) => samples.familyId[i]),
    individualId: Array.from(indices, (i) => samples.individualId[i]),
    sex: Uint8Array.from(indices, (i) => samples.sex[i]),
    isFounder: Uint8Array.from(indices, (i) => samples.isFounder[i]),
  };
}
