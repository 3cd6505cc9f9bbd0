import { LengthMismatchError } from "../errors.ts";
import { MISSING_GENOTYPE, type GenotypeBlock } from "./genotypes.ts";

// Copies of the effect allele for each 2-bit code: 0b00 two, 0b01 missing, 0b10 one, 0b11 none.
const COPIES = [2, MISSING_GENOTYPE, 1, 0] as const;

// The four genotypes of every byte, in the order of the samples.
const FOUR_COPIES = Uint8Array.from(
  { length: 1024 },
  (_, i) => COPIES[((i >> 2) >> (2 * (i & 3))) & 3],
);

/**
 * Copies of the effect allele of one variant, one byte a sample.
 *
 * @param block - from `genotypes.blocks()`
 * @param index - which variant of the block, 0 … `block.count` − 1
 * @param into - n bytes to fill; a new array when left out
 * @returns n bytes: 0, 1, 2, or 255 where the call is missing
 */
export function unpackVariant(
  block: GenotypeBlock,
  index: number,
  into: Uint8Array = new Uint8Array(block.sampleCount),
): Uint8Array {
  const { packed, bytesPerVariant, sampleCount } = block;
  if (into.length !== sampleCount || index < 0 || index >= block.count) {
    throw new LengthMismatchError({
      what: `unpackVariant(): variant ${index} of ${block.count}, into ${into.length} bytes for ${sampleCount} samples.`,
      why: "The index must lie in the block, and the target must hold one byte a sample.",
      remedy: "Pass an array of block.sampleCount bytes.",
    });
  }
  const start = index * bytesPerVariant;
  const whole = sampleCount >> 2;
  let sample = 0;
  for (let i = 0; i < whole; i++, sample += 4) {
    const at = packed[start + i] << 2;
    into[sample] = FOUR_COPIES[at]!;
    into[sample + 1] = FOUR_COPIES[at + 1]!;
    into[sample + 2] = FOUR_COPIES[at + 2]!;
    into[sample + 3] = FOUR_COPIES[at + 3]!;
  }
  for (; sample < sampleCount; sample++) {
    into[sample] = FOUR_COPIES[(packed[start + (sample >> 2)] << 2) | (sample & 3)]!;
  }
  return into;
}
