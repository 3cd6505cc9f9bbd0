import { FormatError } from "./errors.ts";
import type { Genotypes } from "./genotypes/genotypes.ts";
import { genotypesFromPlink1 } from "./genotypes/read-plink1.ts";
import { genotypesFromPlink2 } from "./genotypes/read-plink2.ts";
import { reportingSource, type ByteSource } from "./io/byte-source.ts";
import { isLocalFile, openLocalFile } from "./io/local-file.ts";
import { readPhenotypes } from "./io/phenotypes.ts";
import { readFamPhenotypes } from "./io/plink1/fam.ts";
import { readPsamPhenotypes } from "./io/plink2/psam.ts";
import type { SampleTable } from "./io/sample-table.ts";
import type { RegisteredKind } from "./registry/entry.ts";
import { isPlink1, refuse, unreadable } from "./io/refusals.ts";
import { buildOfMetadata, type GenomeBuild } from "./io/genome-build.ts";
import { readHead } from "./io/lines.ts";
import { sniff, type Sniffed } from "./io/sniff.ts";
import { resemblesSummaryHeader } from "./io/summary-mapping.ts";
import { sniffDelimiter, splitFields, unquoted } from "./io/delimited.ts";
import { previewRows } from "./sumstats/browse/preview-rows.ts";
import { openPanel, type StoredLdPanel } from "./ld/ld-store.ts";
import { readScores, type ReadScoresOptions } from "./prs/scoring/read-scores.ts";
import type { ScoringFile } from "./prs/scoring/scoring-file.ts";
import { registeredDataset, registeredPath } from "./registry/registered-path.ts";
import { readSummaryStatistics } from "./sumstats/read-summary-statistics.ts";
import type { SummaryFile } from "./sumstats/summary-file.ts";
import type { SummaryOptions } from "./sumstats/summary-options.ts";
import { peopleReader } from "./compute/text/people-reader.ts";
import { prepareFor, provideMemoryFor } from "./compute/engine/cpu-device.ts";
import { runTask, type TaskOptions } from "./task.ts";

/** Whatever `data.open` can give. */
export type Dataset = Genotypes | SampleTable | SummaryFile | ScoringFile | StoredLdPanel;

/** Endings that only one kind of file has; any other ending gives a `Dataset` to be told apart by `kind`. */
export type GenotypePath =
  `${string}.${"bed" | "bim" | "fam" | "bim.gz" | "fam.gz" | "pgen" | "pvar" | "pvar.zst" | "pvar.gz"}`;
export type PhenotypePath =
  `${string}.${"pheno" | "phe" | "covar" | "cov" | "psam" | "pheno.tsv" | "pheno.txt" | "covar.tsv" | "covar.txt"}`;
export type SummaryPath =
  `${string}.${`${`glm.${"linear" | "logistic" | "logistic.hybrid" | "firth"}` | "h.tsv" | "regenie" | "fastGWA" | "tbl" | "TBL" | "assoc" | `assoc.${"linear" | "logistic" | "txt"}`}${"" | ".gz"}`}`;

/**
 * Opens a data set by what is in it, not by its name: PLINK 1 and PLINK 2 genotypes, phenotypes, summary statistics, a
 * scoring file, or an LD panel.
 *
 * Genotypes stay on disk; only variants' and samples' names are read. Of summary statistics `mapping` shows what the columns
 * were taken for; `data.summaryStatistics` corrects it.
 *
 * @param asked - one file; of a PLINK set any of `cohort`, `cohort.bed`, `cohort.bim`, `cohort.fam`, `cohort.pgen`,
 * `cohort.pvar`; a `.psam` is opened as phenotypes. Or the id of a registered data set, which goes before a file of that name
 * and is opened as what it was registered as
 * @throws FormatError that names what the file is when this library does not read it
 * @example
 * const cohort = await data.open("data/cohort.bed");
 */
export async function open(path: GenotypePath, options?: TaskOptions): Promise<Genotypes>;
export async function open(path: PhenotypePath, options?: TaskOptions): Promise<SampleTable>;
export async function open(path: SummaryPath, options?: TaskOptions): Promise<SummaryFile>;
export async function open(path: string, options?: TaskOptions): Promise<Dataset>;
export async function open(asked: string, options: TaskOptions = {}): Promise<Dataset> {
  const { path, kind } = await registeredDataset(asked, options);
  if (kind !== undefined && kind !== "other") return openAs(kind, path, options);
  if (PSAM_ENDING.test(path)) return phenotypes(path, options);
  const openSet = await plinkSet(path);
  if (openSet) return openSet(options);
  return withFile(path, options, async (source, sniffed) => {
    if (sniffed.format === "phenotypes") {
      return readPhenotypes(source, { reader: await peopleReader(source) });
    }
    if (sniffed.format === "summary-statistics" || resemblesSummary(sniffed)) {
      return readSummaryStatistics(source, {}, await buildBeside(path));
    }
    if (sniffed.format === "scoring-file") return readScores(path);
    if (sniffed.format === "ld-panel") return openPanel(path);
    if (isPlink1(sniffed.format)) return openPlink1(stemOf(path), options);
    throw unreadable(path, sniffed);
  });
}

/** Opens a file as what a person confirmed it to be, which its content may leave open. */
function openAs(
  kind: Exclude<RegisteredKind, "other">,
  path: string,
  options: TaskOptions,
): Promise<Dataset> {
  switch (kind) {
    case "genotypes":
      return genotypes(path, options);
    case "phenotypes":
      return phenotypes(path, options);
    case "summary-statistics":
      return summaryStatistics(path, options);
    case "scoring-file":
      return readScores(path);
    case "ld-panel":
      return openPanel(path);
  }
}

/**
 * Opens genotypes: a PLINK 1 set (`cohort`, `cohort.bed`, `cohort.bim` or `cohort.fam`; .bim and .fam may be gzip), or a
 * PLINK 2 set (`cohort`, `cohort.pgen`, `cohort.pvar` or `cohort.psam`; .pvar and .psam may be gzip or zstd).
 *
 * Of a PLINK 2 set `effectAllele` is ALT; variants with more than two alleles are left out, which the notices say.
 *
 * @returns variants and samples in memory, genotypes streamed from the file when they are asked for
 * @throws FormatError, TruncatedFileError, WrongMagicError, FilesDisagreeError, DuplicateIdError
 * @example
 * const cohort = await data.genotypes("data/cohort.bed");
 * cohort.variants.count;
 */
export async function genotypes(asked: string, options: TaskOptions = {}): Promise<Genotypes> {
  const path = await registeredPath(asked, options);
  const openSet = await plinkSet(path);
  if (openSet) return openSet(options);
  const sniffed = await withFile(path, options, (_, found) => Promise.resolve(found));
  if (isPlink1(sniffed.format)) return openPlink1(stemOf(path), options);
  throw refuse(path, sniffed, "genotypes");
}

/**
 * Reads traits and covariates from text with a header line that starts with FID and IID, or IID; of a .fam its sex and
 * sixth column, of a .psam its sex and the columns after it.
 *
 * @param options.minusNineIsMissing - set to false where −9 is a real value
 * @throws FormatError, DuplicateIdError
 * @example
 * const people = await data.phenotypes("data/cohort.pheno.tsv");
 */
export async function phenotypes(
  asked: string,
  options: TaskOptions & { readonly minusNineIsMissing?: boolean | undefined } = {},
): Promise<SampleTable> {
  const path = await registeredPath(asked, options);
  if (PSAM_ENDING.test(path)) {
    return withSource(path, async (source) => {
      const reader = await peopleReader(source);
      return readWhole(source, options, (reported) =>
        readPsamPhenotypes(reported, { ...options, reader }),
      );
    });
  }
  return withFile(path, options, async (source, sniffed) => {
    if (sniffed.format === "plink1-fam") return readFamPhenotypes(source);
    const known = !["phenotypes", "unknown", "empty"].includes(sniffed.format);
    if (known) throw refuse(path, sniffed, "phenotypes");
    return readPhenotypes(source, { ...options, reader: await peopleReader(source) });
  });
}

/**
 * Reads association results: GWAS-SSF, GWAS-VCF, PLINK 1 and 2, REGENIE, METAL, SAIGE, BOLT-LMM, GEMMA, fastGWA, and
 * other text with a header, plain or gzip.
 *
 * Columns are recognised by the program's header or by their names; `mapping` shows what they were taken for, and
 * `options.columns` corrects it. Odds and hazard ratios become their logarithm in `beta`, intervals standard errors, and
 * P values −log10, however small. All rows stay unless `options.drop` says otherwise: impossible values become missing,
 * `issues` names each, and `notices` say what was assumed, derived and found odd.
 *
 * @param options.columns - our name and the file's: `{ effectAllele: "A2", beta: "Effect" }`; `null` for none
 * @param options.drop - rows to leave out: `["missing", "impossible", "inconsistent", "duplicated"]` or some of them
 * @returns a table with `variantId`, `chromosome`, `basePairLocation`, `effectAllele`, `otherAllele`, `beta`,
 * `standardError`, `negLog10PValue`, `pValue`, and what else the file has
 * @throws UnknownColumnsError that says what was recognised and which option to write; FormatError, InvalidArgumentError
 * @example
 * const published = await data.summaryStatistics("GCST90000123.tsv.gz");
 * published.mapping;
 */
export async function summaryStatistics(
  asked: string,
  options: SummaryOptions = {},
): Promise<SummaryFile> {
  const path = await registeredPath(asked, options);
  return withFile(path, options, async (source, sniffed) => {
    const isText = sniffed.format === "unknown" && sniffed.head.length > 0;
    const isNamed = options.columns !== undefined && sniffed.format === "phenotypes";
    if (sniffed.format !== "summary-statistics" && !isText && !isNamed) {
      throw refuse(path, sniffed, "summaryStatistics");
    }
    return readSummaryStatistics(source, options, await buildBeside(path));
  });
}

/**
 * Reads the weights of a scoring file as `prs.readScores`, also by the id of a registered data set.
 *
 * @throws ScoringFileError, FormatError, RegisteredFileChangedError, RegisteredFileMissingError
 * @example
 * const weights = { height: cohort.variants.variantId.map(() => 0.1) };
 * await prs.writeScores(prs.scoringFile({ ...cohort.variants, weights }), "tall.txt.gz", { traitReported: "Height", build: "GRCh38" });
 * await data.register("tall.txt.gz", { id: "tall", replace: true });
 * const scores = await data.scoringFile("tall");
 */
export async function scoringFile(
  asked: string,
  options: ReadScoresOptions & TaskOptions = {},
): Promise<ScoringFile> {
  return readScores(await registeredPath(asked, options), options);
}

/**
 * Opens an LD panel as `ld.openPanel`, also by the id of a registered data set.
 *
 * @throws WrongMagicError, UnsupportedVersionError, TruncatedFileError, CorruptFileError, RegisteredFileChangedError,
 * RegisteredFileMissingError
 * @example
 * await ld.writePanel(await ld.panel(cohort, { window: { variants: 50 } }), "small.ld");
 * await data.register("small.ld", { id: "reference", replace: true });
 * const panel = await data.ldPanel("reference");
 */
export async function ldPanel(asked: string, options: TaskOptions = {}): Promise<StoredLdPanel> {
  return openPanel(await registeredPath(asked, options));
}

/**
 * The first rows of association results, from the first bytes of the file: some hundreds, at once, however large it is.
 *
 * What only all rows together tell (whether a column holds ratios, which variants are repeated) may be told differently by
 * `data.summaryStatistics`.
 *
 * @throws UnknownColumnsError, FormatError, as `data.summaryStatistics`
 * @example
 * const first = await data.previewSummaryStatistics("GCST90000123.tsv.gz");
 * first.mapping;
 */
export async function previewSummaryStatistics(
  path: string,
  options: SummaryOptions = {},
): Promise<SummaryFile> {
  return withSource(path, async (source) => {
    const sniffed = await sniff(source);
    const isText = sniffed.format === "unknown" && sniffed.head.length > 0;
    if (sniffed.format !== "summary-statistics" && !isText) {
      throw refuse(path, sniffed, "summaryStatistics");
    }
    return previewRows(source, options);
  });
}

/** True for text that is told apart by `readSummaryStatistics`, which says what is missing in it. */
function resemblesSummary({ format, head }: Sniffed): boolean {
  const first = format === "unknown" ? head.find((line) => line.trim() !== "") : undefined;
  if (first === undefined) return false;
  const names = splitFields(first, sniffDelimiter(first)).map((name) => unquoted(name.trim()));
  return resemblesSummaryHeader(names);
}

/** The build that a GWAS-SSF metadata file beside the results declares. */
async function buildBeside(path: string): Promise<GenomeBuild | undefined> {
  const metadata = `${path}-meta.yaml`;
  if (!(await isLocalFile(metadata))) return undefined;
  return withSource(metadata, async (source) => buildOfMetadata(await readHead(source, 500)));
}

// Smaller texts are read before a progress line could be seen.
const SHOWN_FROM_BYTES = 8 * 1024 * 1024;

function readWhole<T>(
  source: ByteSource,
  options: TaskOptions,
  read: (source: ByteSource) => Promise<T>,
): Promise<T> {
  if (source.size < SHOWN_FROM_BYTES) return read(source);
  return runTask(`reading ${source.name}`, source.size, "bytes", options, (task) =>
    read(reportingSource(source, (bytes) => task.step(bytes))),
  );
}

function withFile<T>(
  path: string,
  options: TaskOptions,
  use: (source: ByteSource, sniffed: Sniffed) => Promise<T>,
): Promise<T> {
  return withSource(path, async (source) => {
    const sniffed = await sniff(source);
    return readWhole(source, options, (reported) => use(reported, sniffed));
  });
}

async function withSource<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const source = await openLocalFile(path);
  try {
    return await use(source);
  } finally {
    await source.close?.();
  }
}

const PLINK1_ENDING = /\.(bed|bim|fam)(\.gz)?$/;
const PLINK2_ENDING = /\.(pgen|pvar|psam)(\.gz|\.zst)?$/;
const PSAM_ENDING = /\.psam(\.gz|\.zst)?$/;

function stemOf(path: string): string {
  return path.replace(PLINK1_ENDING, "");
}

type OpenSet = (options: TaskOptions) => Promise<Genotypes>;

/** Opens the PLINK set that the path or its neighbours name; undefined when the content has to tell. */
async function plinkSet(path: string): Promise<OpenSet | undefined> {
  const stem = await plinkStem(path);
  if (stem !== undefined) return (options) => openPlink1(stem, options);
  const stem2 = path.replace(PLINK2_ENDING, "");
  const isSet =
    stem2 === path
      ? !(await isLocalFile(path)) && (await isLocalFile(`${path}.pgen`))
      : await isLocalFile(path);
  return isSet ? (options) => openPlink2(stem2, options) : undefined;
}

/** The stem of a PLINK 1 set that the path or its neighbours name. */
async function plinkStem(path: string): Promise<string | undefined> {
  const stem = stemOf(path);
  if (stem === path)
    return !(await isLocalFile(path)) && (await isLocalFile(`${path}.bed`)) ? path : undefined;
  if (path.endsWith(".bed")) {
    const source = await openLocalFile(path);
    const { format } = await sniff(source).finally(() => source.close?.());
    return format === "intervals" || format === "summary-statistics" ? undefined : stem;
  }
  return (await isLocalFile(path)) ? stem : undefined;
}

/** The file of a PLINK 1 set with this ending, or its gzip twin where one can be read. */
async function plinkMember(stem: string, ending: "bed" | "bim" | "fam"): Promise<string> {
  const path = `${stem}.${ending}`;
  if (await isLocalFile(path)) return path;
  const zipped = await isLocalFile(`${path}.gz`);
  if (zipped && ending !== "bed") return `${path}.gz`;
  throw new FormatError(path, {
    what: `There is no ${path}.`,
    why: zipped
      ? "Genotypes are read at random places, which a gzip file does not allow."
      : "A PLINK 1 set is three files: .bed, .bim and .fam with one name.",
    remedy: zipped ? `Unpack it: gunzip -k ${path}.gz` : "Put the three files side by side.",
  });
}

async function openPlink1(stem: string, options: TaskOptions): Promise<Genotypes> {
  // One after another, so that of several missing files always the same one is named.
  const paths: string[] = [];
  for (const ending of ["bed", "bim", "fam"] as const) paths.push(await plinkMember(stem, ending));
  const sources: ByteSource[] = [];
  try {
    for (const path of paths) sources.push(await openLocalFile(path));
    const [bedSource, bimSource, famSource] = sources;
    prepareFor(bedSource.size);
    const genotypes = await readWhole(bimSource, options, (reported) =>
      genotypesFromPlink1({ bed: bedSource, bim: reported, fam: famSource }),
    );
    provideMemoryFor(genotypes);
    for (const source of sources.slice(1)) await source.close?.();
    return genotypes;
  } catch (error) {
    for (const source of sources) await source.close?.();
    throw error;
  }
}

/** The file of a PLINK 2 set with this ending, plain or compressed. */
async function plink2Member(stem: string, ending: "pgen" | "pvar" | "psam"): Promise<string> {
  const path = `${stem}.${ending}`;
  const suffixes = ending === "pgen" ? [""] : ["", ".zst", ".gz"];
  for (const suffix of suffixes) if (await isLocalFile(path + suffix)) return path + suffix;
  throw new FormatError(path, {
    what: `There is no ${path}.`,
    why: "A PLINK 2 set is three files: .pgen, .pvar and .psam with one name.",
    remedy: "Put the three files side by side.",
  });
}

async function openPlink2(stem: string, options: TaskOptions): Promise<Genotypes> {
  const paths: string[] = [];
  for (const ending of ["pgen", "pvar", "psam"] as const) {
    paths.push(await plink2Member(stem, ending));
  }
  const index = `${paths[0]}.pgi`;
  if (await isLocalFile(index)) paths.push(index);
  const sources: ByteSource[] = [];
  try {
    for (const path of paths) sources.push(await openLocalFile(path));
    const [pgen, pvar, psam, pgi] = sources;
    prepareFor(pgen.size);
    const genotypes = await readWhole(pvar, options, (reported) =>
      genotypesFromPlink2({ pgen, pvar: reported, psam, pgi }),
    );
    provideMemoryFor(genotypes);
    for (const source of sources.slice(1)) await source.close?.();
    return genotypes;
  } catch (error) {
    for (const source of sources) await source.close?.();
    throw error;
  }
}
