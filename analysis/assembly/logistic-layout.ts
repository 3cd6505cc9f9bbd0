// Predictors lie in chunks of 128 samples: chunk × column × sample, in double precision and once more in single precision.
// The last of the p columns is the genotype of the variant at hand; what lies past the last sample is 0. Columns are read in
// fours: up to three past the last of the p, whose sums are not looked at.

export const CHUNK = 128;
/** Bytes of a chunk's column in double precision, and in single precision. */
export const WIDE: usize = CHUNK * 8;
export const NARROW: usize = CHUNK * 4;
