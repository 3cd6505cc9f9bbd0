import { expect, test } from "vitest";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { joinPhenotypes } from "../../io/join-phenotypes.ts";
import { sampleTable } from "../../io/sample-table.ts";
import { match } from "./match.ts";
import { score } from "./score.ts";
import type { ScoreOptions, ScoreRuleOptions } from "./score-options.ts";
import { scoringFile, type EffectType, type ScoringFile } from "./scoring-file.ts";

function cohort(calls: readonly (readonly number[])[], contig?: readonly string[]): Genotypes {
  return genotypesFromDosages({
    matrix: calls.flat(),
    sampleCount: calls[0].length,
    variants: { contig: contig ?? calls.map(() => "1") },
    samples: { sex: calls[0].map((_, i) => 1 + (i % 2)) },
  });
}

function weightsOf(
  weights: readonly number[],
  { effect = "A", type, name = "s" }: { effect?: string; type?: EffectType; name?: string } = {},
): ScoringFile {
  return scoringFile({
    variantId: weights.map((_, v) => `v${v + 1}`),
    effectAllele: weights.map(() => effect),
    otherAllele: weights.map(() => (effect === "A" ? "G" : "A")),
    effectType: type && weights.map(() => type),
    weights: { [name]: weights },
  });
}

const CALLS = [
  [0, 1, 2, NaN],
  [2, 2, NaN, 1],
];

const scored = async (
  genotypes: Genotypes,
  scores: ScoringFile | readonly ScoringFile[],
  options: ScoreRuleOptions = {},
) => score({ genotypes, scores, by: "name", compute: "cpu", ...options });

test("sums, averages and alleles, missing genotypes imputed or left out", async () => {
  const genotypes = cohort(CALLS);
  const imputed = await scored(genotypes, weightsOf([1, 10]));
  // Means of copies: 1 and 5/3.
  expect(imputed.sum()).toEqual(Float64Array.of(20, 21, 2 + 50 / 3, 11));
  expect(imputed.columns["s"]).toEqual(imputed.sum());
  expect(imputed.average()[0]).toBe(5);
  expect([...imputed.alleles().alleleNumber]).toEqual([4, 4, 2, 2]);
  expect([...imputed.alleles().denominator]).toEqual([4, 4, 4, 4]);
  expect([...imputed.alleles().effectAlleleDosage].map((x) => Number(x.toFixed(9)))).toEqual([
    2, 3, 2, 1,
  ]);
  const none = await scored(genotypes, weightsOf([1, 10]), { missing: "none", scale: "average" });
  expect([...none.sum()]).toEqual([20, 21, 2, 10]);
  expect([...none.columns["s"]]).toEqual([5, 5.25, 1, 5]);
});

test("the other allele gives the score of what is left of two", async () => {
  const genotypes = cohort(CALLS);
  const a = await scored(genotypes, weightsOf([1, 10]));
  const g = await scored(genotypes, weightsOf([1, 10], { effect: "G" }));
  a.sum().forEach((sum, i) => expect(sum + g.sum()[i]).toBeCloseTo(22, 12));
});

test("dominant, recessive and a weight for each number of copies", async () => {
  const genotypes = cohort([[0, 1, 2, NaN]]);
  const p = 0.5;
  const dominant = await scored(genotypes, weightsOf([4], { type: "dominant" }));
  expect([...dominant.sum()]).toEqual([0, 4, 4, 4 * (1 - (1 - p) ** 2)]);
  const recessive = await scored(genotypes, weightsOf([4], { type: "recessive" }));
  expect([...recessive.sum()]).toEqual([0, 0, 4, 4 * p * p]);
  const asPlink = await scored(genotypes, weightsOf([4], { type: "recessive" }), {
    missing: "plink2",
  });
  expect([...asPlink.sum()]).toEqual([0, 0, 4, 4 * p]);
  const base = weightsOf([NaN].map(() => 0));
  const byCopies = Object.assign(Object.create(Object.getPrototypeOf(base) as object), base, {
    columns: { ...base.columns, effectType: ["dosage weights"] },
    dosageWeights: {
      none: Float64Array.of(-1),
      one: Float64Array.of(3),
      two: Float64Array.of(5),
    },
  }) as ScoringFile;
  const weighted = await scored(genotypes, byCopies);
  expect([...weighted.sum()]).toEqual([-1, 3, 5, (-1 + 2 * 3 + 5) / 4]);
  expect([...weighted.alleles().effectAlleleDosage]).toEqual([0, 1, 2, 0]);
});

test("centred scores have mean 0 where all frequencies are those of the genotypes", async () => {
  const genotypes = cohort([
    [0, 1, 2, 1, 0, 1],
    [2, 2, 1, 1, 0, 1],
    [0, 0, 1, NaN, 0, 1],
  ]);
  for (const options of [{ centre: true }, { standardise: true }]) {
    const centred = await scored(genotypes, weightsOf([1, -2, 5]), options);
    expect(centred.sum().reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 12);
  }
});

test("scores of several files keep their own alleles, one variant scored in several ways", async () => {
  const genotypes = cohort(CALLS);
  const files = [
    weightsOf([1, 10], { name: "a" }),
    weightsOf([2], { name: "b", effect: "G" }),
    weightsOf([3], { name: "c", type: "dominant" }),
    weightsOf([1], { name: "a" }),
  ];
  const together = await scored(genotypes, files);
  expect(together.scores).toEqual(["a", "b", "c", "a (2)"]);
  for (const [c, file] of files.entries()) {
    const alone = await scored(genotypes, file);
    expect(together.sum(together.scores[c])).toEqual(alone.sum());
    expect(together.alleles(together.scores[c])).toEqual({
      ...alone.alleles(),
      scores: file.scores,
    });
  }
});

test("a person without any genotype has no score, and no other score is touched", async () => {
  const genotypes = cohort([
    [0, 1, NaN],
    [1, 2, NaN],
  ]);
  const none = await scored(genotypes, weightsOf([1, 1]), { missing: "none" });
  expect([...none.sum()]).toEqual([1, 3, NaN]);
  expect(none.notices.join()).toContain("1 person has no genotype");
});

test("frequencies of few people are doubted where they stand for genotypes", async () => {
  const one = cohort([[1], [NaN], [2]]);
  const scores = weightsOf([1, 1, 1]);
  const given = await scored(one, scores, { frequencies: [0.5, 0.25, 0.5] });
  expect([...given.sum()]).toEqual([3.5]);
  expect(given.notices.join()).not.toContain("frequencies");
  const centred = await scored(cohort([[1], [2]]), weightsOf([1, 1]), { centre: true });
  expect(centred.notices.join()).toContain("frequencies of 1 person");
  const imputed = await scored(cohort(CALLS), weightsOf([1, 10]));
  expect(imputed.notices.join()).toContain("frequencies of 4 people");
  const complete = await scored(cohort([[0, 1, 2]]), weightsOf([1]));
  expect(complete.notices).toEqual([]);
});

test("scores join traits of the same people", async () => {
  const people = await scored(cohort(CALLS), weightsOf([1, 10]));
  const traits = sampleTable({ individualId: ["s4", "s1"], columns: { height: [170, 180] } });
  const joined = joinPhenotypes(people, traits);
  const place = joined.individualId.indexOf("s4");
  expect(joined.columns["s"][place]).toBe(people.sum()[3]);
  expect(joined.columns["height"][place]).toBe(170);
});

test("a variant that no one has is left out and counted; none at all is an error", async () => {
  const genotypes = cohort([
    [0, 1, 2],
    [NaN, NaN, NaN],
  ]);
  const scores = await scored(genotypes, weightsOf([1, 1]));
  expect([...scores.sum()]).toEqual([0, 1, 2]);
  expect(scores.attrition.columns.removed.at(-1)).toBe(1);
  await expect(scored(cohort([[NaN, NaN]]), weightsOf([1]))).rejects.toMatchObject({
    tag: "no-overlap",
  });
});

test("Y counts for males, MT once, X by the model", async () => {
  const genotypes = cohort(
    [
      [2, 0, 0, 2],
      [2, 2, 0, 0],
      [2, 1, 0, 2],
    ],
    ["24", "MT", "23"],
  );
  const scores = await scored(genotypes, weightsOf([1, 10, 100]));
  expect([...scores.sum()]).toEqual([1 + 10 + 200, 10 + 100, 0, 200]);
  expect([...scores.alleles().alleleNumber]).toEqual([4, 3, 4, 3]);
  const one = await scored(genotypes, weightsOf([1, 10, 100]), { malesOnX: "one copy" });
  expect([...one.sum()]).toEqual([1 + 10 + 100, 10 + 100, 0, 200]);
  expect([...one.alleles().alleleNumber]).toEqual([3, 3, 3, 3]);
  await expect(scored(genotypes, weightsOf([1, 1, 1], { type: "dominant" }))).rejects.toMatchObject(
    { argument: "coding" },
  );
});

test("absent variants of the reference allele count for everyone", async () => {
  const genotypes = cohort([[0, 1, 2, 1]]);
  const scores = scoringFile({
    chromosome: [1, 1, 1],
    basePairLocation: [1, 50, 60],
    effectAllele: ["A", "C", "C"],
    otherAllele: ["G", "T", "T"],
    weights: { s: [1, 10, 100] },
  });
  const people = await score({
    genotypes,
    scores,
    absent: "homozygousReference",
    referenceSites: {
      chromosome: [1, 1],
      basePairLocation: [50, 60],
      referenceAllele: ["C", "T"],
    },
  });
  expect([...people.sum()]).toEqual([20, 21, 22, 21]);
  expect([...people.alleles().alleleNumber]).toEqual([6, 6, 6, 6]);
  expect([...people.alleles().effectAlleleDosage]).toEqual([2, 3, 4, 3]);
});

test("what was matched once scores some of the people, and no other variants", async () => {
  const genotypes = cohort(CALLS);
  const matched = match({ genotypes, scores: weightsOf([1, 10]), by: "name" });
  const some = genotypes.select({ samples: Uint32Array.of(0, 1) });
  const frequencies = [0.5, 5 / 6];
  const all = await score({ matched, frequencies });
  const few = await score({ matched, genotypes: some, frequencies });
  expect(few.sum()).toEqual(all.sum().subarray(0, 2));
  await expect(score({ matched, genotypes: cohort(CALLS) })).rejects.toMatchObject({
    argument: "genotypes",
  });
  await expect(score({ matched, frequencies: [0.5] })).rejects.toMatchObject({
    tag: "length-mismatch",
  });
  await expect(score({ matched, frequencies: [0.5, NaN] })).rejects.toMatchObject({
    argument: "frequencies",
  });
});

test("a person alone is told that a score says nothing alone; other words than those of options are refused", async () => {
  const genotypes = cohort(CALLS).select({ samples: Uint32Array.of(0) });
  const scores = weightsOf([1, 10]);
  const options = { scores, genotypes, by: "name", missing: "none", keepAmbiguous: true } as const;
  expect((await score(options)).notices.join()).toContain("one person");
  const wrong = { ...options, missing: "no-mean-imputation" } as unknown as ScoreOptions;
  await expect(score(wrong)).rejects.toMatchObject({ argument: "missing" });
});

test("displays show quantiles, never a person", async () => {
  const genotypes = cohort(CALLS);
  const people = await scored(genotypes, weightsOf([1, 10]));
  const display = (people as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ]();
  for (const text of Object.values(display)) {
    expect(text).toContain("median");
    expect(text).not.toMatch(/\bs[1-4]\b/);
  }
  expect(people.summary.row(0)).toMatchObject({ score: "s", n: 4, minimum: 11 });
});

test("sums do not depend on how many scores there are or who is beside whom", async () => {
  const rows = Array.from({ length: 300 }, (_, v) =>
    Array.from({ length: 90 }, (_, i) => [0, 1, 2, NaN][(v * 7 + i * i + v * i) % 4]),
  );
  const genotypes = cohort(rows);
  const weights = rows.map((_, v) => Math.sin(v));
  const alone = await scored(genotypes, weightsOf(weights));
  const many = await scored(
    genotypes,
    Array.from({ length: 9 }, (_, c) => weightsOf(weights.map((w) => w * (c + 1)))),
  );
  expect(many.sum("s")).toEqual(alone.sum());
});
