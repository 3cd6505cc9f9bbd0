import { refuseUnlisted } from "../../choice.ts";
import { LengthMismatchError, InvalidArgumentError } from "../../errors.ts";
import { chromosomeCode, chromosomeName } from "../../io/chromosome.ts";
import { buildOfVariants, type GenomeBuild, type PlacedVariant } from "../../io/genome-build.ts";
import { Table, type Column, type Provenance } from "../../table.ts";
import { counted, whole } from "../../words.ts";
import type { ScoringHeader } from "./scoring-header.ts";
import { weightNotices } from "./weight-notices.ts";

/** How copies of the effect allele count: each; the first; the second; or a weight for each number of copies. */
export type EffectType = "additive" | "dominant" | "recessive" | "dosage weights";

/** A row a variant; each score has a column of its own beside these, named `effectWeight` when there is one score. */
export type ScoringColumns = {
  /** rsID or another name; "" when the file gives none. */
  readonly variantId: readonly string[];
  /** 1–22, X 23, Y 24, MT 25; 0 when the file gives none. */
  readonly chromosome: Uint8Array;
  /** 1-based; 0 when the file gives none. */
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  /** "" when the file gives none. */
  readonly otherAllele: readonly string[];
  readonly effectType: readonly EffectType[];
};

/** Weights of rows that have one for each number of copies of the effect allele; NaN in other rows. */
export interface DosageWeights {
  readonly none: Float64Array;
  readonly one: Float64Array;
  readonly two: Float64Array;
}

export type ScoringIssueColumns = {
  /** Line of the file, from 1. */
  readonly line: Int32Array;
  readonly variantId: readonly string[];
  readonly problem: readonly string[];
  readonly reason: readonly string[];
};

/** One score's variants and weights, or several scores' over the same variants. */
export class ScoringFile extends Table<ScoringColumns> {
  /** File, or what was given instead of one. */
  readonly source: string;
  /** Of the scores, in the order of `weights`. */
  readonly scores: readonly string[];
  /** A column a score, m numbers each; NaN in rows with dosage weights. */
  readonly weights: readonly Float64Array[];
  readonly dosageWeights: DosageWeights | undefined;
  /** Of the positions. */
  readonly build: GenomeBuild["name"] | undefined;
  readonly header: ScoringHeader;
  /** Rows that were left out, or that no genotypes can match, and why. */
  readonly issues: Table<ScoringIssueColumns>;
  /** Columns of the file that say nothing about the weights, under their names there; row i is row i. */
  readonly annotations: Table;
  readonly notices: readonly string[];

  constructor(
    columns: ScoringColumns,
    provenance: Provenance,
    account: Pick<
      ScoringFile,
      | "source"
      | "scores"
      | "weights"
      | "dosageWeights"
      | "build"
      | "header"
      | "issues"
      | "annotations"
      | "notices"
    >,
  ) {
    super(withWeights(columns, account), provenance);
    this.source = account.source;
    this.scores = account.scores;
    this.weights = account.weights;
    this.dosageWeights = account.dosageWeights;
    this.build = account.build;
    this.header = account.header;
    this.issues = account.issues;
    this.annotations = account.annotations;
    this.notices = account.notices;
  }
}

function withWeights(
  columns: ScoringColumns,
  { scores, weights, dosageWeights }: Pick<ScoringFile, "scores" | "weights" | "dosageWeights">,
): ScoringColumns {
  const own: Record<string, Column> = {};
  scores.forEach((name, c) => {
    const column = scores.length === 1 ? "effectWeight" : name;
    own[column in columns ? `${column} (score)` : column] = weights[c];
  });
  if (dosageWeights) {
    own["dosage0Weight"] = dosageWeights.none;
    own["dosage1Weight"] = dosageWeights.one;
    own["dosage2Weight"] = dosageWeights.two;
  }
  return { ...columns, ...own };
}

/** A table of issues that lists nothing. */
function noIssues(): Table<ScoringIssueColumns> {
  return new Table<ScoringIssueColumns>({
    line: new Int32Array(0),
    variantId: [],
    problem: [],
    reason: [],
  });
}

/**
 * Scores from arrays: of a method that made weights, or by hand.
 *
 * @param options.weights - by the scores' names: m weights each, per copy of the effect allele
 * @param options.variantId - m names; left out where positions tell the variants
 * @param options.effectType - how copies count: `additive` when left out, `dominant` or `recessive`
 * @param options.build - of the positions; told from them where they tell it
 * @param options.notices - what is to be said wherever the scores are used
 * @throws LengthMismatchError, InvalidArgumentError for weights that are no numbers, and rows without effect allele, or without
 * name and position
 * @example
 * const { variantId, effectAllele, otherAllele } = cohort.variants;
 * const weights = { height: variantId.map((_, v) => Math.sin(v)) };
 * const scores = prs.scoringFile({ variantId, effectAllele, otherAllele, weights });
 */
export function scoringFile(options: {
  readonly weights: Readonly<Record<string, ArrayLike<number>>>;
  readonly effectAllele: readonly string[];
  readonly otherAllele?: readonly string[] | undefined;
  readonly variantId?: readonly string[] | undefined;
  /** Codes as in tables, or names of contigs. */
  readonly chromosome?: ArrayLike<number> | readonly string[] | undefined;
  readonly basePairLocation?: ArrayLike<number> | undefined;
  readonly effectType?: readonly EffectType[] | undefined;
  readonly build?: GenomeBuild["name"] | undefined;
  readonly source?: string | undefined;
  readonly header?: ScoringHeader | undefined;
  readonly notices?: readonly string[] | undefined;
}): ScoringFile {
  const { effectAllele, effectType, source = "memory", header = {} } = options;
  refuseNoEffectAllele(effectAllele);
  for (const type of effectType ?? [])
    refuseUnlisted("effectType", type, ["additive", "dominant", "recessive"]);
  const m = effectAllele.length;
  const scores = Object.keys(options.weights);
  const given: Readonly<Record<string, ArrayLike<unknown> | undefined>> = {
    otherAllele: options.otherAllele,
    variantId: options.variantId,
    chromosome: options.chromosome,
    basePairLocation: options.basePairLocation,
    effectType,
    ...options.weights,
  };
  for (const [name, values] of Object.entries(given)) refuseOtherLength(name, values, m);
  const weights = scores.map((name) => Float64Array.from(options.weights[name]));
  refuseNoNumbers(scores, weights);
  const notices = [
    ...(options.notices ?? []),
    ...weightNotices(scores, weights, "give their logarithms."),
  ];
  const columns: ScoringColumns = {
    variantId: options.variantId ?? new Array<string>(m).fill(""),
    chromosome: Uint8Array.from(
      Array.from(options.chromosome ?? new Uint8Array(m), (value: string | number) =>
        typeof value === "string" ? chromosomeCode(value) : value,
      ),
    ),
    basePairLocation: Int32Array.from(options.basePairLocation ?? new Int32Array(m)),
    effectAllele: effectAllele.map((allele) => allele.toUpperCase()),
    otherAllele: options.otherAllele?.map((allele) => allele.toUpperCase()) ?? blanks(m),
    effectType: effectType ?? new Array<EffectType>(m).fill("additive"),
  };
  refuseNoPlace(columns);
  return new ScoringFile(
    columns,
    {
      method: "scores from arrays",
      source,
      ...(notices.length > 0 && { caution: notices }),
    },
    {
      source,
      scores,
      weights,
      dosageWeights: undefined,
      build: options.build ?? buildOfColumns(columns)?.name,
      header,
      issues: noIssues(),
      annotations: new Table({}),
      notices,
    },
  );
}

/** What the positions of scores tell of their build. */
export function buildOfColumns({
  variantId,
  chromosome,
  basePairLocation,
}: ScoringColumns): GenomeBuild | undefined {
  const places: PlacedVariant[] = [];
  for (let i = 0; i < variantId.length; i++) {
    const position = basePairLocation[i];
    if (position > 0)
      places.push({ id: variantId[i], contig: chromosomeName(chromosome[i]), position });
  }
  return buildOfVariants(places);
}

function blanks(count: number): readonly string[] {
  return new Array<string>(count).fill("");
}

function refuseOtherLength(name: string, values: ArrayLike<unknown> | undefined, m: number): void {
  if (!values || values.length === m) return;
  throw new LengthMismatchError({
    what: `${name} has ${values.length} values for ${m} effect alleles.`,
    why: "Every column names each variant once.",
    remedy: `Give ${m} values.`,
  });
}

function refuseNoEffectAllele(effectAllele: readonly string[] | undefined): void {
  const bad = effectAllele?.filter((allele) => !allele).length;
  if (bad === 0) return;
  throw new InvalidArgumentError("effectAllele", {
    what:
      bad === undefined
        ? "No effect alleles are given."
        : `${whole(bad)} of ${counted(effectAllele!.length, "variant")} ${bad === 1 ? "has" : "have"} no effect allele.`,
    why: "Without it a weight belongs to either allele.",
    remedy: "Give the allele that each weight counts, or leave those variants out.",
  });
}

function refuseNoNumbers(scores: readonly string[], weights: readonly Float64Array[]): void {
  if (scores.length === 0 || weights[0].length === 0) {
    throw new InvalidArgumentError("weights", {
      what: scores.length === 0 ? "No score is given." : "No variant is given.",
      why: "A score is a weight for each of its variants.",
      remedy: "Give weights by the name of the score, a number a variant.",
    });
  }
  scores.forEach((name, c) => {
    const bad = weights[c].filter((weight) => !Number.isFinite(weight)).length;
    if (bad === 0) return;
    throw new InvalidArgumentError("weights", {
      what: `${whole(bad)} of ${counted(weights[c].length, "weight")} of ${name} ${bad === 1 ? "is no finite number" : "are no finite numbers"}.`,
      why: "One of them would make the score of every person no number.",
      remedy: "Leave those variants out, or find out why the method gave no weight for them.",
    });
  });
}

function refuseNoPlace({ variantId, chromosome, basePairLocation }: ScoringColumns): void {
  const lost = variantId.filter(
    (id, i) => id === "" && (chromosome[i] === 0 || basePairLocation[i] === 0),
  ).length;
  if (lost === 0) return;
  throw new InvalidArgumentError("variantId", {
    what: `${whole(lost)} of ${counted(variantId.length, "variant")} ${lost === 1 ? "has" : "have"} neither a name nor a position.`,
    why: "Genotypes are found by one of them.",
    remedy: "Give variantId, or chromosome and basePairLocation.",
  });
}
