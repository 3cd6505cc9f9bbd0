import { InvalidArgumentError } from "../../errors.ts";

/** A right-hand matrix, n samples × `width`, row-major. */
export interface RealColumns {
  readonly sampleCount: number;
  readonly width: number;
  readonly values: Float64Array;
}

type DigitCount = 1 | 2 | 3 | 4;

/** A column as integers: integer = round(value × scale), written in `digits` signed base-256 digits. */
export interface ColumnScale {
  readonly digits: DigitCount;
  readonly scale: number;
}

/** Largest integer of 1, 2, 3 and 4 signed digits: every digit 127. */
const MOST = [0, 127, 32_639, 8_355_711, 2_139_062_143] as const;

/** max |x| / root mean square above which three digits leave too little for the bulk of a column. */
const HEAVY_TAIL = 20;

/** Two copies × a digit of −128, summed in 32 bits, end here. */
export const MOST_SAMPLES = 8_388_607;

/** Samples of one group of 16 words: what a kernel reads of a row at a time. */
export const GROUP_SAMPLES = 64;
const GROUP_WORDS = 16;

/** @throws InvalidArgumentError when 32-bit sums could overflow */
export function requireSummable(sampleCount: number): void {
  if (sampleCount <= MOST_SAMPLES) return;
  throw new InvalidArgumentError("compute", {
    what: `${sampleCount} samples are too many for the GPU.`,
    why: `Its 32-bit sums are exact to ${MOST_SAMPLES} samples.`,
    remedy: 'Use compute: "cpu".',
  });
}

/**
 * How a column becomes integers. Small whole numbers stay what they are, exactly; other columns get three digits, or four
 * when they are heavy-tailed, all scaled so that the largest value is the largest integer.
 *
 * Three digits cost |Δz| ≤ 6e-7 (n to 500,000, normal traits), four 1e-9.
 *
 * @throws InvalidArgumentError for a value that is not finite
 */
export function columnScale(columns: RealColumns, column: number, wanted?: 3 | 4): ColumnScale {
  const { sampleCount, width, values } = columns;
  let most = 0;
  let squares = 0;
  let present = 0;
  let isWhole = true;
  for (let i = 0, at = column; i < sampleCount; i++, at += width) {
    const value = values[at];
    const size = Math.abs(value);
    if (!(size < Infinity)) throw notFinite(column);
    if (size === 0) continue;
    present++;
    squares += value * value;
    if (size > most) most = size;
    if (isWhole && value !== Math.round(value)) isWhole = false;
  }
  if (isWhole && most <= MOST[3]) {
    return { digits: most <= MOST[1] ? 1 : most <= MOST[2] ? 2 : 3, scale: 1 };
  }
  const heavy = most * Math.sqrt(present) > HEAVY_TAIL * Math.sqrt(squares);
  const digits = wanted ?? (heavy ? 4 : 3);
  return { digits, scale: MOST[digits] / most };
}

/**
 * The column as integers. Their sum is that of the column, to half a unit: a column that sums to zero keeps doing so,
 * whatever the mean of what it is multiplied with. For that, some values that lie between two integers go to the farther.
 */
export function columnIntegers(
  columns: RealColumns,
  column: number,
  { scale }: ColumnScale,
  target: Int32Array = new Int32Array(columns.sampleCount),
): Int32Array {
  const { sampleCount, width, values } = columns;
  let rest = 0;
  for (let i = 0, at = column; i < sampleCount; i++, at += width) {
    const exact = values[at] * scale;
    target[i] = Math.round(exact);
    rest += exact - target[i];
  }
  let units = Math.round(rest);
  const step = Math.sign(units);
  for (let i = 0, at = column; i < sampleCount && units !== 0; i++, at += width) {
    if ((values[at] * scale - target[i]) * step < 0.25) continue;
    target[i] += step;
    units -= step;
  }
  return target;
}

/** Bytes of `planes` planes of digits. */
export function planeBytes(groups: number, planes: number): number {
  return groups * GROUP_WORDS * planes * 4;
}

/**
 * Writes the digits of a column into planes `firstPlane` …, lowest first, for samples from group `firstGroup` on.
 * words[(group × 16 + 4q + k) × planes + plane] holds, in byte b, the digit of the group's sample 16q + k + 4b: the lanes
 * that `(codes >> 2k) & 0x03030303` has of the codes' word q. `inOrder`: word 16 × group + w holds samples 4w … 4w + 3.
 */
export function writePlanes(
  integers: Int32Array,
  digits: number,
  words: Uint32Array,
  layout: {
    readonly planes: number;
    readonly firstPlane: number;
    readonly firstGroup: number;
    readonly inOrder?: boolean;
  },
): void {
  const { planes, firstPlane, firstGroup, inOrder = false } = layout;
  const start = firstGroup * GROUP_SAMPLES;
  const end = Math.min(
    integers.length,
    start + (words.length / (GROUP_WORDS * planes)) * GROUP_SAMPLES,
  );
  for (let i = start; i < end; i++) {
    let rest = integers[i];
    if (rest === 0) continue;
    const word = inOrder ? (i - start) >> 2 : ((i - start) >> 4) * 4 + (i & 3);
    const shift = (inOrder ? i & 3 : (i >> 2) & 3) * 8;
    let at = word * planes + firstPlane;
    for (let d = 0; d < digits; d++) {
      const digit = (rest << 24) >> 24;
      rest = (rest - digit) >> 8;
      words[at++] |= (digit & 255) << shift;
    }
  }
}

/** Σ digit sum × 256^d: below 2^53 for three digits of any number of samples, else to the last bit of a double. */
export function combineDigits(
  sums: Int32Array,
  at: number,
  { digits, scale }: ColumnScale,
): number {
  let value = sums[at];
  if (digits > 1) value += sums[at + 1] * 256;
  if (digits > 2) value += sums[at + 2] * 65_536;
  if (digits > 3) value += sums[at + 3] * 16_777_216;
  return value / scale;
}

function notFinite(column: number): InvalidArgumentError {
  return new InvalidArgumentError("columns", {
    what: `Column ${column} has a value that is not a finite number.`,
    why: "Sums with it would be NaN.",
    remedy: "Leave the samples with missing values out first.",
  });
}
