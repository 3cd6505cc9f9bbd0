import { randomNumbers } from "./bed-writer.ts";

/** One variant as a record is to hold it. */
export interface PgenRow {
  /** n categories: 0, 1, 2 ALT alleles, 3 missing. */
  readonly categories: Uint8Array;
  /** n dosages in units of 1 / 16384, −1 where there is none. */
  readonly dosages?: Int32Array | undefined;
}

/** How a .pgen is written; what is not said is left to chance. */
export interface PgenForm {
  readonly mode?: 0x02 | 0x03 | 0x10 | undefined;
  readonly lengthBytes?: 1 | 2 | 3 | 4 | undefined;
  /** The kind of record that takes the fewest bytes, as PLINK 2 chooses it. */
  readonly isSmallest?: boolean | undefined;
  /** Some heterozygous calls get a phase. */
  readonly isPhased?: boolean | undefined;
}

/** A .pgen of the rows, of every kind of record in turn as far as it can hold the row; for tests of readers. */
export function writePgen(rows: readonly PgenRow[], seed: number, form: PgenForm = {}): Uint8Array {
  const random = randomNumbers(seed);
  const { mode = 0x10, lengthBytes = 3, isPhased = false, isSmallest = false } = form;
  const n = rows[0].categories.length;
  const fixed = [0x6c, 0x1b, mode, ...little(rows.length, 4), ...little(n, 4)];
  if (mode !== 0x10) {
    const records = rows.flatMap((row) => [
      ...packed(row.categories),
      ...(mode === 0x03 ? denseDosages(row, n) : []),
    ]);
    return Uint8Array.from([...fixed, 0x40, ...records]);
  }
  const types: number[] = [];
  const records: number[][] = [];
  let base: Uint8Array | undefined;
  rows.forEach((row) => {
    const kind = chooseKind(row.categories, base, isSmallest ? undefined : random);
    const record = mainTrack(row.categories, kind, base);
    if (kind !== 2 && kind !== 3) base = row.categories;
    let type = kind;
    if (isPhased && random() < 0.5) {
      const track = phaseTrack(row.categories, random);
      if (track.length > 0) {
        type |= 0x10;
        record.push(...track);
      }
    }
    if (row.dosages) {
      const form = [0x20, 0x40, 0x60][Math.floor(3 * random())];
      const listed = [...row.dosages.keys()].filter((i) => row.dosages![i] >= 0);
      type |= form;
      if (form === 0x40) record.push(...denseDosages(row, n));
      else {
        record.push(...(form === 0x20 ? difflist(listed, undefined, n) : bits(n, listed)));
        record.push(...listed.flatMap((i) => little(row.dosages![i], 2)));
      }
    }
    types.push(type);
    records.push(record);
  });
  const header = [...types, ...records.flatMap((record) => little(record.length, lengthBytes))];
  const first = fixed.length + 1 + 8 + header.length;
  return Uint8Array.from([
    ...fixed,
    0x40 | (4 + lengthBytes - 1),
    ...little(first, 8),
    ...header,
    ...records.flat(),
  ]);
}

/** Rows of every frequency, some almost like the one before, some like it with the alleles swapped. */
export function randomPgenRows(
  count: number,
  n: number,
  seed: number,
  {
    hasDosages = false,
    frequencies = [0.01, 0.5, 0.99],
  }: { readonly hasDosages?: boolean; readonly frequencies?: readonly number[] } = {},
): PgenRow[] {
  const random = randomNumbers(seed);
  const rows: PgenRow[] = [];
  for (let v = 0; v < count; v++) {
    const before = rows.at(-1)?.categories;
    const frequency = [...frequencies, random()][v % (frequencies.length + 1)];
    const missing = v % 5 === 0 ? 0.1 : v % 17 === 3 ? 0.95 : 0;
    const isSwapped = v % 3 === 1;
    const categories = Uint8Array.from({ length: n }, (_, i) => {
      if (before && v % 3 > 0 && random() > 0.03) {
        return isSwapped ? [2, 1, 0, 3][before[i]] : before[i];
      }
      return random() < missing ? 3 : Number(random() < frequency) + Number(random() < frequency);
    });
    const rate = v % 2 === 0 ? 0.1 : 0.95;
    const dosages =
      hasDosages && v % 3 !== 2
        ? Int32Array.from(categories, (category) =>
            random() > rate ? -1 : nearby(category === 3 ? 1 : category, random),
          )
        : undefined;
    rows.push({ categories, dosages });
  }
  return rows;
}

function nearby(copies: number, random: () => number): number {
  return Math.max(0, Math.min(32_768, Math.round((copies + 0.9 * (random() - 0.5)) * 16_384)));
}

/** One of those that can hold the row, by chance or the shortest. */
function chooseKind(
  categories: Uint8Array,
  base: Uint8Array | undefined,
  random: (() => number) | undefined,
): number {
  const kinds = base ? [0, 1, 2, 3, 4, 6, 7, 2, 3] : [0, 1, 4, 6, 7];
  if (random) return kinds[Math.floor(kinds.length * random())];
  const length = (kind: number): number => mainTrack(categories, kind, base).length;
  return kinds.reduce((best, kind) => (length(kind) < length(best) ? kind : best));
}

function mainTrack(categories: Uint8Array, kind: number, base: Uint8Array | undefined): number[] {
  const n = categories.length;
  if (kind === 0) return packed(categories);
  if (kind === 1) {
    const counts = [0, 1, 2, 3].map((c) => categories.filter((x) => x === c).length);
    const order = [0, 1, 2, 3].sort((a, b) => counts[b] - counts[a]);
    const [low, high] = order.slice(0, 2).sort((a, b) => a - b);
    const code = 4 * low + (high - low);
    const rest = [...categories.keys()].filter(
      (i) => categories[i] !== low && categories[i] !== high,
    );
    const isHigh = [...categories.keys()].filter((i) => categories[i] === high);
    return [code, ...bits(n, isHigh), ...difflist(rest, categories, n)];
  }
  if (kind === 2 || kind === 3) {
    const wanted = kind === 2 ? categories : categories.map((c) => [2, 1, 0, 3][c]);
    const changed = [...wanted.keys()].filter((i) => wanted[i] !== base![i]);
    return difflist(changed, wanted, n);
  }
  const common = kind - 4;
  return difflist(
    [...categories.keys()].filter((i) => categories[i] !== common),
    categories,
    n,
  );
}

function difflist(
  samples: readonly number[],
  categories: Uint8Array | undefined,
  n: number,
): number[] {
  if (samples.length === 0) return [0];
  const idBytes = n <= 256 ? 1 : n <= 65_536 ? 2 : 3;
  const groups: number[][] = [];
  for (let i = 0; i < samples.length; i += 64) groups.push(samples.slice(i, i + 64));
  const deltas = groups.map((group) => group.slice(1).flatMap((id, i) => varint(id - group[i])));
  return [
    ...varint(samples.length),
    ...groups.flatMap((group) => little(group[0], idBytes)),
    ...deltas.slice(0, -1).map((bytes) => bytes.length - 63),
    ...(categories ? packed(Uint8Array.from(samples, (i) => categories[i])) : []),
    ...deltas.flat(),
  ];
}

function phaseTrack(categories: Uint8Array, random: () => number): number[] {
  const heterozygous = categories.filter((c) => c === 1).length;
  if (heterozygous === 0) return [];
  const coin = (): number => Number(random() < 0.5);
  if (random() < 0.5) return bitBytes([0, ...Array.from({ length: heterozygous }, coin)]);
  const present = Array.from({ length: heterozygous }, coin);
  present[0] = 1;
  const phased = present.filter((bit) => bit === 1);
  return [...bitBytes([1, ...present]), ...bitBytes(phased.map(coin))];
}

function denseDosages({ categories, dosages }: PgenRow, n: number): number[] {
  const plain = (i: number): number => (categories[i] === 3 ? 65_535 : 16_384 * categories[i]);
  return Array.from({ length: n }, (_, i) => {
    const dosage = dosages?.[i] ?? -1;
    return little(dosage >= 0 ? dosage : plain(i), 2);
  }).flat();
}

function packed(values: Uint8Array): number[] {
  const bytes = new Array<number>(Math.ceil(values.length / 4)).fill(0);
  values.forEach((value, i) => (bytes[i >> 2] |= value << (2 * (i & 3))));
  return bytes;
}

function bits(n: number, set: readonly number[]): number[] {
  const flags = new Array<number>(n).fill(0);
  for (const i of set) flags[i] = 1;
  return bitBytes(flags);
}

function bitBytes(flags: readonly number[]): number[] {
  const bytes = new Array<number>(Math.ceil(flags.length / 8)).fill(0);
  flags.forEach((flag, i) => (bytes[i >> 3] |= flag << (i & 7)));
  return bytes;
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

function little(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, k) => Math.floor(value / 256 ** k) % 256);
}
