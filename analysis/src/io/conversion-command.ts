import type { FileFormat } from "./sniff.ts";

const FLAGS: Partial<Record<FileFormat, string>> = {
  pgen: "--pfile STEM",
  pvar: "--pfile STEM",
  bgen: "--bgen STEM.bgen ref-first --sample STEM.sample",
  vcf: "--vcf FILE --double-id",
  bcf: "--bcf FILE --double-id",
};

/** The PLINK 2 command that makes a .bed of genotypes in another format; undefined for what are no genotypes. */
export function conversionCommand(format: FileFormat, path: string): string | undefined {
  const stem = path.replace(/\.(pgen|pvar|bgen|vcf|bcf)(\.gz|\.zst)?$/, "");
  const flags = FLAGS[format]?.replaceAll("STEM", stem).replace("FILE", path);
  return flags && `plink2 ${flags} --max-alleles 2 --make-bed --out ${stem}`;
}
