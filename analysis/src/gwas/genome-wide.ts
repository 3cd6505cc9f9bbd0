/** −log10 of 5e-8, from which a P value counts as genome-wide significant. */
export const GENOME_WIDE_NEG_LOG10_P: number = -Math.log10(5e-8);
