import { plinkContig } from "../sumstats/write-plink2.ts";
import type { Variants } from "../genotypes/genotypes.ts";

/** The first columns of every row of a report, encoded once and shared with the workers. */
export interface VariantText {
  /** CHROM, POS, ID, REF and ALT of all variants, each followed by a tab. */
  readonly bytes: Uint8Array;
  /** Three numbers a variant: where its row, its REF and its ALT start; after the last one the end of all. */
  readonly starts: Uint32Array;
}

const TAB = 9;
const VARIANTS_A_STEP = 16_384;

/**
 * Encodes CHROM, POS, ID, REF, ALT as `plink2 --glm` prints them: REF is the other, ALT the counted allele.
 *
 * @param pause - called between steps, so that the notebook stays alive and the call can be cancelled
 */
export async function encodeVariantText(
  variants: Variants,
  pause: (done: number) => Promise<void>,
): Promise<VariantText> {
  const { count, contig, chromosome, basePairLocation, variantId } = variants;
  const { effectAllele, otherAllele } = variants;
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (3 * count + 1)));
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let first = 0; first < count; first += VARIANTS_A_STEP) {
    const end = Math.min(count, first + VARIANTS_A_STEP);
    let text = "";
    for (let v = first; v < end; v++) {
      const row = `${plinkContig(contig[v], chromosome[v])}\t${basePairLocation[v]}\t${variantId[v]}\t`;
      starts[3 * v] = length + text.length;
      starts[3 * v + 1] = length + text.length + row.length;
      starts[3 * v + 2] = starts[3 * v + 1] + otherAllele[v].length + 1;
      text += `${row}${otherAllele[v]}\t${effectAllele[v]}\t`;
    }
    const encoded = encoder.encode(text);
    if (encoded.length !== text.length) measureInBytes(starts, first, end, length, encoded);
    parts.push(encoded);
    length += encoded.length;
    await pause(end);
  }
  starts[3 * count] = length;
  const bytes = new Uint8Array(new SharedArrayBuffer(length + 8));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, starts };
}

/** Places in bytes, for a step with letters that take more than one. */
function measureInBytes(
  starts: Uint32Array,
  first: number,
  end: number,
  offset: number,
  encoded: Uint8Array,
): void {
  let at = 0;
  for (let v = first; v < end; v++) {
    starts[3 * v] = offset + at;
    for (let field = 0; field < 5; field++) {
      if (field === 3) starts[3 * v + 1] = offset + at;
      if (field === 4) starts[3 * v + 2] = offset + at;
      at = encoded.indexOf(TAB, at) + 1;
    }
  }
}
