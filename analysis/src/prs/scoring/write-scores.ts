import { InvalidArgumentError } from "../../errors.ts";
import { chromosomeName } from "../../io/chromosome.ts";
import { gzipBytes } from "../../io/gzip.ts";
import { writeLocalFile } from "../../io/local-file.ts";
import { runTask, type TaskOptions } from "../../task.ts";
import type { ScoringFile } from "./scoring-file.ts";

export interface WriteScoresOptions extends TaskOptions {
  /** The trait as the study names it; the catalog asks for it. */
  readonly traitReported?: string | undefined;
  /** `EFO_0004339` and the like. */
  readonly traitEfo?: string | undefined;
  /** Name of the score; its own when left out. */
  readonly pgsName?: string | undefined;
  /** Of the positions, where the scores do not say. */
  readonly build?: "GRCh37" | "GRCh38" | undefined;
  /** What a weight is: `beta`, `log(OR)`, `log(HR)`; what the scores say, or `NR`, when left out. */
  readonly weightType?: string | undefined;
  readonly citation?: string | undefined;
  /** Of a file with several scores: which one. */
  readonly score?: string | undefined;
}

/** What was written. */
export interface WrittenScores {
  readonly path: string;
  readonly rows: number;
}

const ROWS_PER_CHUNK = 20_000;

/**
 * Writes a score as a PGS Catalog scoring file (format 2.0), ready to be deposited; gzip when the path ends in `.gz`. The file
 * appears only when it is complete.
 *
 * Names that are rsIDs become `rsID`, others `variant_description`. Weights are written to the last digit.
 *
 * @throws InvalidArgumentError where the catalog asks for more: a trait, the build of positions, an rsID or a position
 * for each variant, and alleles in letters
 * @example
 * const { variants } = cohort;
 * const weights = { height: variants.variantId.map((_, v) => Math.sin(v)) };
 * const scores = prs.scoringFile({ ...variants, weights });
 * await prs.writeScores(scores, "out/height.txt.gz", { traitReported: "Height", build: "GRCh38" });
 */
export async function writeScores(
  scores: ScoringFile,
  path: string,
  options: WriteScoresOptions = {},
): Promise<WrittenScores> {
  const place = placeOf(scores, options.score);
  const columns = columnsOf(scores, place);
  const header = headerOf(scores, place, options);
  const rows = scores.rowCount;
  await runTask(`writing ${path}`, rows, "rows", options, (task) =>
    writeLocalFile(path, async (append) => {
      const out = path.endsWith(".gz")
        ? gzipBytes(append)
        : { append, end: () => Promise.resolve() };
      const encoder = new TextEncoder();
      const names = columns.map(([name]) => name).join("\t");
      await out.append(encoder.encode(`${header.join("\n")}\n${names}\n`));
      for (let start = 0; start < rows; start += ROWS_PER_CHUNK) {
        const end = Math.min(rows, start + ROWS_PER_CHUNK);
        let text = "";
        for (let i = start; i < end; i++)
          text += `${columns.map(([, cell]) => cell(i)).join("\t")}\n`;
        await out.append(encoder.encode(text));
        await task.step(end);
      }
      await out.end();
    }),
  );
  return { path, rows };
}

function placeOf({ scores }: ScoringFile, name: string | undefined): number {
  const place = name === undefined && scores.length === 1 ? 0 : scores.indexOf(name ?? "");
  if (place >= 0) return place;
  throw new InvalidArgumentError("score", {
    what: name === undefined ? `There are ${scores.length} scores.` : `There is no score ${name}.`,
    why: `A file of the catalog holds one; these are ${scores.slice(0, 8).join(", ")}.`,
    remedy: `Name it: score: "${scores[0]}".`,
  });
}

function headerOf(
  scores: ScoringFile,
  place: number,
  options: WriteScoresOptions,
): readonly string[] {
  const { header, columns, build: own } = scores;
  const traitReported = options.traitReported ?? header.traitReported;
  if (traitReported === undefined) {
    throw new InvalidArgumentError("traitReported", {
      what: "The trait is not known.",
      why: "The catalog asks for the name that the study gives it.",
      remedy: 'Pass traitReported: "Breast cancer".',
    });
  }
  const build = options.build ?? own;
  const hasPositions = columns.basePairLocation.some((position) => position > 0);
  if (hasPositions && build === undefined) {
    throw new InvalidArgumentError("build", {
      what: "The genome build is not known.",
      why: "Positions mean nothing without it.",
      remedy: 'Pass build: "GRCh37" or build: "GRCh38".',
    });
  }
  if (own !== undefined && options.build !== undefined && own !== options.build) {
    throw new InvalidArgumentError("build", {
      what: `build is ${options.build}, the positions of the scores are of ${own}.`,
      why: "The file would name places that are not those of its variants.",
      remedy: "Leave build out, or read the positions of the other build.",
    });
  }
  const pairs: readonly (readonly [string, string | number | undefined])[] = [
    ["pgs_id", header.pgsId],
    ["pgs_name", options.pgsName ?? header.pgsName ?? scores.scores[place]],
    ["trait_reported", traitReported],
    ["trait_mapped", header.traitMapped],
    ["trait_efo", options.traitEfo ?? header.traitEfo],
    ["weight_type", options.weightType ?? header.weightType ?? "NR"],
    ["genome_build", build ?? "NR"],
    ["variants_number", scores.rowCount],
  ];
  const lines = (given: typeof pairs): string[] =>
    given.flatMap(([key, value]) =>
      value === undefined ? [] : [`#${key}=${oneLine(String(value))}`],
    );
  return [
    "###PGS CATALOG SCORING FILE - see https://www.pgscatalog.org/downloads/#dl_ftp_scoring for additional information",
    "#format_version=2.0",
    "##POLYGENIC SCORE (PGS) INFORMATION",
    ...lines(pairs),
    "##SOURCE INFORMATION",
    ...lines([
      ["pgp_id", header.publicationId],
      ["citation", options.citation ?? header.citation],
    ]),
  ];
}

type WrittenColumn = readonly [name: string, cell: (row: number) => string];

function columnsOf(
  { columns, weights, dosageWeights, rowCount }: ScoringFile,
  place: number,
): readonly WrittenColumn[] {
  const { variantId, chromosome, basePairLocation, effectAllele, otherAllele, effectType } =
    columns;
  const isRsid = variantId.map((id) => /^rs\d+$/i.test(id));
  refuseRows(
    "scores",
    countRows(rowCount, (i) => !isRsid[i] && !(chromosome[i] > 0 && basePairLocation[i] > 0)),
    rowCount,
    "have neither an rsID nor a position",
    "Variants of the catalog are found by one of them.",
  );
  refuseRows(
    "scores",
    countRows(
      rowCount,
      (i) => !/^[ACGT]+$/.test(effectAllele[i]) || !/^[ACGT]*$/.test(otherAllele[i]),
    ),
    rowCount,
    "have alleles that are not in the letters A, C, G and T",
    "Codes such as I and D say nothing to who reads the file.",
  );
  const some = (of: readonly boolean[]): boolean => of.includes(true);
  const weight = weights[place];
  const written: WrittenColumn[] = [];
  if (some(isRsid)) written.push(["rsID", (i) => (isRsid[i] ? variantId[i] : "")]);
  if (basePairLocation.some((position) => position > 0)) {
    const known = (i: number): boolean => chromosome[i] > 0 && basePairLocation[i] > 0;
    written.push(
      ["chr_name", (i) => (known(i) ? chromosomeName(chromosome[i]) : "")],
      ["chr_position", (i) => (known(i) ? String(basePairLocation[i]) : "")],
    );
  }
  written.push(["effect_allele", (i) => effectAllele[i]]);
  if (otherAllele.some((allele) => allele !== ""))
    written.push(["other_allele", (i) => otherAllele[i]]);
  if (effectType.some((type) => type !== "dosage weights"))
    written.push(["effect_weight", (i) => cellOf(weight[i])]);
  if (effectType.some((type) => type === "dominant" || type === "recessive")) {
    written.push(
      ["is_dominant", (i) => (effectType[i] === "dominant" ? "True" : "False")],
      ["is_recessive", (i) => (effectType[i] === "recessive" ? "True" : "False")],
    );
  }
  if (dosageWeights) {
    const { none, one, two } = dosageWeights;
    written.push(
      ["dosage_0_weight", (i) => cellOf(none[i])],
      ["dosage_1_weight", (i) => cellOf(one[i])],
      ["dosage_2_weight", (i) => cellOf(two[i])],
    );
  }
  if (variantId.some((id, i) => id !== "" && !isRsid[i])) {
    written.push(["variant_description", (i) => (isRsid[i] ? "" : oneLine(variantId[i]))]);
  }
  return written;
}

function cellOf(value: number): string {
  return Number.isNaN(value) ? "" : String(value);
}

function oneLine(text: string): string {
  return text.replace(/[\t\n\r]/g, " ");
}

function countRows(count: number, is: (row: number) => boolean): number {
  let found = 0;
  for (let i = 0; i < count; i++) if (is(i)) found++;
  return found;
}

function refuseRows(argument: string, bad: number, all: number, what: string, why: string): void {
  if (bad === 0) return;
  throw new InvalidArgumentError(argument, {
    what: `${bad} of ${all} variants ${what}.`,
    why,
    remedy: "Complete them, or leave those variants out of the score.",
  });
}
