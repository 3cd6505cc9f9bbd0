import type { Variants } from "../genotypes/genotypes.ts";
import { plinkContig } from "../io/chromosome.ts";
import type { EncodedTexts } from "../sumstats/row-text/encoded-texts.ts";
import { runTask, type TaskOptions } from "../task.ts";

/** The first columns of every row of a report, shared with the workers. */
export interface VariantText {
  /** CHROM, POS, ID, REF and ALT of each variant, tabs between. */
  readonly rows: EncodedTexts;
}

const TAB = 9;
const ZERO = 48;
/** Of a row: a position, the tabs, a longer name of its contig. */
const OTHER_UNITS = 24;
const encoder = new TextEncoder();
const VARIANTS_A_STEP = 16_384;

/** As it was read from a file, or encoded once. */
export async function variantText(variants: Variants, options: TaskOptions): Promise<VariantText> {
  if (variants.encoded) return { rows: variants.encoded.rows };
  return runTask("variants of the report", variants.count, "variants", options, (task) =>
    encodeVariantText(variants, (done) => task.step(done)),
  );
}

/**
 * Encodes CHROM, POS, ID, REF, ALT as `plink2 --glm` prints them: REF is the other, ALT the counted allele.
 *
 * @param pause - called between steps, so that the notebook stays alive and the call can be cancelled
 */
export async function encodeVariantText(
  variants: Variants,
  pause: (done: number) => Promise<void>,
): Promise<VariantText> {
  const { count } = variants;
  const offsets = new Uint32Array(new SharedArrayBuffer(4 * (count + 1)));
  let bytes: Uint8Array = new Uint8Array(0);
  let at = 0;
  for (let first = 0; first < count; first += VARIANTS_A_STEP) {
    const end = Math.min(count, first + VARIANTS_A_STEP);
    bytes = withRoom(bytes, at, mostBytes(variants, first, end));
    at = putVariants(variants, first, end, { offsets, bytes, at });
    await pause(end);
  }
  offsets[count] = at;
  const shared = new Uint8Array(new SharedArrayBuffer(at));
  shared.set(bytes.subarray(0, at));
  return { rows: { offsets, bytes: shared } };
}

interface TextTarget {
  readonly offsets: Uint32Array;
  readonly bytes: Uint8Array;
  readonly at: number;
}

/** Writes variants first … end − 1; returns the end of the bytes. */
function putVariants(variants: Variants, first: number, end: number, target: TextTarget): number {
  const { contig, chromosome, basePairLocation, variantId, effectAllele, otherAllele } = variants;
  const { offsets, bytes } = target;
  let at = target.at;
  let prefix = "";
  for (let v = first; v < end; v++) {
    if (v === first || contig[v] !== contig[v - 1] || chromosome[v] !== chromosome[v - 1]) {
      prefix = `${plinkContig(contig[v], chromosome[v])}\t`;
    }
    offsets[v] = at;
    at = putText(bytes, at, prefix);
    at = putInteger(bytes, at, basePairLocation[v]);
    bytes[at++] = TAB;
    at = putText(bytes, at, variantId[v]);
    bytes[at++] = TAB;
    at = putText(bytes, at, otherAllele[v]);
    bytes[at++] = TAB;
    at = putText(bytes, at, effectAllele[v]);
  }
  return at;
}

/** A unit of a string takes three bytes of UTF-8 at most. */
function mostBytes(variants: Variants, first: number, end: number): number {
  const { contig, variantId, effectAllele, otherAllele } = variants;
  let units = 0;
  for (let v = first; v < end; v++) {
    units += contig[v].length + variantId[v].length;
    units += effectAllele[v].length + otherAllele[v].length + OTHER_UNITS;
  }
  return 3 * units;
}

function withRoom(bytes: Uint8Array, used: number, more: number): Uint8Array {
  if (used + more <= bytes.length) return bytes;
  const grown = new Uint8Array(2 * (used + more));
  grown.set(bytes.subarray(0, used));
  return grown;
}

/** Letter by letter, for they are few: returns the end. */
function putText(bytes: Uint8Array, start: number, text: string): number {
  let at = start;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 127) return start + encoder.encodeInto(text, bytes.subarray(start)).written;
    bytes[at++] = unit;
  }
  return at;
}

function putInteger(bytes: Uint8Array, at: number, value: number): number {
  if (value < 0) return putText(bytes, at, String(value));
  let end = at + 1;
  for (let rest = value; rest >= 10; rest = (rest / 10) | 0) end++;
  let rest = value;
  for (let i = end - 1; i >= at; i--) {
    bytes[i] = ZERO + (rest % 10);
    rest = (rest / 10) | 0;
  }
  return end;
}
