import { expect, test } from "vitest";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { match } from "./match.ts";
import { scoringFile, type ScoringFile } from "./scoring-file.ts";

type Site = readonly [position: number, alternative: string, reference: string];

function target(sites: readonly Site[], build?: Genotypes["build"]): Genotypes {
  const genotypes = genotypesFromDosages({
    matrix: sites.flatMap(() => [0, 1, 2, NaN]),
    sampleCount: 4,
    variants: {
      contig: sites.map(() => "1"),
      basePairLocation: sites.map(([position]) => position),
      variantId: sites.map(([position, alternative]) => `${position}${alternative}`),
      effectAllele: sites.map(([, alternative]) => alternative),
      otherAllele: sites.map(([, , reference]) => reference),
    },
  });
  return { ...genotypes, build };
}

type Row = readonly [position: number, effect: string, other: string];

function scored(rows: readonly Row[], build?: Genotypes["build"]): ScoringFile {
  return scoringFile({
    chromosome: rows.map(() => 1),
    basePairLocation: rows.map(([position]) => position),
    effectAllele: rows.map(([, effect]) => effect),
    otherAllele: rows.map(([, , other]) => other),
    weights: { height: rows.map((_, i) => i + 1) },
    build,
  });
}

test("types of match, and the best of several variants at one place", () => {
  const genotypes = target([
    [10, "G", "A"],
    [20, "G", "A"],
    [30, "G", "A"],
    [40, "G", "A"],
    [50, "G", "A"],
    [60, "G", "A"],
    [70, "G", "A"],
    [80, "G", "A"],
    [90, "AT", "A"],
    [90, "G", "A"],
  ]);
  const matched = match({
    genotypes,
    scores: scored([
      [10, "A", "G"],
      [20, "G", "A"],
      [30, "T", "C"],
      [40, "C", "T"],
      [50, "A", ""],
      [60, "G", ""],
      [70, "T", ""],
      [80, "C", ""],
      [90, "G", "A"],
    ]),
  });
  expect(matched.columns.matchType).toEqual([
    "refalt",
    "altref",
    "refalt_flip",
    "altref_flip",
    "no_oa_ref",
    "no_oa_alt",
    "no_oa_ref_flip",
    "no_oa_alt_flip",
    "altref",
  ]);
  expect(matched.columns.targetVariantId[8]).toBe("90G");
  expect(matched.columns.reason[8]).toContain("the best of 2 variants");
  expect([...matched.scored.isCounted]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 1]);
});

test("without flips the other strand is another allele", () => {
  const options = { genotypes: target([[10, "G", "A"]]), scores: scored([[10, "T", "C"]]) };
  expect(() => match({ ...options, flips: false })).toThrow("0 of 1 variants");
});

test("ambiguous, multiallelic and repeated variants are left out, each with its reason", () => {
  const sites: readonly Site[] = [
    [10, "T", "A"],
    [20, "G", "A"],
    [20, "C", "A"],
    [30, "G", "A"],
    [40, "G", "A"],
    [50, "G", "A"],
  ];
  const rows: readonly Row[] = [
    [10, "T", "A"],
    [20, "A", "G"],
    [30, "G", "A"],
    [30, "A", "G"],
    [40, "G", "T"],
    [45, "G", "A"],
    [50, "G", "A"],
  ];
  const options = { genotypes: target(sites), scores: scored(rows), minimumOverlap: 0 };
  const matched = match(options);
  expect(matched.columns.status).toEqual([
    "excluded",
    "excluded",
    "excluded",
    "excluded",
    "unmatched",
    "unmatched",
    "matched",
  ]);
  expect(matched.columns.verdict).toEqual([
    "ambiguous",
    "multiallelic",
    "duplicate",
    "duplicate",
    "alleles differ",
    "not in target",
    "altref",
  ]);
  const { reason } = matched.columns;
  expect(reason[0]).toContain("A/T reads the same on both strands");
  expect(reason[1]).toContain("more than two alleles");
  expect(reason[2]).toContain("2 rows of the score are this one variant");
  expect(reason[4]).toBe("alleles differ: G/T in the score, A/G in the genotypes");
  expect(reason[5]).toBe("the genotypes have no variant at this position");
  expect(matched.counts.row(0)).toMatchObject({
    variants: 7,
    matched: 1,
    ambiguous: 1,
    multiallelic: 1,
    duplicated: 2,
    unmatched: 2,
    overlap: 1 / 7,
  });
  const kept = match({
    ...options,
    keepAmbiguous: true,
    keepMultiallelic: true,
    duplicates: "keepFirst",
  });
  expect([...kept.columns.isKept]).toEqual([1, 1, 1, 0, 0, 0, 1]);
  expect([...match({ ...options, duplicates: "keepAll" }).columns.isKept]).toEqual([
    0, 0, 1, 1, 0, 0, 1,
  ]);
});

test("an alternative allele of a split site is scored, its reference allele is not", () => {
  const genotypes = target([
    [20, "G", "A"],
    [20, "C", "A"],
  ]);
  const matched = match({ genotypes, scores: scored([[20, "C", "A"]]) });
  expect(matched.columns.isMultiallelic[0]).toBe(1);
  expect(matched.columns.status[0]).toBe("matched");
});

test("too small an overlap is refused with the counts, or the file is left out and named", () => {
  const genotypes = target([
    [10, "G", "A"],
    [20, "G", "A"],
  ]);
  const poor = scored([
    [10, "G", "A"],
    [11, "G", "A"],
    [12, "G", "A"],
  ]);
  expect(() => match({ genotypes, scores: poor })).toThrow(
    expect.objectContaining({ tag: "low-overlap", matched: 1, total: 3 }),
  );
  const good = scored([[20, "G", "A"]]);
  const both = match({ genotypes, scores: [poor, good] });
  expect(both.files).toEqual([good]);
  expect(both.notices[0]).toContain("height is not scored: 33.3 % of its variants match");
  expect([...both.counts.columns.isScored]).toEqual([0, 1]);
  expect([...both.scored.row]).toEqual([0]);
});

test("scores of another build are refused where positions count", () => {
  const genotypes = target([[10, "G", "A"]], "GRCh37");
  const scores = scored([[10, "G", "A"]], "GRCh38");
  expect(() => match({ genotypes, scores })).toThrow(
    expect.objectContaining({ tag: "build-mismatch", scores: "GRCh38", genotypes: "GRCh37" }),
  );
  expect(match({ genotypes, scores: scored([[10, "G", "A"]], "GRCh37") }).scored.row.length).toBe(
    1,
  );
});

test("by name, where the scores have no positions", () => {
  const scores = scoringFile({ variantId: ["10G"], effectAllele: ["G"], weights: { a: [1] } });
  const matched = match({ genotypes: target([[10, "G", "A"]]), scores });
  expect(matched.provenance["by"]).toBe("name");
  expect(matched.columns.matchType).toEqual(["no_oa_alt"]);
});

test("absent variants are homozygous for a known reference allele on demand only", () => {
  const genotypes = target([[10, "G", "A"]]);
  const scores = scored([
    [10, "G", "A"],
    [20, "C", "T"],
    [30, "C", "T"],
    [40, "C", "G"],
    [50, "C", "T"],
  ]);
  const options = { genotypes, scores, minimumOverlap: 0 } as const;
  expect([...match(options).columns.isKept]).toEqual([1, 0, 0, 0, 0]);
  expect(() => match({ ...options, absent: "homozygousReference" })).toThrow(
    expect.objectContaining({ argument: "referenceSites" }),
  );
  const matched = match({
    ...options,
    absent: "homozygousReference",
    referenceSites: {
      chromosome: [1, 1, 1, 1],
      basePairLocation: [20, 30, 40, 50],
      referenceAllele: ["C", "T", "C", "A"],
    },
  });
  expect(matched.columns.status).toEqual([
    "matched",
    "homozygous reference",
    "homozygous reference",
    "excluded",
    "unmatched",
  ]);
  expect(matched.columns.reason[1]).toContain("two copies of the effect allele");
  expect(matched.columns.reason[2]).toContain("no copy of the effect allele");
  expect(matched.columns.reason[4]).toContain("does not hold the reference allele A");
  expect([...matched.scored.variant]).toEqual([0, -1, -1]);
});
