import type { ContigRun, EncodedVariants, Variants } from "./cohort.ts";
import { decodeColumn, decodeField, pickRows, ROW_FIELDS } from "./encoded-rows.ts";

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** Variants over bytes; their columns of strings are made when one is first looked at, and kept. */
export function encodedVariants(
  encoded: EncodedVariants,
  chromosome: Uint8Array,
  basePairLocation: Int32Array,
): Variants {
  const { rows, runs } = encoded;
  const count = chromosome.length;
  const contig = kept(() => contigColumn(runs, count));
  const variantId = kept(() => decodeColumn(rows, ROW_FIELDS.id));
  const effectAllele = kept(() => decodeColumn(rows, ROW_FIELDS.alternate));
  const otherAllele = kept(() => decodeColumn(rows, ROW_FIELDS.reference));
  const variants: Variants = {
    count,
    chromosome,
    get contig() {
      return contig();
    },
    basePairLocation,
    get variantId() {
      return variantId();
    },
    get effectAllele() {
      return effectAllele();
    },
    get otherAllele() {
      return otherAllele();
    },
  };
  // A console would show the getters, not the columns.
  return Object.defineProperties(variants, {
    encoded: { value: encoded },
    [INSPECT]: { value: () => ({ ...variants }) },
  });
}

/** The variants at these ascending indices. */
export function pickVariants(variants: Variants, indices: Uint32Array): Variants {
  const { encoded } = variants;
  const chromosome = new Uint8Array(indices.length);
  const basePairLocation = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    chromosome[i] = variants.chromosome[indices[i]];
    basePairLocation[i] = variants.basePairLocation[indices[i]];
  }
  if (encoded) {
    const picked = {
      rows: pickRows(encoded.rows, indices),
      runs: pickRuns(encoded.runs, indices, variants.count),
    };
    return encodedVariants(picked, chromosome, basePairLocation);
  }
  const strings = (column: readonly string[]): string[] => Array.from(indices, (i) => column[i]);
  return {
    count: indices.length,
    chromosome,
    contig: strings(variants.contig),
    basePairLocation,
    variantId: strings(variants.variantId),
    effectAllele: strings(variants.effectAllele),
    otherAllele: strings(variants.otherAllele),
  };
}

/** The id of one variant, without making those of all; undefined past the last. */
export function variantIdAt(variants: Variants, index: number): string | undefined {
  const { encoded, count } = variants;
  if (!encoded) return variants.variantId[index];
  return index >= 0 && index < count ? decodeField(encoded.rows, index, ROW_FIELDS.id) : undefined;
}

function kept<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function contigColumn(runs: readonly ContigRun[], count: number): string[] {
  const column = new Array<string>(count);
  runs.forEach(({ first, contig }, i) => column.fill(contig, first, runs[i + 1]?.first ?? count));
  return column;
}

function pickRuns(runs: readonly ContigRun[], indices: Uint32Array, count: number): ContigRun[] {
  const picked: ContigRun[] = [];
  let next = 0;
  runs.forEach(({ contig, chromosome }, i) => {
    const end = runs[i + 1]?.first ?? count;
    const first = next;
    while (next < indices.length && indices[next] < end) next++;
    if (next === first) return;
    if (picked.at(-1)?.contig !== contig) picked.push({ first, contig, chromosome });
  });
  return picked;
}
