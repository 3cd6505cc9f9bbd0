import type { GenomeBuild } from "../../io/genome-build.ts";
import { Table } from "../../table.ts";
import { counted, whole } from "../../words.ts";
import type { ReadScoresOptions } from "./read-scores.ts";
import { ScoringFileError, type ScoringProblem } from "./scoring-errors.ts";
import type { ScoringIssueColumns } from "./scoring-file.ts";
import type { ScoringHeader } from "./scoring-header.ts";
import { weightNotices } from "./weight-notices.ts";
import type { RowProblem, ScoringRows } from "./scoring-rows.ts";

const COMPLEX: readonly RowProblem[] = ["interaction", "haplotype", "diplotype", "unclear coding"];

/** Refuses what makes no score: rows without a place, complex variants, missing weights and effect alleles. */
export function refuseProblems(
  path: string,
  { problem, line }: ScoringRows,
  ratios: boolean,
  { drop = [] }: ReadScoresOptions,
): void {
  if (problem.length > 0 && problem.every((own) => own === "")) return;
  const count = (...of: readonly RowProblem[]): number =>
    problem.filter((own) => own !== "" && of.includes(own)).length;
  const refuse = (kind: ScoringProblem, of: readonly RowProblem[], remedy: string): void => {
    const parts = of.flatMap((own) => (count(own) > 0 ? [counted(count(own), ...NAMES[own])] : []));
    if (parts.length === 0) return;
    const first = line[problem.findIndex((own) => own !== "" && of.includes(own))];
    throw new ScoringFileError(path, kind, count(...of), {
      what: `${path} has ${parts.join(" and ")} ${parts.length === 1 && count(...of) === 1 ? "in line" : `among its ${whole(problem.length)} rows, the first in line`} ${first}.`,
      why: REASONS[kind] ?? "",
      remedy,
    });
  };
  const all = problem.length;
  if (count("no place") === all - count(...COMPLEX) && count("no place") > 0) {
    throw new ScoringFileError(path, "no-place", count("no place"), {
      what: `None of the ${whole(all)} rows of ${path} has an id or a position.`,
      why: "Genotypes are found by one of them; the columns that hold them are empty.",
      remedy:
        "Download the harmonised file (hmPOS) of your build, or ask the authors for positions.",
    });
  }
  if (!drop.includes("complex")) {
    refuse("complex-variants", COMPLEX, 'Leave them out and say so: drop: ["complex"].');
  }
  if (!drop.includes("missing effect allele")) {
    refuse(
      "missing-effect-allele",
      ["missing effect allele"],
      'Leave them out and say so: drop: ["missing effect allele"].',
    );
  }
  if (!drop.includes("missing weight")) {
    refuse(
      ratios ? "weight-type" : "missing-weight",
      ["missing weight"],
      ratios
        ? 'If they are effects already, pass weightType: "effect".'
        : 'Leave them out and say so: drop: ["missing weight"].',
    );
  }
  if (problem.every((own) => own !== "")) throw noVariants(path);
}

const NAMES: Readonly<Record<RowProblem, readonly [one: string, many: string]>> = {
  interaction: ["interaction (is_interaction)", "interactions (is_interaction)"],
  haplotype: ["haplotype (is_haplotype)", "haplotypes (is_haplotype)"],
  diplotype: ["diplotype (is_diplotype)", "diplotypes (is_diplotype)"],
  "unclear coding": [
    "row whose coding is unclear (dominant and recessive at once, or neither True nor False)",
    "rows whose coding is unclear (dominant and recessive at once, or neither True nor False)",
  ],
  "missing weight": ["weight that is no number", "weights that are no numbers"],
  "missing effect allele": ["missing effect allele", "missing effect alleles"],
  "no place": ["row without id and position", "rows without id and position"],
};

const REASONS: Readonly<Partial<Record<ScoringProblem, string>>> = {
  "complex-variants":
    "They do not say how many copies of which allele of one variant count, so that a weighted sum of copies is not this score.",
  "missing-effect-allele": "Without it a weight belongs to either allele.",
  "missing-weight": "A missing weight would make the score of every person no number.",
  "weight-type":
    "The weights are said to be odds or hazard ratios, and ratios have a logarithm only above 0.",
};

/** Rows that cannot be scored, and why. */
export function issuesOf({ line, variantId, problem }: ScoringRows): Table<ScoringIssueColumns> {
  const listed: number[] = [];
  problem.forEach((own, i) => own !== "" && listed.push(i));
  return new Table<ScoringIssueColumns>({
    line: Int32Array.from(listed, (i) => line[i]),
    variantId: listed.map((i) => variantId[i]),
    problem: listed.map((i) => problem[i]),
    reason: listed.map((i) =>
      problem[i] === "no place"
        ? "kept, but no genotypes can match it: it has neither id nor position"
        : `left out: one of the ${NAMES[problem[i] as RowProblem][1]}`,
    ),
  });
}

/** What is odd about a file, in words. */
export function noticesOf(of: {
  readonly rows: ScoringRows;
  readonly kept: readonly number[];
  readonly header: ScoringHeader;
  readonly weights: readonly Float64Array[];
  readonly ratios: boolean;
  readonly told: GenomeBuild | undefined;
  readonly build: GenomeBuild["name"] | undefined;
  /** A build that is named and not known. */
  readonly otherBuild: string | undefined;
  readonly scores: readonly string[];
}): readonly string[] {
  const { rows, kept, header, weights, ratios, told, build, otherBuild, scores } = of;
  const all = rows.line.length;
  const lost = rows.problem.filter((own) => own === "no place").length;
  const { variantsNumber } = header;
  return [
    ...(kept.length < all
      ? [`${whole(all - kept.length)} of ${whole(all)} rows left out: see issues.`]
      : []),
    ...(lost > 0
      ? [
          `${counted(lost, "row has", "rows have")} neither id nor position and ${lost === 1 ? "matches" : "match"} no genotypes.`,
        ]
      : []),
    ...(variantsNumber !== undefined && variantsNumber !== all
      ? [
          `The header announces ${whole(variantsNumber)} variants, the file has ${whole(all)}: it may be cut short.`,
        ]
      : []),
    ...(ratios ? ["Weights are logarithms of the odds or hazard ratios in the file."] : []),
    ...weightNotices(scores, weights, ratios ? undefined : 'pass weightType: "ratio".'),
    ...(otherBuild !== undefined
      ? [
          `Positions are said to be of ${otherBuild}, which is not known here${build ? ` and taken for ${build}, as you say` : ": match by name, or use a harmonised file"}.`,
        ]
      : []),
    ...(told && build && told.name !== build
      ? [`The build is said to be ${build}, but the positions tell ${told.name}: ${told.evidence}.`]
      : []),
  ];
}

export function noVariants(path: string): ScoringFileError {
  return new ScoringFileError(path, "no-rows", 0, {
    what: `${path} has no variants.`,
    why: "A scoring file has a line for each of its variants after the header.",
    remedy: "Download it again; it may have been cut short.",
  });
}
