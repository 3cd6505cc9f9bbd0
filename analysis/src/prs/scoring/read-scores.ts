import { refuseUnlisted } from "../../choice.ts";
import { sharedFloat64 } from "../../compute/engine/shared-arrays.ts";
import { peopleReader } from "../../compute/text/people-reader.ts";
import { InvalidArgumentError } from "../../errors.ts";
import { splitFields } from "../../io/delimited.ts";
import type { GenomeBuild } from "../../io/genome-build.ts";
import { lineEnd } from "../../io/field-bounds.ts";
import { expectedRows } from "../../io/expected-rows.ts";
import { blockMemory, plainBytes, readLineBlocks, type VisitLines } from "../../io/lines.ts";
import { openLocalFile } from "../../io/local-file.ts";
import { Table } from "../../table.ts";
import { buildOfColumns, ScoringFile, type ScoringColumns } from "./scoring-file.ts";
import {
  buildNamed,
  isRatio,
  otherBuildNamed,
  scoringHeader,
  type ScoringHeader,
} from "./scoring-header.ts";
import { lineAdder, lineText, type AddLines } from "./scoring-lines.ts";
import { scoringLayout, type ScoringLayout } from "./scoring-layout.ts";
import { issuesOf, noticesOf, noVariants, refuseProblems } from "./scoring-problems.ts";
import { collectRows, type RowCollector, type ScoringRows } from "./scoring-rows.ts";

export interface ReadScoresOptions {
  /**
   * Kinds of rows to leave out and list in `issues`; a file that has such rows is refused otherwise. `complex`: interactions,
   * haplotypes, diplotypes, and rows that do not say clearly how copies count.
   */
  readonly drop?: readonly ("complex" | "missing weight" | "missing effect allele")[] | undefined;
  /** Whether weights are effects or ratios, whose logarithms are taken; what the file says when left out. */
  readonly weightType?: "effect" | "ratio" | undefined;
  /** Of a file with both: the positions that the catalog harmonised (default), or those of the authors. */
  readonly positions?: "harmonised" | "original" | undefined;
  /** Of the positions, where the file does not say. */
  readonly build?: GenomeBuild["name"] | undefined;
  /** Of a file with one score; its PGS id or its file name when left out. */
  readonly name?: string | undefined;
}

/**
 * Reads scores: a PGS Catalog scoring file, original or harmonised; a file of variant, effect allele and weights; or one
 * for `plink2 --score` with a column a score. Plain or gzip.
 *
 * Weights are per copy of the effect allele; odds and hazard ratios become their logarithms. Rows that are dominant,
 * recessive or have a weight for each number of copies are kept as such. Interactions, haplotypes and diplotypes cannot be
 * scored from single variants: they are refused, or left out on demand.
 *
 * @returns a row a variant, with the header, what is odd in `notices`, and rows that cannot be scored in `issues`
 * @throws ScoringFileError whose `problem` names what is wrong, FormatError
 * @example
 * const { variants } = cohort;
 * const made = prs.scoringFile({ ...variants, weights: { height: variants.variantId.map(() => 0.1) } });
 * await prs.writeScores(made, "height.txt.gz", { traitReported: "Height", build: "GRCh38" });
 * const scores = await prs.readScores("height.txt.gz");
 * @see Lambert et al. 2021, doi:10.1038/s41588-021-00783-5 (PGS Catalog)
 */
export async function readScores(
  path: string,
  options: ReadScoresOptions = {},
): Promise<ScoringFile> {
  for (const kind of options.drop ?? [])
    refuseUnlisted("drop", kind, ["complex", "missing weight", "missing effect allele"]);
  refuseUnlisted("weightType", options.weightType, ["effect", "ratio"]);
  refuseUnlisted("positions", options.positions, ["harmonised", "original"]);
  refuseUnlisted("build", options.build, ["GRCh37", "GRCh38"]);
  const source = await openLocalFile(path);
  try {
    const comments: string[] = [];
    let first: string | undefined;
    let layout: ScoringLayout | undefined;
    let collector: RowCollector | undefined;
    let header: ScoringHeader = {};
    let positions: Positions = { isHarmonised: false, build: undefined };
    let addLines: AddLines | undefined;
    let firstNumber = 0;
    let number = 1;
    const reader = await peopleReader(source);
    // Until the line behind the header tells where things stand.
    const addHead = (line: string): void => {
      if (line.trim() === "") return;
      if (first === undefined && isComment(line)) comments.push(line);
      else if (first === undefined) {
        first = line.replace(/^\uFEFF/, "");
        firstNumber = number;
      } else {
        layout = scoringLayout(path, first, line);
        header = scoringHeader(comments);
        positions = choosePositions(layout, header, options);
        const read = withRatios(layout, header, options);
        collector = collectRows(read, positions.isHarmonised);
        if (!layout.hasHeader) collector.add(splitFields(first, layout.delimiter), firstNumber);
        collector.add(splitFields(line, layout.delimiter), number);
        addLines = lineAdder(read, collector, reader?.splitRows);
      }
    };
    const memory = blockMemory(source, reader?.memory);
    const visit: VisitLines = (bytes, from, to) => {
      let at = from;
      for (; at < to && !addLines; number++) {
        const end = lineEnd(bytes, at, to);
        addHead(lineText(bytes, at, end));
        at = end + 1;
        if (addLines) collector?.reserve(expectedRows(source, bytes, at, to));
      }
      if (addLines && at < to) number = addLines(bytes, at, to, number);
    };
    await readLineBlocks(source, visit, plainBytes(source, { memory }));
    if (!layout && first !== undefined) {
      // A single line can be data, not a header.
      layout = scoringLayout(path, first, "");
      collector = collectRows(layout, false);
      if (!layout.hasHeader) collector.add(splitFields(first, layout.delimiter), 1);
    }
    if (!layout || !collector || collector.rows.line.length === 0) throw noVariants(path);
    return finish(path, collector.rows, layout, header, positions, options);
  } finally {
    await source.close?.();
  }
}

interface Positions {
  readonly isHarmonised: boolean;
  readonly build: GenomeBuild["name"] | undefined;
  /** A build that the file names and that is not known here. */
  readonly otherBuild?: string | undefined;
}

function isComment(line: string): boolean {
  // The header of a plink2 report begins with one # and the name of a column.
  return (
    line.startsWith("#") &&
    (line.startsWith("##") || /^#\s*\w+\s*=/.test(line) || !/[\t ]/.test(line))
  );
}

function choosePositions(
  { places }: ScoringLayout,
  header: ScoringHeader,
  options: ReadScoresOptions,
): Positions {
  const has = places.has("harmonisedChromosome") && places.has("harmonisedPosition");
  const isHarmonised = has && options.positions !== "original";
  if (options.positions === "harmonised" && !has) {
    throw new InvalidArgumentError("positions", {
      what: "The file has no harmonised positions.",
      why: "The PGS Catalog gives them as hm_chr and hm_pos, in files named hmPOS.",
      remedy: "Download the harmonised file of your build, or leave positions out.",
    });
  }
  const declared = isHarmonised ? header.harmonisedBuild : header.genomeBuild;
  const named = buildNamed(declared);
  if (named !== undefined && options.build !== undefined && named !== options.build) {
    throw new InvalidArgumentError("build", {
      what: `build is ${options.build}, and the file says ${declared!}.`,
      why: "The same position is another variant in another build.",
      remedy: "Leave build out, or correct the file's header.",
    });
  }
  return { isHarmonised, build: named ?? options.build, otherBuild: otherBuildNamed(declared) };
}

function withRatios(
  layout: ScoringLayout,
  { weightType }: ScoringHeader,
  options: ReadScoresOptions,
): ScoringLayout {
  const isTold = !layout.weights.some((weight) => weight.isRatio);
  const ratios =
    options.weightType === undefined
      ? isTold && isRatio(weightType)
      : options.weightType === "ratio";
  if (options.weightType === undefined && !ratios) return layout;
  return {
    ...layout,
    areDosagesRatios: ratios,
    weights: layout.weights.map((weight) => ({ ...weight, isRatio: ratios })),
  };
}

function finish(
  path: string,
  rows: ScoringRows,
  layout: ScoringLayout,
  header: ScoringHeader,
  positions: Positions,
  options: ReadScoresOptions,
): ScoringFile {
  const read = withRatios(layout, header, options);
  const ratios = (read.areDosagesRatios ?? false) || read.weights.some((weight) => weight.isRatio);
  refuseProblems(path, rows, ratios, options);
  const m = rows.line.length;
  const kept: number[] = [];
  for (let i = 0; i < m; i++)
    if (rows.problem[i] === "" || rows.problem[i] === "no place") kept.push(i);
  const strings = <T extends string>(column: readonly T[]): readonly T[] =>
    kept.length === m ? column : kept.map((i) => column[i]);
  const numbers = (column: ArrayLike<number>): Float64Array => {
    const values = sharedFloat64(kept.length);
    for (let k = 0; k < values.length; k++) values[k] = column[kept[k]];
    return values;
  };
  const columns: ScoringColumns = {
    variantId: strings(rows.variantId),
    chromosome: new Uint8Array(kept.length),
    basePairLocation: new Int32Array(kept.length),
    effectAllele: strings(rows.effectAllele),
    otherAllele: strings(rows.otherAllele),
    effectType: strings(rows.effectType),
  };
  for (let k = 0; k < kept.length; k++) {
    columns.chromosome[k] = rows.chromosome[kept[k]];
    columns.basePairLocation[k] = rows.basePairLocation[kept[k]];
  }
  const hasDosages = columns.effectType.includes("dosage weights");
  const whole = options.name ?? header.pgsId ?? header.pgsName ?? stemOf(path);
  const named = layout.weights.map(({ name }) => (name === "" ? whole : name));
  const scores = layout.weights.length === 0 ? [whole] : distinct(named);
  const weights =
    layout.weights.length === 0
      ? [new Float64Array(kept.length).fill(NaN)]
      : rows.weights.map((column) => {
          const all = column.all();
          return kept.length === m ? all : numbers(all);
        });
  const told = buildOfColumns(columns);
  const { otherBuild } = positions;
  const build = positions.build ?? (otherBuild === undefined ? told?.name : undefined);
  const [none, one, two] = hasDosages ? rows.dosageWeights.map(numbers) : [];
  const notices = noticesOf({
    ...{ rows, kept, header, ratios, told, otherBuild, scores },
    // Rows with a weight for each number of copies have none per copy.
    weights: hasDosages ? [] : weights,
    build: positions.build,
  });
  return new ScoringFile(
    columns,
    {
      method: "scoring file",
      source: path,
      ...(build && { build }),
      positions: positions.isHarmonised ? "harmonised" : "original",
      ...(header.pgsId && { pgsId: header.pgsId }),
      ...(notices.length > 0 && { caution: notices }),
    },
    {
      source: path,
      scores,
      weights,
      dosageWeights: hasDosages ? { none, one, two } : undefined,
      build,
      header,
      issues: issuesOf(rows),
      annotations: new Table(
        Object.fromEntries(
          Object.entries(rows.annotations).map(([name, column]) => [name, strings(column)]),
        ),
      ),
      notices,
    },
  );
}

function stemOf(path: string): string {
  return path
    .slice(path.lastIndexOf("/") + 1)
    .replace(/\.gz$/, "")
    .replace(/\.(txt|tsv|csv|score|scorefile|weights)$/, "");
}

/** Names of scores told apart: a repeated one gets the number of its column. */
function distinct(names: readonly string[]): readonly string[] {
  return names.map((name, c) => (names.indexOf(name) === c ? name : `${name} (${c + 1})`));
}
