import { closeSync, openSync, writeSync } from "node:fs";
import { lines, randomNumbers } from "./random-numbers.mjs";

// Density f^-1.2 between one copy in 10 000 people and a half: the median is 0.08 %, as in whole genomes.
const RAREST = 5e-5;
const STEEPNESS = 0.2;
const SPECTRA = {
  rare: (u) => RAREST * (1 - (1 - (0.5 / RAREST) ** -STEEPNESS) * u) ** (-1 / STEEPNESS),
  common: (u) => 0.5 * 0.01 ** u,
};
/** Every so many variants the counted allele is the frequent one. */
const FLIP_EVERY = 50;
const MISSING = 3;
const CODE_OF_COPIES = [0b11, 0b10, 0b00, 0b01];

/** Writes prefix.bed, .bim and .fam: calls in Hardy–Weinberg proportions, variants independent. */
export function writeCohort(prefix, { samples, variants, missing }, spectrum) {
  const random = randomNumbers(11);
  const copies = new Uint8Array(samples);
  const row = new Uint8Array(Math.ceil(samples / 4));
  const file = openSync(`${prefix}.bed`, "w");
  writeSync(file, Uint8Array.of(0x6c, 0x1b, 1));
  for (let v = 0; v < variants; v++) {
    copies.fill(0);
    for (const h of chosen(random, 2 * samples, SPECTRA[spectrum](random()))) copies[h >> 1]++;
    if (v % FLIP_EVERY === FLIP_EVERY - 1) copies.forEach((count, i) => (copies[i] = 2 - count));
    for (const i of chosen(random, samples, missing)) copies[i] = MISSING;
    row.fill(0);
    for (let i = 0; i < samples; i++) row[i >> 2] |= CODE_OF_COPIES[copies[i]] << (2 * (i & 3));
    writeSync(file, row);
  }
  closeSync(file);
  lines(`${prefix}.bim`, variants, (v) => `1\tr${v}\t0\t${v + 1}\tA\tG\n`);
  lines(`${prefix}.fam`, samples, (i) => `0 per${i} 0 0 ${1 + (i % 2)} -9\n`);
}

/** Each of `count` things with this probability, in order; the cost is in the things chosen. */
function* chosen(random, count, probability) {
  if (probability === 0) return;
  const scale = 1 / Math.log1p(-probability);
  for (let i = -1; ;) {
    i += 1 + Math.floor(Math.log(1 - random()) * scale);
    if (i >= count) return;
    yield i;
  }
}
