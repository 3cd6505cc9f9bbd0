import type { Variants } from "../io/cohort.ts";

/** How many copies people carry: two; one or two by sex (X); one in males, none in females (Y); one (MT). */
export type Ploidy = "diploid" | "x" | "y" | "mt";

const PSEUDO_AUTOSOMAL = /^(chr)?(25|XY|PAR[12]?)$/i;

/** Ploidy of one variant; unplaced and pseudo-autosomal contigs are diploid, as PLINK 2 has them. */
export function ploidyOf(variants: Variants, index: number): Ploidy {
  const chromosome = variants.chromosome[index];
  return ploidyOn(chromosome, chromosome === 23 ? variants.contig[index] : "");
}

/** Puts 1 where a variant is diploid, 0 elsewhere. */
export function markDiploid(variants: Variants, into: Uint8Array): void {
  const { encoded, count } = variants;
  if (!encoded) {
    for (let v = 0; v < count; v++) into[v] = Number(ploidyOf(variants, v) === "diploid");
    return;
  }
  encoded.runs.forEach(({ first, contig, chromosome }, i) => {
    const end = encoded.runs[i + 1]?.first ?? count;
    into.fill(Number(ploidyOn(chromosome, contig) === "diploid"), first, end);
  });
}

function ploidyOn(chromosome: number, contig: string): Ploidy {
  switch (chromosome) {
    case 23:
      return PSEUDO_AUTOSOMAL.test(contig) ? "diploid" : "x";
    case 24:
      return "y";
    case 25:
      return "mt";
    default:
      return "diploid";
  }
}
