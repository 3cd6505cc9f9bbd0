import { InvalidArgumentError, LengthMismatchError } from "../errors.ts";
import type { PackedRows, Samples, Variants } from "../io/cohort.ts";
import { chromosomeCode } from "../io/chromosome.ts";
import { refuseDuplicateSamples } from "../io/duplicate-samples.ts";
import type { Genotypes } from "./genotypes.ts";
import { packedGenotypes } from "./packed-genotypes.ts";

/** Variant columns given by hand; what is left out is made up and says so: chromosome 1, positions 1 … m, ids `v1` …. */
export interface VariantColumns {
  readonly contig?: readonly string[] | undefined;
  readonly basePairLocation?: ArrayLike<number> | undefined;
  readonly variantId?: readonly string[] | undefined;
  readonly effectAllele?: readonly string[] | undefined;
  readonly otherAllele?: readonly string[] | undefined;
}

/** Sample columns given by hand; ids `s1` … when left out, family "0", sex unknown, everyone a founder. */
export interface SampleColumns {
  readonly familyId?: readonly string[] | undefined;
  readonly individualId?: readonly string[] | undefined;
  readonly sex?: ArrayLike<number> | undefined;
  readonly isFounder?: ArrayLike<number> | undefined;
}

/**
 * Genotypes over packed 2-bit rows in memory.
 *
 * @param options.packed - m rows of ⌈n / 4⌉ bytes in PLINK 1's code (see `GenotypeBlock`); used in place, not copied
 * @param options.variantCount - m
 * @param options.sampleCount - n
 */
export function genotypesFromPacked(options: {
  readonly packed: Uint8Array;
  readonly variantCount: number;
  readonly sampleCount: number;
  readonly variants?: VariantColumns | undefined;
  readonly samples?: SampleColumns | undefined;
  readonly source?: string | undefined;
  readonly build?: Genotypes["build"];
}): Genotypes {
  const { packed, variantCount, sampleCount, source = "memory", build } = options;
  const bytesPerRow = Math.ceil(sampleCount / 4);
  if (packed.length !== variantCount * bytesPerRow) {
    throw new LengthMismatchError({
      what: `${packed.length} packed bytes for ${variantCount} variants × ${sampleCount} samples.`,
      why: `Each variant takes ${bytesPerRow} bytes, ${variantCount * bytesPerRow} in all.`,
      remedy: "Pad every variant to a whole byte.",
    });
  }
  const rows: PackedRows = {
    rowCount: variantCount,
    sampleCount,
    bytesPerRow,
    ...(packed.buffer instanceof SharedArrayBuffer && {
      store: { kind: "memory" as const, rowCount: variantCount, sampleCount, packed },
    }),
    read(start, count, into) {
      into.set(packed.subarray(start * bytesPerRow, (start + count) * bytesPerRow));
      return Promise.resolve();
    },
  };
  return packedGenotypes({
    source,
    build,
    rows,
    variants: completeVariants(variantCount, options.variants),
    samples: completeSamples(sampleCount, options.samples),
  });
}

// 2-bit code of 0, 1 and 2 copies of the effect allele.
const CODE_OF_COPIES = [0b11, 0b10, 0b00] as const;
const MISSING_CODE = 0b01;

/**
 * Genotypes from a matrix of hard calls, for hand-made data and tests.
 *
 * @param options.matrix - m variants × n samples, variant after variant: 0, 1, 2 copies of the effect allele, NaN or 255 missing
 * @param options.sampleCount - n
 * @throws InvalidArgumentError for a value that is no hard call, such as 0.7
 * @example
 * const trio = data.genotypesFromDosages({ matrix: [0, 1, 2, 1, NaN, 0], sampleCount: 3 });
 */
export function genotypesFromDosages(options: {
  readonly matrix: ArrayLike<number>;
  readonly sampleCount: number;
  readonly variants?: VariantColumns | undefined;
  readonly samples?: SampleColumns | undefined;
  readonly source?: string | undefined;
}): Genotypes {
  const { matrix, sampleCount } = options;
  const variantCount = sampleCount === 0 ? 0 : matrix.length / sampleCount;
  if (!Number.isInteger(variantCount)) {
    throw new LengthMismatchError({
      what: `${matrix.length} genotypes are not a whole number of variants of ${sampleCount} samples.`,
      why: "The matrix is variant after variant, n values each.",
      remedy: "Check sampleCount, and that no row is short.",
    });
  }
  const bytesPerVariant = Math.ceil(sampleCount / 4);
  const packed = new Uint8Array(new SharedArrayBuffer(variantCount * bytesPerVariant));
  for (let j = 0; j < variantCount; j++) {
    for (let i = 0; i < sampleCount; i++) {
      const value = matrix[j * sampleCount + i];
      const code = Number.isNaN(value) || value === 255 ? MISSING_CODE : CODE_OF_COPIES[value];
      if (code === undefined) {
        throw new InvalidArgumentError("matrix", {
          what: `Genotype ${value} (variant ${j}, sample ${i}) is no hard call.`,
          why: "Packed genotypes hold 0, 1, 2 or missing.",
          remedy: "Round dosages to hard calls first, and mark the uncertain ones missing (NaN).",
        });
      }
      packed[j * bytesPerVariant + (i >> 2)] |= code << (2 * (i & 3));
    }
  }
  return genotypesFromPacked({ ...options, packed, variantCount, sampleCount });
}

function completeVariants(count: number, columns: VariantColumns = {}): Variants {
  const contig = column("contig", count, columns.contig, () => "1");
  return {
    count,
    contig,
    chromosome: Uint8Array.from(contig, chromosomeCode),
    basePairLocation: Int32Array.from(
      column("basePairLocation", count, columns.basePairLocation, (i) => i + 1),
    ),
    variantId: column("variantId", count, columns.variantId, (i) => `v${i + 1}`),
    effectAllele: column("effectAllele", count, columns.effectAllele, () => "A"),
    otherAllele: column("otherAllele", count, columns.otherAllele, () => "G"),
  };
}

function completeSamples(count: number, columns: SampleColumns = {}): Samples {
  const individualId = column("individualId", count, columns.individualId, (i) => `s${i + 1}`);
  const familyId = column("familyId", count, columns.familyId, () => "0");
  refuseDuplicateSamples(familyId, individualId, "These genotypes");
  return {
    count,
    familyId,
    individualId,
    sex: Uint8Array.from(column("sex", count, columns.sex, () => 0)),
    isFounder: Uint8Array.from(column("isFounder", count, columns.isFounder, () => 1)),
  };
}

function column<T>(
  name: string,
  count: number,
  given: ArrayLike<T> | undefined,
  fallback: (index: number) => T,
): T[] {
  if (given && given.length !== count) {
    throw new LengthMismatchError({
      what: `${name} has ${given.length} values for ${count}.`,
      why: "Every column names each variant or sample once.",
      remedy: `Give ${count} values.`,
    });
  }
  return Array.from({ length: count }, (_, i) => (given ? given[i] : fallback(i)));
}
