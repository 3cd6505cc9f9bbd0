import type { ByteSource } from "./byte-source.ts";
import { sniffDelimiter, splitFields, unquoted } from "./delimited.ts";
import { whitespaceFields } from "./fields.ts";
import { isGzip, readHead } from "./lines.ts";
import { idColumns } from "./phenotypes.ts";
import { bedMode } from "./plink1/bed.ts";
import { GWAS_VCF, isGwasVcf, summaryFormat } from "./summary-formats.ts";
import { isSummaryHeader } from "./summary-mapping.ts";

export type FileFormat =
  | "plink1-bed"
  | "plink1-bim"
  | "plink1-fam"
  | "pgen"
  | "pvar"
  | "bgen"
  | "vcf"
  | "bcf"
  | "phenotypes"
  | "summary-statistics"
  | "gwas-ssf-metadata"
  | "scoring-file"
  | "ld-panel"
  | "intervals"
  | "empty"
  | "unknown";

/** What a file is by its first bytes. */
export interface Sniffed {
  readonly format: FileFormat;
  /** For people: `PLINK 1 binary genotypes`. */
  readonly name: string;
  /** Column names, where the file has a header. */
  readonly columns?: readonly string[] | undefined;
  readonly head: readonly string[];
}

const NAMES: Readonly<Record<FileFormat, string>> = {
  "plink1-bed": "PLINK 1 binary",
  "plink1-bim": "PLINK 1 variants (.bim)",
  "plink1-fam": "PLINK 1 samples (.fam)",
  pgen: "PLINK 2 binary",
  pvar: "PLINK 2 variants (.pvar)",
  bgen: "BGEN",
  vcf: "VCF",
  bcf: "BCF",
  phenotypes: "Phenotypes and covariates",
  "summary-statistics": "Summary statistics",
  "gwas-ssf-metadata": "GWAS-SSF metadata",
  "scoring-file": "Scoring file",
  "ld-panel": "LD panel",
  intervals: "Genome intervals (UCSC BED)",
  empty: "Empty file",
  unknown: "Unknown",
};

/** Tells what a file is from its first 64 KiB; its name is not asked. */
export async function sniff(source: ByteSource): Promise<Sniffed> {
  const bytes = await source.read(0, Math.min(32, source.size));
  const binary = binaryFormat(bytes);
  if (binary) return { format: binary, name: NAMES[binary], head: [] };
  const head = await readHead(source, 200);
  if (isGzip(bytes) && head[0]?.startsWith("BCF\u0002")) {
    return { format: "bcf", name: NAMES.bcf, head: [] };
  }
  return sniffText(head);
}

function binaryFormat(bytes: Uint8Array): FileFormat | undefined {
  if (bytes.length === 0) return "empty";
  if (bedMode(bytes)) return "plink1-bed";
  if (bytes[0] === 0x6c && bytes[1] === 0x1b && bytes[2] >= 2 && bytes[2] <= 0x11) return "pgen";
  const magic = String.fromCharCode(...bytes.subarray(16, 20));
  if (magic === "bgen") return "bgen";
  if (String.fromCharCode(...bytes.subarray(0, 3)) === "BCF") return "bcf";
  if (String.fromCharCode(...bytes.subarray(0, 8)) === "GENOLD\r\n") return "ld-panel";
  return undefined;
}

function sniffText(head: readonly string[]): Sniffed {
  const is = (format: FileFormat, columns?: readonly string[], name = NAMES[format]): Sniffed => ({
    format,
    name,
    head,
    ...(columns ? { columns } : {}),
  });
  if (head[0]?.startsWith("##fileformat=VCF")) {
    if (isGwasVcf(head)) return is("summary-statistics", undefined, GWAS_VCF.name);
    return head.some((line) => /^#CHROM\tPOS\tID\tREF\tALT$/.test(line)) ? is("pvar") : is("vcf");
  }
  if (isScoringFile(head)) {
    const isCatalog = /^#+\s*PGS CATALOG/i.test(head[0] ?? "");
    return is(
      "scoring-file",
      scoringColumns(head),
      isCatalog ? "PGS Catalog scoring file" : undefined,
    );
  }
  const first = head.find((line) => line.trim() !== "" && !line.startsWith("##"));
  if (first === undefined) return is(head.length > 0 ? "unknown" : "empty");
  if (head.some((line) => /^(genome_assembly|file_type):/.test(line)))
    return is("gwas-ssf-metadata");

  const columns = splitFields(first, sniffDelimiter(first)).map((name) => name.trim());
  const summary = summaryFormat(columns.map(unquoted));
  if (summary) return is("summary-statistics", columns.map(unquoted), summary.name);
  if (columns.length > 1 && idColumns(columns)) return is("phenotypes", columns);
  if (columns[0] === "#CHROM" && columns.includes("REF") && columns.includes("ALT")) {
    return columns.includes("FORMAT") ? is("vcf") : is("pvar");
  }
  if (columns.length > 3 && isSummaryHeader(columns.map(unquoted))) {
    return is("summary-statistics", columns.map(unquoted), "Association results");
  }
  return is(headerlessFormat(head.slice(0, 20).filter((line) => line.trim() !== "")));
}

/** Text whose header has a column of weights; what else has weights is told by who reads it. */
function isScoringFile(head: readonly string[]): boolean {
  if (/^#+\s*PGS CATALOG/i.test(head[0] ?? "")) return true;
  return scoringColumns(head).some((name) => /^(effect|dosage_0)_weight$/i.test(name));
}

function scoringColumns(head: readonly string[]): readonly string[] {
  const first = head.find(
    (line) => line.trim() !== "" && !line.startsWith("##") && !/^#\s*\w+\s*=/.test(line),
  );
  if (first === undefined) return [];
  return splitFields(first, sniffDelimiter(first)).map((name) => unquoted(name.trim()));
}

function headerlessFormat(lines: readonly string[]): FileFormat {
  const rows = lines.map(whitespaceFields);
  if (
    rows.every(
      (row) =>
        row.length === 6 &&
        /^(0|1|2|-9|NA|[A-Za-z]+)$/.test(row[4]) &&
        !/^-?\d{3,}$/.test(row[3]) &&
        isTrait(row[5]),
    )
  ) {
    return "plink1-fam";
  }
  const allele = /^([ACGTN]+|[0-9.*I D<>:-]+|<.*>)$/i;
  if (
    rows.every(
      (row) =>
        (row.length === 6 || row.length === 5) &&
        /^-?\d+$/.test(row[row.length - 3]) &&
        allele.test(row[row.length - 2]) &&
        allele.test(row[row.length - 1]),
    )
  ) {
    return "plink1-bim";
  }
  if (rows.every((row) => row.length >= 3 && /^\d+$/.test(row[1]) && /^\d+$/.test(row[2]))) {
    return "intervals";
  }
  return "unknown";
}

function isTrait(text: string): boolean {
  return text === "NA" || Number.isFinite(Number(text));
}
