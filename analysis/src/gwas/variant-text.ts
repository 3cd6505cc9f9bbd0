import type { Variants } from "../genotypes/genotypes.ts";
import type { EncodedTexts } from "../sumstats/row-text/encoded-texts.ts";
import { plinkContig } from "../sumstats/write-plink2.ts";

/** The first columns of every row of a report, encoded once and shared with the workers. */
export interface VariantText {
  /** CHROM, POS, ID, REF and ALT of each variant, tabs between. */
  readonly rows: EncodedTexts;
  /** Two numbers a variant: where its REF and its ALT start in the bytes. ALT ends with the row, REF a tab before ALT. */
  readonly alleles: Uint32Array;
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
  const offsets = new Uint32Array(new SharedArrayBuffer(4 * (count + 1)));
  const alleles = new Uint32Array(new SharedArrayBuffer(8 * count));
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let first = 0; first < count; first += VARIANTS_A_STEP) {
    const end = Math.min(count, first + VARIANTS_A_STEP);
    let text = "";
    for (let v = first; v < end; v++) {
      offsets[v] = length + text.length;
      text += `${plinkContig(contig[v], chromosome[v])}\t${basePairLocation[v]}\t${variantId[v]}\t`;
      alleles[2 * v] = length + text.length;
      text += `${otherAllele[v]}\t`;
      alleles[2 * v + 1] = length + text.length;
      text += effectAllele[v];
    }
    const encoded = encoder.encode(text);
    if (encoded.length !== text.length) {
      placeInBytes({ offsets, alleles }, effectAllele, first, end, length, encoded);
    }
    parts.push(encoded);
    length += encoded.length;
    await pause(end);
  }
  offsets[count] = length;
  const bytes = new Uint8Array(new SharedArrayBuffer(length + 8)).subarray(0, length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { rows: { offsets, bytes }, alleles };
}

/** Places in bytes, for a step with letters that take more than one. */
function placeInBytes(
  { offsets, alleles }: { readonly offsets: Uint32Array; readonly alleles: Uint32Array },
  effectAllele: readonly string[],
  first: number,
  end: number,
  start: number,
  encoded: Uint8Array,
): void {
  const encoder = new TextEncoder();
  let at = 0;
  for (let v = first; v < end; v++) {
    offsets[v] = start + at;
    for (let field = 1; field <= 4; field++) {
      at = encoded.indexOf(TAB, at) + 1;
      if (field >= 3) alleles[2 * v + field - 3] = start + at;
    }
    at += encoder.encode(effectAllele[v]).length;
  }
}

/**
 * The effect alleles of a block: REF where the row is flipped, else ALT.
 *
 * @param target - reused between blocks; replaced when it is too small
 */
export function effectAlleles(
  { rows, alleles }: VariantText,
  start: number,
  isFlipped: Uint8Array,
  target: { offsets: Uint32Array; bytes: Uint8Array },
): EncodedTexts {
  const count = isFlipped.length;
  const whole = rows.offsets[start + count] - rows.offsets[start];
  if (target.offsets.length <= count) target.offsets = new Uint32Array(count + 1);
  if (target.bytes.length < whole) target.bytes = new Uint8Array(whole);
  let at = 0;
  for (let row = 0; row < count; row++) {
    const v = start + row;
    target.offsets[row] = at;
    const ref = alleles[2 * v];
    const alt = alleles[2 * v + 1];
    const from = isFlipped[row] ? ref : alt;
    const to = isFlipped[row] ? alt - 1 : rows.offsets[v + 1];
    for (let i = from; i < to; i++) target.bytes[at++] = rows.bytes[i];
  }
  target.offsets[count] = at;
  return target;
}
