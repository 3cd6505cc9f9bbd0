import { peopleReader } from "./compute/text/people-reader.ts";
import type { Genotypes } from "./genotypes/genotypes.ts";
import { readPhenotypes } from "./io/phenotypes.ts";
import { isPlink1, unreadable } from "./io/refusals.ts";
import type { SampleTable } from "./io/sample-table.ts";
import { openPanel, type StoredLdPanel } from "./ld/ld-store.ts";
import { genotypes } from "./open/open-genotypes.ts";
import { phenotypes, PSAM_ENDING } from "./open/open-phenotypes.ts";
import { openPlink1 } from "./open/open-plink.ts";
import { buildBeside, resemblesSummary, summaryStatistics } from "./open/open-summary.ts";
import { plinkSet, stemOf } from "./open/plink-set.ts";
import { withFile } from "./open/with-file.ts";
import { readScores } from "./prs/scoring/read-scores.ts";
import type { ScoringFile } from "./prs/scoring/scoring-file.ts";
import type { RegisteredKind } from "./registry/entry.ts";
import { registeredDataset } from "./registry/registered-path.ts";
import { readSummaryStatistics } from "./sumstats/read-summary-statistics.ts";
import type { SummaryFile } from "./sumstats/summary-file.ts";
import type { TaskOptions } from "./task.ts";

export { genotypes, phenotypes, summaryStatistics };
export { previewSummaryStatistics } from "./open/open-summary.ts";
export { ldPanel, scoringFile } from "./open/open-scores.ts";

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
