import { FormatError } from "../errors.ts";
import { conversionCommand } from "./conversion-command.ts";
import type { FileFormat, Sniffed } from "./sniff.ts";

export function isPlink1(format: FileFormat): boolean {
  return format === "plink1-bed" || format === "plink1-bim" || format === "plink1-fam";
}

/** Says what a file is that no reader here takes, and how to convert it. */
export function unreadable(path: string, { format, name, head }: Sniffed): FormatError {
  const command = conversionCommand(format, path);
  const isTable = format === "unknown" && /^\S+[\s,;]+\S+[\s,;]+\S+/.test(head[0] ?? "");
  return new FormatError(path, {
    what: `${path} is ${format === "empty" ? "empty" : format === "unknown" ? "of no known format" : `a file of the format ${name}`}.`,
    why: "Genotypes are read from PLINK 1 (.bed) and PLINK 2 (.pgen), traits from text with FID/IID, results from GWAS-SSF, GWAS-VCF and text whose columns are known, weights from scoring files.",
    remedy: command
      ? `Convert it once: ${command}`
      : isTable
        ? `If it holds association results, say which columns are which: data.summaryStatistics("${path}", { columns: { effectAllele: "…", beta: "…" } }).`
        : "Check the path, and that the file was copied whole.",
  });
}

/** Says what a file is that another reader takes. */
export function refuse(
  path: string,
  sniffed: Sniffed,
  wanted: "genotypes" | "phenotypes" | "summaryStatistics" | "scoringFile" | "ldPanel",
): FormatError {
  const reader = isPlink1(sniffed.format)
    ? "genotypes"
    : sniffed.format === "phenotypes"
      ? "phenotypes"
      : sniffed.format === "summary-statistics"
        ? "summaryStatistics"
        : sniffed.format === "scoring-file"
          ? "scoringFile"
          : sniffed.format === "ld-panel"
            ? "ldPanel"
            : undefined;
  if (!reader || reader === wanted) return unreadable(path, sniffed);
  return new FormatError(path, {
    what: `${path} is a file of the format ${sniffed.name}.`,
    why: `data.${wanted} was asked to read it.`,
    remedy: `Use data.${reader}("${path}").`,
  });
}
