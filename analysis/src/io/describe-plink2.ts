import type { DatasetDescription } from "./description.ts";
import { SMALL_TEXT_BYTES, type NamedSource } from "./describe-plink1.ts";
import { buildOfContigs, buildOfVariants, type GenomeBuild } from "./genome-build.ts";
import { whitespaceFields } from "./fields.ts";
import { readHead, readLines } from "./lines.ts";
import { pgenMode, readPgenCounts } from "./plink2/pgen-header.ts";

/** Describes the PLINK 2 set of a .pgen: samples and variants as its first bytes count them. */
export async function describePlink2(
  pgen: NamedSource,
  files: ReadonlyMap<string, NamedSource>,
): Promise<DatasetDescription> {
  const stem = pgen.name.replace(/\.pgen$/, "");
  const find = (ending: string): NamedSource | undefined =>
    ["", ".zst", ".gz"].map((suffix) => files.get(stem + ending + suffix)).find(Boolean);
  const [pvar, psam, index] = [find(".pvar"), find(".psam"), files.get(`${pgen.name}.pgi`)];
  const members = [pgen, pvar, psam, index].filter((file) => file !== undefined);
  const build = pvar && (await buildOf(pvar));
  const known = {
    kind: "genotypes" as const,
    format: "PLINK 2 binary",
    name: pgen.name,
    members: members.map(({ name }) => name),
    size: members.reduce((sum, { source }) => sum + source.size, 0),
    ...(build ? { build } : {}),
  };
  const missing = [pvar ? "" : `${stem}.pvar`, psam ? "" : `${stem}.psam`].filter(Boolean);
  if (missing.length > 0) return { ...known, problem: `There is no ${missing.join(" and ")}.` };
  let counts: { readonly samples: number; readonly variants: number };
  try {
    const mode = await pgenMode(pgen.source);
    // A .bed by another name says nothing of its size.
    if (mode === "bed") return known;
    const isIndexed = mode === "indexed";
    if (isIndexed && !index) return { ...known, problem: `There is no ${pgen.name}.pgi.` };
    const header = await readPgenCounts(isIndexed && index ? index.source : pgen.source, isIndexed);
    counts = { samples: header.sampleCount, variants: header.variantCount };
  } catch (error) {
    return { ...known, problem: error instanceof Error ? error.message : String(error) };
  }
  const listed = [
    ["psam", psam, counts.samples],
    ["pvar", pvar, counts.variants],
  ] as const;
  for (const [ending, file, expected] of listed) {
    const count = file && (await countRows(file));
    if (count === undefined || count === expected) continue;
    const what = ending === "psam" ? "samples" : "variants";
    return {
      ...known,
      ...counts,
      problem: `The .${ending} lists ${count} ${what}, the .pgen holds ${expected}.`,
    };
  }
  return { ...known, ...counts };
}

/** Lines that are neither blank nor of the header; undefined when the text is large, or zstd, which is not read here. */
async function countRows({ name, source }: NamedSource): Promise<number | undefined> {
  if (name.endsWith(".zst") || source.size > SMALL_TEXT_BYTES) return undefined;
  let count = 0;
  await readLines(source, (line) => {
    if (line.trim() !== "" && !line.startsWith("#")) count++;
  });
  return count;
}

async function buildOf({ name, source }: NamedSource): Promise<GenomeBuild | undefined> {
  if (name.endsWith(".zst")) return undefined;
  const head = await readHead(source, Infinity);
  const told = buildOfContigs(head);
  if (told) return told;
  const columns = whitespaceFields(head.find((line) => line.startsWith("#CHROM")) ?? "");
  const [position, id] = [columns.indexOf("POS"), columns.indexOf("ID")];
  if (position < 0 || id < 0) return undefined;
  const rows = head.filter((line) => line !== "" && !line.startsWith("#")).map(whitespaceFields);
  return buildOfVariants(
    rows
      .filter((row) => row.length > Math.max(position, id))
      .map((row) => ({ contig: row[0], id: row[id], position: Number(row[position]) })),
  );
}
