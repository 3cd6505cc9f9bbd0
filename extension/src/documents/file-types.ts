import type { DocumentRegistry } from "@jupyterlab/docregistry";
import type { TranslationBundle } from "@jupyterlab/translation";
import { associationsIcon, genotypesIcon } from "../icons.ts";

/** Genotype and result files that no stock viewer can show, or whose opening as text would copy individual-level data. */
export function fileTypes(trans: TranslationBundle): readonly DocumentRegistry.IFileType[] {
  const genotypes = (name: string, displayName: string, extensions: readonly string[]) =>
    ({ ...base(name, displayName, extensions), icon: genotypesIcon }) as DocumentRegistry.IFileType;
  return [
    genotypes("plink1", trans.__("PLINK 1 genotypes"), [".bed", ".bim", ".fam"]),
    genotypes("plink2", trans.__("PLINK 2 genotypes"), [".pgen", ".pvar", ".psam", ".pvar.zst"]),
    genotypes("bgen", trans.__("BGEN genotypes"), [".bgen"]),
    genotypes("vcf-compressed", trans.__("Compressed VCF"), [".vcf.gz", ".vcf.bgz", ".bcf"]),
    { ...base("ld-panel", trans.__("LD panel"), [".ld"]), icon: genotypesIcon },
    {
      ...base("table-compressed", trans.__("Compressed table"), [
        ".tsv.gz",
        ".txt.gz",
        ".csv.gz",
        ".sumstats.gz",
        ".sumstats",
      ]),
      icon: associationsIcon,
    },
  ];
}

function base(name: string, displayName: string, extensions: readonly string[]) {
  return {
    name: `genobook-${name}`,
    displayName,
    extensions: [...extensions],
    mimeTypes: [`application/x-genobook-${name}`],
    contentType: "file",
    fileFormat: "base64",
  } as const;
}
