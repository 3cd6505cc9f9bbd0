import type { Table } from "../table.ts";

/** What a GWAS-SSF metadata file tells beyond the numbers; unknown is written as the standard's NR, not reported. */
export interface SsfMetadata {
  readonly build: "GRCh37" | "GRCh38";
  readonly trait?: string | undefined;
  readonly ancestry?: string | undefined;
  readonly genotypingTechnology?: string | undefined;
  readonly sex?: "M" | "F" | "combined" | "NR" | undefined;
}

/** The YAML text beside a GWAS-SSF file. */
export function ssfMetadata(
  table: Table,
  metadata: SsfMetadata,
  file: { readonly name: string; readonly md5: string; readonly isSorted: boolean },
): string {
  const { provenance } = table;
  const trait = metadata.trait ?? scalar(provenance.trait) ?? "NR";
  const covariates = provenance.covariates;
  const sampleSize = provenance.n ?? largest(table);
  const lines = [
    "# Study metadata",
    `trait_description:\n  - ${quoted(trait)}`,
    `genome_assembly: ${metadata.build}`,
    "coordinate_system: 1-based",
    `genotyping_technology:\n  - ${quoted(metadata.genotypingTechnology ?? "NR")}`,
    `samples:\n  - sample_ancestry_category:\n      - ${quoted(metadata.ancestry ?? "NR")}\n    sample_size: ${String(sampleSize)}\n    case_control_study: ${String("oddsRatio" in table.columns)}`,
    `sex: ${metadata.sex ?? "NR"}`,
    `data_file_name: ${quoted(file.name)}`,
    "file_type: GWAS-SSF v1.0",
    // Quoted, because a sum such as 12e4… would be a number.
    `data_file_md5sum: "${file.md5}"`,
    `analysis_software: ${quoted(`Genobook ${scalar(provenance.version) ?? ""}`.trim())}`,
    ...(Array.isArray(covariates) && covariates.length > 0
      ? [
          `adjusted_covariates:\n${covariates.map((name) => `  - ${quoted(String(name))}`).join("\n")}`,
        ]
      : []),
    "is_harmonised: false",
    `is_sorted: ${String(file.isSorted)}`,
  ];
  return `${lines.join("\n")}\n`;
}

function scalar(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function largest(table: Table): number {
  const n = (table.columns as Readonly<Record<string, unknown>>).n;
  if (!ArrayBuffer.isView(n)) return 0;
  return (n as unknown as Float64Array).reduce((most, value) => (value > most ? value : most), 0);
}

/** A YAML scalar; JSON's quotes are YAML's. */
function quoted(text: string): string {
  return /^[A-Za-z][\w .-]*$/.test(text) ? text : JSON.stringify(text);
}
