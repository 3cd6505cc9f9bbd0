const NAMED = new Map([
  ["X", 23],
  ["Y", 24],
  ["M", 25],
  ["MT", 25],
  // Pseudo-autosomal regions lie on X.
  ["XY", 23],
  ["PAR", 23],
  ["PAR1", 23],
  ["PAR2", 23],
]);

/**
 * GWAS-SSF code of a contig's name: 1–22, X 23, Y 24, MT 25, 0 for anything else.
 * PLINK's own numbers are used for the rest: 23 X, 24 Y, 25 the pseudo-autosomal XY (→ 23), 26 MT (→ 25).
 */
export function chromosomeCode(contig: string): number {
  const bare = /^chr/i.test(contig) ? contig.slice(3) : contig;
  if (/^\d{1,2}$/.test(bare)) {
    const number = Number(bare);
    if (number === 25) return 23;
    if (number === 26) return 25;
    return number <= 24 ? number : 0;
  }
  return NAMED.get(bare.toUpperCase()) ?? 0;
}

/** GWAS-SSF code of a chromosome in summary statistics, where 25 is MT. */
export function summaryChromosomeCode(contig: string): number {
  return contig === "25" ? 25 : chromosomeCode(contig);
}

/** Name of a GWAS-SSF code as PLINK 2 prints it: `1` … `22`, `X`, `Y`, `MT`. */
export function chromosomeName(code: number): string {
  return code === 23 ? "X" : code === 24 ? "Y" : code === 25 ? "MT" : String(code);
}

/** A contig as PLINK 2 prints it: without "chr" where it knows the chromosome; other contigs as they are. */
export function plinkContig(contig: string, chromosome: number): string {
  if (chromosome === 0) return contig;
  const bare = contig.replace(/^chr/i, "").toUpperCase();
  return bare === "XY" || bare === "25" ? "XY" : chromosomeName(chromosome);
}
