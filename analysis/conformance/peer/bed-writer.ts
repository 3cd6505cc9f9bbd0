import { writeFileSync } from "node:fs";

const CODE_OF_COPIES = [0b11, 0b10, 0b00, 0b01];

/** A cohort for PLINK: calls are copies of the first allele, 3 missing. */
export interface TestCohort {
  readonly calls: readonly Uint8Array[];
  readonly contig: readonly string[];
  /** 1 male, 2 female, 0 unknown. */
  readonly sex: ArrayLike<number>;
  readonly isFounder: ArrayLike<number>;
}

/** Writes prefix.bed, .bim and .fam; sample i is `F<i> S<i>`, variant j `v<j>` with alleles A (counted) and G. */
export function writeBed(prefix: string, { calls, contig, sex, isFounder }: TestCohort): void {
  const n = sex.length;
  const bytesPerVariant = Math.ceil(n / 4);
  const bed = new Uint8Array(3 + calls.length * bytesPerVariant);
  bed.set([0x6c, 0x1b, 1]);
  calls.forEach((row, v) => {
    row.forEach((copies, i) => {
      bed[3 + v * bytesPerVariant + (i >> 2)] |= CODE_OF_COPIES[copies] << (2 * (i & 3));
    });
  });
  writeFileSync(`${prefix}.bed`, bed);
  const bim = calls.map((_, v) => `${contig[v]}\tv${v}\t0\t${v + 1}\tA\tG\n`);
  writeFileSync(`${prefix}.bim`, bim.join(""));
  const fam = Array.from(
    sex,
    (code, i) => `F${i} S${i} ${isFounder[i] ? "0 0" : "D M"} ${code} -9\n`,
  );
  writeFileSync(`${prefix}.fam`, fam.join(""));
}

/** Small seeded generator (mulberry32), so that the data are the same everywhere. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function randomNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
