import { FormatError } from "../errors.ts";
import { memorySource, type ByteSource } from "../io/byte-source.ts";
import { chromosomeCode } from "../io/chromosome.ts";
import { readLines } from "../io/lines.ts";
import { openLocalFile } from "../io/local-file.ts";
import { Table } from "../table.ts";

/** A file by its path, or its text under a name that says of which kind it is. */
export type AnnotationSource = string | { readonly name: string; readonly text: string };

export type GeneColumns = {
  readonly symbol: readonly string[];
  readonly chromosome: Uint8Array;
  /** 1-based, within the gene. */
  readonly start: Int32Array;
  /** Within the gene. */
  readonly end: Int32Array;
  readonly strand: readonly string[];
  /** `start-end` pairs joined by commas. */
  readonly exons: readonly string[];
};

interface Gene {
  symbol: string;
  chromosome: number;
  start: number;
  end: number;
  strand: string;
  exons: string[];
}

/** Adds what a line tells to the genes read so far; throws words where it cannot. */
type ReadGene = (fields: readonly string[], genes: Map<string, Gene>) => void;

/**
 * Reads genes with their exons for regional plots, from GTF, GFF3, BED (4 to 12 columns) or refFlat, gzipped or plain.
 *
 * Transcripts of one symbol become one gene with the exons of all. Contigs other than 1–22, X, Y and MT are left out.
 *
 * @param source - path, or `{ name, text }`; the name's ending tells the format: `.gtf`, `.gff3`, `.bed`, `.txt` for refFlat
 * @returns a table with `symbol`, `chromosome`, `start`, `end` (1-based, inclusive), `strand` and `exons`
 * @throws FormatError when the name tells no format, or a line is not of it
 * @example
 * const genes = await plot.readGenes({ name: "genes.bed", text: "chr1\t999\t5000\tGENE1\t0\t+\n" });
 */
export async function readGenes(source: AnnotationSource): Promise<Table<GeneColumns>> {
  const file = await opened(source);
  const genes = new Map<string, Gene>();
  try {
    const { format, read } = formatOf(file.name);
    await eachLine(file, format, (line) => read(line.split("\t"), genes));
  } finally {
    await file.close?.();
  }
  const list = [...genes.values()].sort((a, b) => a.chromosome - b.chromosome || a.start - b.start);
  if (list.length === 0) {
    throw new FormatError(file.name, {
      what: `${file.name} holds no gene.`,
      why: "No line names a gene on chromosomes 1–22, X, Y or MT.",
      remedy: "Check that the file is not empty and that its ending fits its content.",
    });
  }
  return new Table<GeneColumns>(
    {
      symbol: list.map(({ symbol }) => symbol),
      chromosome: Uint8Array.from(list, ({ chromosome }) => chromosome),
      start: Int32Array.from(list, ({ start }) => start),
      end: Int32Array.from(list, ({ end }) => end),
      strand: list.map(({ strand }) => strand),
      exons: list.map(({ exons }) => [...new Set(exons)].join(",")),
    },
    { source: file.name },
  );
}

function formatOf(name: string): { readonly format: string; readonly read: ReadGene } {
  const bare = name.replace(/\.b?gz$/i, "");
  if (/\.gtf$/i.test(bare)) return { format: "GTF", read: featureReader(/(\w+) "([^"]*)"/g) };
  if (/\.gff3?$/i.test(bare)) return { format: "GFF3", read: featureReader(/(\w+)=([^;]*)/g) };
  if (/\.bed$/i.test(bare)) return { format: "BED", read: readBed };
  if (/\.(?:txt|refflat|tsv)$/i.test(bare)) return { format: "refFlat", read: readRefFlat };
  throw new FormatError(name, {
    what: `${name} is of no known format of genes.`,
    why: "The ending tells it: .gtf, .gff3, .bed, or .txt for refFlat; each may end in .gz.",
    remedy: "Rename the file, or pass a table with symbol, chromosome, start and end.",
  });
}

/** GTF and GFF3 differ in how they write attributes; only genes and exons are read. */
function featureReader(attribute: RegExp): ReadGene {
  const geneOfTranscript = new Map<string, string>();
  return (fields, genes) => {
    if (fields.length < 9) throw new Error("it has fewer than 9 tab-separated columns");
    const [contig, , feature, start, end, , strand, , written] = fields;
    const about = Object.fromEntries(
      Array.from(written.matchAll(attribute), ([, key, value]) => [key, value]),
    ) as Partial<Record<string, string>>;
    const isGene = /^(?:\w*gene)$/i.test(feature);
    if (feature !== "exon" && !isGene) {
      if (about["ID"] && about["Parent"]) geneOfTranscript.set(about["ID"], about["Parent"]);
      return;
    }
    const parent = about["Parent"] ?? "";
    const key =
      about["gene_id"] ?? (isGene ? about["ID"] : (geneOfTranscript.get(parent) ?? parent)) ?? "";
    const symbol = about["gene_name"] ?? about["gene"] ?? (isGene ? about["Name"] : undefined);
    const place = placed(contig, Number(start), Number(end));
    if (place === undefined || key === "") return;
    addGene(genes, key, {
      ...place,
      symbol: symbol ?? "",
      strand,
      exons: feature === "exon" ? [`${start}-${end}`] : [],
    });
  };
}

const readBed: ReadGene = (fields, genes) => {
  if (/^(?:track|browser)\b/.test(fields[0])) return;
  if (fields.length < 4) throw new Error("it has fewer than 4 tab-separated columns");
  const [contig, start, end, symbol, , strand = ""] = fields;
  const place = placed(contig, Number(start) + 1, Number(end));
  if (place === undefined) return;
  const lengths = numbersOf(fields[10]);
  const exons = numbersOf(fields[11]).map((offset, i) => {
    const first = place.start + offset;
    return `${first}-${first + lengths[i] - 1}`;
  });
  addGene(genes, symbol, { ...place, symbol, strand, exons });
};

const readRefFlat: ReadGene = (fields, genes) => {
  if (fields[0] === "geneName") return;
  if (fields.length < 11) throw new Error("it has fewer than 11 tab-separated columns");
  const [symbol, , contig, strand, start, end, , , , exonStarts, exonEnds] = fields;
  const place = placed(contig, Number(start) + 1, Number(end));
  if (place === undefined) return;
  const ends = numbersOf(exonEnds);
  const exons = numbersOf(exonStarts).map((first, i) => `${first + 1}-${ends[i]}`);
  addGene(genes, symbol, { ...place, symbol, strand, exons });
};

function numbersOf(list = ""): number[] {
  return list
    .split(",")
    .filter((part) => part !== "")
    .map(Number);
}

function placed(
  contig: string,
  start: number,
  end: number,
): Pick<Gene, "chromosome" | "start" | "end"> | undefined {
  if (!(Number.isInteger(start) && start > 0 && end >= start)) {
    throw new Error(`it does not begin and end at positions (${start}, ${end})`);
  }
  const chromosome = chromosomeCode(contig);
  return chromosome === 0 ? undefined : { chromosome, start, end };
}

function addGene(genes: Map<string, Gene>, id: string, found: Gene): void {
  const key = `${found.chromosome}\t${id}`;
  const known = genes.get(key);
  if (known === undefined) {
    genes.set(key, { ...found, symbol: found.symbol || id });
    return;
  }
  known.start = Math.min(known.start, found.start);
  known.end = Math.max(known.end, found.end);
  if (found.symbol !== "") known.symbol = found.symbol;
  known.exons.push(...found.exons);
}

export type RecombinationColumns = {
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  /** From here to the next position, cM/Mb. */
  readonly rate: Float64Array;
  /** Genetic position, cM. */
  readonly centimorgans: Float64Array;
};

/**
 * Reads a genetic map for the recombination rate in regional plots: HapMap's format (`Chromosome Position(bp) Rate(cM/Mb)
 * Map(cM)`), or PLINK's (chromosome, name, cM, position), gzipped or plain.
 *
 * @param source - path, or `{ name, text }`
 * @returns a table with `chromosome`, `basePairLocation`, `rate` (cM/Mb up to the next position) and `centimorgans`
 * @throws FormatError when a line is neither, or the map goes backwards
 * @example
 * const map = await plot.readRecombination({ name: "chr1.map", text: "1 . 0 1000\n1 . 0.5 250000\n" });
 */
export async function readRecombination(
  source: AnnotationSource,
): Promise<Table<RecombinationColumns>> {
  const file = await opened(source);
  const rows: { chromosome: number; position: number; cm: number }[] = [];
  let isHapMap: boolean | undefined;
  try {
    await eachLine(file, "genetic map", (line) => {
      const fields = line.trim().split(/\s+/);
      if (fields.length < 4) throw new Error("it has fewer than 4 columns");
      if (isHapMap === undefined && !/^[-\d.]+$/.test(fields[1]) && !/^[-\d.]+$/.test(fields[2])) {
        isHapMap = true;
        return;
      }
      isHapMap ??= false;
      const [contig, second, third, fourth] = fields;
      const [position, cm] = isHapMap
        ? [Number(second), Number(fourth)]
        : [Number(fourth), Number(third)];
      if (!(position >= 0 && Number.isFinite(cm))) throw new Error("its numbers cannot be read");
      const chromosome = chromosomeCode(contig);
      const last = rows.at(-1);
      if (last?.chromosome === chromosome && (position < last.position || cm < last.cm))
        throw new Error("it goes backwards on the chromosome");
      if (chromosome > 0) rows.push({ chromosome, position, cm });
    });
  } finally {
    await file.close?.();
  }
  if (rows.length < 2) {
    throw new FormatError(file.name, {
      what: `${file.name} holds no genetic map.`,
      why: `It has ${rows.length} positions on chromosomes 1–22, X, Y, MT; a rate needs two.`,
      remedy: "Use a map in HapMap's or PLINK's format.",
    });
  }
  const rate = rows.map(({ chromosome, position, cm }, i) => {
    const next = rows[i + 1];
    if (next?.chromosome !== chromosome || next.position === position) return 0;
    return ((next.cm - cm) / (next.position - position)) * 1e6;
  });
  return new Table<RecombinationColumns>(
    {
      chromosome: Uint8Array.from(rows, (row) => row.chromosome),
      basePairLocation: Int32Array.from(rows, (row) => row.position),
      rate: Float64Array.from(rate),
      centimorgans: Float64Array.from(rows, (row) => row.cm),
    },
    { source: file.name },
  );
}

async function opened(source: AnnotationSource): Promise<ByteSource> {
  return typeof source === "string"
    ? openLocalFile(source)
    : memorySource(source.name, source.text);
}

async function eachLine(
  file: ByteSource,
  format: string,
  read: (line: string) => void,
): Promise<void> {
  await readLines(file, (line, number) => {
    if (line === "" || line.startsWith("#")) return;
    try {
      read(line);
    } catch (cause) {
      throw new FormatError(file.name, {
        what: `Line ${number} of ${file.name} is no line of a ${format} file: ${(cause as Error).message}.`,
        why: `The file is read as ${format}.`,
        remedy: "Correct the line, or check that the file's ending fits its content.",
      });
    }
  });
}
