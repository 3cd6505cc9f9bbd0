import type { DatasetDescription } from "./description.ts";
import {
  countLines,
  describePlink1,
  SMALL_TEXT_BYTES,
  type NamedSource,
} from "./describe-plink1.ts";
import { describePlink2 } from "./describe-plink2.ts";
import { conversionCommand } from "./conversion-command.ts";
import { sniffDelimiter, splitFields, unquoted } from "./delimited.ts";
import {
  buildOfContigs,
  buildOfMetadata,
  buildOfScoringHeader,
  buildOfVariants,
  type GenomeBuild,
  type PlacedVariant,
} from "./genome-build.ts";
import { readHead } from "./lines.ts";
import { sniff, type Sniffed } from "./sniff.ts";
import { sampleSizeOfMetadata } from "./ssf-sample-size.ts";
import { isGwasVcf } from "./summary-formats.ts";
import { mapHeader } from "./summary-mapping.ts";
import type { SummaryRole } from "./summary-roles.ts";

export type { ByteSource } from "./byte-source.ts";
export type { DatasetDescription } from "./description.ts";

/**
 * Tells what the data sets among the files of one folder are, reading heads and small text only; runs in a browser.
 *
 * Files that belong together make one description. Files of other kinds are left out.
 *
 * @param files - name within the folder and bytes of each
 * @example
 * const [cohort] = await describeFolder([{ name: "x.bed", source: bed }, { name: "x.bim", source: bim }, { name: "x.fam", source: fam }]);
 */
export async function describeFolder(files: readonly NamedSource[]): Promise<DatasetDescription[]> {
  const byName = new Map(files.map((file) => [file.name, file]));
  const descriptions: DatasetDescription[] = [];
  for (const file of files) {
    if (isCompanion(file.name, byName)) continue;
    const description = await describeFile(file, byName).catch((error: unknown) =>
      unreadable(file, error),
    );
    if (description) descriptions.push(description);
  }
  return descriptions;
}

// Endings of files that are read with another of the set, which stands for all.
const COMPANIONS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.(bim|fam)(\.gz)?$/, [".bed"]],
  [/\.(pvar|psam)(\.zst|\.gz)?$|\.pgen\.pgi$/, [".pgen"]],
  [/-meta\.yaml$/, [""]],
];

function isCompanion(name: string, files: ReadonlyMap<string, NamedSource>): boolean {
  return COMPANIONS.some(
    ([ending, leaders]) =>
      ending.test(name) && leaders.some((leader) => files.has(name.replace(ending, leader))),
  );
}

async function describeFile(
  file: NamedSource,
  files: ReadonlyMap<string, NamedSource>,
): Promise<DatasetDescription | undefined> {
  const sniffed = await sniff(file.source);
  const { format } = sniffed;
  if (/\.pgen$/.test(file.name)) return describePlink2(file, files);
  if (format === "plink1-bed") return describePlink1(file, files);
  // A .bed that is none, beside a .bim or .fam, is a damaged set and not a file of intervals.
  const stem = file.name.replace(/\.bed$/, "");
  if (stem !== file.name && (files.has(`${stem}.bim`) || files.has(`${stem}.fam`))) {
    return describePlink1(file, files);
  }
  if (format === "phenotypes") return describePhenotypes(file, sniffed);
  if (format === "summary-statistics") return describeSummary(file, sniffed, files);
  if (format === "scoring-file") return describeScores(file, sniffed);
  if (format === "ld-panel") {
    const { name, source } = file;
    return { kind: "ld-panel", format: sniffed.name, name, members: [name], size: source.size };
  }
  return describeOtherGenotypes(file, sniffed);
}

function describeScores(
  { name, source }: NamedSource,
  { name: format, columns, head }: Sniffed,
): DatasetDescription {
  const told = head.find((line) => line.startsWith("#variants_number="));
  const variants = Number(told?.slice(told.indexOf("=") + 1) ?? NaN);
  const build = buildOfScoringHeader(head);
  return {
    kind: "scoring-file",
    format,
    name,
    members: [name],
    size: source.size,
    ...(Number.isSafeInteger(variants) ? { variants } : {}),
    ...(build ? { build } : {}),
    ...(columns ? { columns } : {}),
  };
}

async function describePhenotypes(
  { name, source }: NamedSource,
  { name: format, columns }: Sniffed,
): Promise<DatasetDescription> {
  const lines = await countLines(source);
  return {
    kind: "phenotypes",
    format,
    name,
    members: [name],
    size: source.size,
    ...(lines !== undefined ? { samples: lines - 1 } : {}),
    columns,
  };
}

async function describeSummary(
  { name, source }: NamedSource,
  { name: format, columns = [], head }: Sniffed,
  files: ReadonlyMap<string, NamedSource>,
): Promise<DatasetDescription> {
  const metadata = files.get(`${name}-meta.yaml`);
  const told = metadata ? await readHead(metadata.source, 500) : [];
  const samples = sampleSizeOfMetadata(told);
  const build =
    buildOfMetadata(told) ??
    (isGwasVcf(head) ? buildOfContigs(head) : buildOfVariants(placedVariants(columns, head)));
  const lines = source.size <= SMALL_TEXT_BYTES ? await countLines(source) : undefined;
  const headerLines = isGwasVcf(head) ? head.findIndex((line) => line.startsWith("#CHROM")) + 1 : 1;
  const missing = isGwasVcf(head) ? [] : mapHeader(columns).missing;
  return {
    kind: "summary-statistics",
    format,
    name,
    members: metadata ? [name, metadata.name] : [name],
    size: source.size + (metadata?.source.size ?? 0),
    ...(lines !== undefined && headerLines > 0 ? { variants: lines - headerLines } : {}),
    ...(samples !== undefined ? { samples } : {}),
    ...(build ? { build } : {}),
    columns,
    ...(missing.length > 0
      ? {
          problem: `No column is known as ${missing.join(", nor as ")}; say which it is in data.summaryStatistics.`,
        }
      : {}),
  };
}

function placedVariants(columns: readonly string[], head: readonly string[]): PlacedVariant[] {
  const { roles } = mapHeader(columns);
  const find = (role: SummaryRole): number => roles.get(role)?.index ?? -1;
  const contig = find("chromosome");
  const position = find("basePairLocation");
  const id = Math.max(find("rsid"), find("variantId"));
  if (contig < 0 || position < 0) return [];
  const first = head.find((line) => line.trim() !== "" && !line.startsWith("##")) ?? "";
  const delimiter = sniffDelimiter(first);
  return head.slice(head.indexOf(first) + 1).flatMap((line) => {
    const fields = splitFields(line, delimiter).map((field) => unquoted(field.trim()));
    if (fields.length !== columns.length) return [];
    return [{ contig: fields[contig], position: Number(fields[position]), id: fields[id] ?? "" }];
  });
}

function describeOtherGenotypes(
  { name, source }: NamedSource,
  { format, name: formatName, head }: Sniffed,
): DatasetDescription | undefined {
  const command = format === "pvar" ? undefined : conversionCommand(format, name);
  if (!command) return undefined;
  const build: GenomeBuild | undefined = buildOfContigs(head);
  return {
    kind: "genotypes",
    format: formatName,
    name,
    members: [name],
    size: source.size,
    ...(build ? { build } : {}),
    problem: `Convert it once: ${command}`,
  };
}

function unreadable({ name, source }: NamedSource, error: unknown): DatasetDescription {
  const problem = error instanceof Error ? error.message : String(error);
  return { kind: "unknown", format: "Unknown", name, members: [name], size: source.size, problem };
}
