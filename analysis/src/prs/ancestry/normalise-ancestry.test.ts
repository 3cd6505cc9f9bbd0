import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import { Table } from "../../table.ts";
import { normaliseAncestry, type NormaliseAncestryOptions } from "./normalise-ancestry.ts";

const CENTRES = { AFR: [4, 0], EUR: [-2, 3], EAS: [-2, -3] } as const;
const NAMES = Object.keys(CENTRES) as (keyof typeof CENTRES)[];

/** A score whose mean and spread change along the first component. */
function people(prefix: string, populations: readonly (keyof typeof CENTRES)[], seed: number) {
  const random = randomStream(seed, "people");
  const n = populations.length;
  const [one, two, score] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  populations.forEach((name, i) => {
    one[i] = CENTRES[name][0] + random.normal();
    two[i] = CENTRES[name][1] + 0.5 * random.normal();
    score[i] = 10 + 2 * one[i] + Math.exp(0.15 * one[i]) * random.normal();
  });
  const individualId = populations.map((_, i) => `${prefix}${i}`);
  return {
    components: new Table({ individualId, PC1: one, PC2: two }),
    scores: new Table({ individualId, score }),
  };
}

const cycle = (n: number): (keyof typeof CENTRES)[] =>
  Array.from({ length: n }, (_, i) => NAMES[i % 3]);
const populations = cycle(3000);
const reference = { ...people("r", populations, 1), populations };
const target = people("t", cycle(600), 2);
const components = { similarity: 2, normalisation: 2 };
const options: NormaliseAncestryOptions = { reference, target, components };

describe("normaliseAncestry", () => {
  const result = normaliseAncestry(options);

  test("finds the population that people came from", () => {
    expect(result.columns.mostSimilarPopulation).toEqual(cycle(600));
    expect(result.populations.toRows()[0]).toEqual({
      population: "AFR",
      reference: 1000,
      target: 200,
      lowConfidence: 0,
    });
  });

  test("finds the slopes that the scores were drawn with", () => {
    const { mean, logVarianceOfBoth, term } = result.models.columns;
    const deviation = Math.sqrt(8 + 1);
    expect(term).toEqual(["intercept", "PC1", "PC2"]);
    expect(mean[1]).toBeCloseTo(2 * deviation, 0);
    expect(logVarianceOfBoth[1]).toBeCloseTo(0.3 * deviation, 0);
  });

  test("Z_norm2 has mean 0 and variance 1 in every population, Z_norm1 not its variance", () => {
    const varianceOf = (z: Float64Array, name: string): number => {
      const own = z.filter((_, i) => populations[i] === name);
      return own.reduce((sum, value) => sum + value * value, 0) / own.length;
    };
    const { zNorm1, zNorm2 } = result.reference.columns;
    for (const name of NAMES) {
      // Three standard errors of a variance of 1000 people.
      expect(Math.abs(varianceOf(zNorm2, name) - 1)).toBeLessThan(0.134);
    }
    expect(varianceOf(zNorm1, "AFR")).toBeGreaterThan(1.6);
    expect(varianceOf(zNorm1, "EUR")).toBeLessThan(0.7);
  });

  test("distances have as many degrees of freedom as components: P is uniform", () => {
    const sorted = (result.similarity.columns["negLog10PValue"] as Float64Array)
      .map((value) => 10 ** -value)
      .sort();
    const away = sorted.map((p, i) => Math.abs(p - (i + 0.5) / sorted.length));
    // Kolmogorov's 99.9 % bound.
    expect(Math.max(...away)).toBeLessThan(1.95 / Math.sqrt(sorted.length));
  });

  test("marks people unlike all populations, and says so", () => {
    const far = {
      components: new Table({
        individualId: ["x"],
        PC1: Float64Array.of(400),
        PC2: Float64Array.of(-350),
      }),
      scores: new Table({ individualId: ["x"], score: Float64Array.of(3) }),
    };
    const { columns, notices, similarity } = normaliseAncestry({ ...options, target: far });
    expect(Array.from(columns.isLowConfidence)).toEqual([1]);
    expect(Number(similarity.columns["negLog10PValue"][0])).toBeGreaterThan(1000);
    expect(notices[0]).toContain("A few of 1 people are unlike every population");
  });

  test("people of the reference who do not train are compared, and change nothing", () => {
    const odd = people("r", populations, 1);
    (odd.scores.columns["score"] as Float64Array)[7] = 1e6;
    const isTraining = populations.map((_, i) => i !== 7);
    const without = normaliseAncestry({ ...options, reference: { ...reference, isTraining } });
    const with7 = normaliseAncestry({
      ...options,
      reference: { ...reference, ...odd, isTraining },
    });
    expect(with7.columns.zNorm2).toEqual(without.columns.zNorm2);
    expect(with7.reference.columns.zNorm1[7]).toBeGreaterThan(1000);
  });

  test("joins by ids in any order, and counts who is left out", () => {
    const order = Array.from({ length: 599 }, (_, i) => 599 - i);
    const shuffled = { ...target, scores: target.scores.take(order) };
    const other = normaliseAncestry({ ...options, target: shuffled });
    expect(other.columns.zNorm2).toEqual(result.columns.zNorm2.slice(1));
    expect(other.notices).toEqual([
      "1 people of the target left out: without components or scores.",
    ]);
  });

  test("shows populations, never a person", () => {
    const display = (result as unknown as Record<symbol, () => Record<string, string>>)[
      Symbol.for("Jupyter.display")
    ]();
    for (const text of [inspect(result), display["text/plain"], display["text/html"]]) {
      expect(text).toContain("1 score of 600 people");
      expect(text).not.toMatch(/\b[tr]\d+\b/);
    }
    expect(inspect(result.similarity)).not.toMatch(/\bt\d+\b/);
  });
});

test("displays do not count few people", () => {
  const rows = Array.from({ length: 90 }, (_, i) => i).filter((i) => i % 3 < 2 || i < 9);
  const { populations: counts } = normaliseAncestry({
    ...options,
    target: { ...target, scores: target.scores.take(rows) },
  });
  expect(Array.from(counts.columns.target)).toEqual([30, 30, 3]);
  const text = inspect(
    normaliseAncestry({ ...options, target: { ...target, scores: target.scores.take(rows) } }),
  );
  expect(text).toMatch(/EAS +1000 +few +few/);
  expect(text.match(/\b30\b/g)).toHaveLength(1);
});

describe("refusals", () => {
  test("a population that is smaller than its components is named", () => {
    const few = populations.map((name, i) => (i < 2 ? "SAS" : name));
    expect(() =>
      normaliseAncestry({ ...options, reference: { ...reference, populations: few } }),
    ).toThrow("SAS has 2 people");
  });

  test("a score that does not vary is left out, alone it is an error", () => {
    const { individualId } = reference.scores.columns;
    const constant = new Float64Array(3000).fill(1);
    const withConstant = {
      ...reference,
      scores: new Table({ ...reference.scores.columns, constant }),
    };
    const both = new Table({ ...target.scores.columns, constant: new Float64Array(600) });
    const result = normaliseAncestry({
      ...options,
      reference: withConstant,
      target: { ...target, scores: both },
    });
    expect(new Set(result.columns.score)).toEqual(new Set(["score"]));
    expect(result.notices[0]).toContain("do not vary in the reference: constant");
    const alone = { ...reference, scores: new Table({ individualId, score: constant }) };
    expect(() => normaliseAncestry({ ...options, reference: alone })).toThrow("score cannot");
  });

  test.each([
    [{ components: { similarity: 3, normalisation: 2 } }, "2 principal components, 3 are asked"],
    [{ components: { similarity: 0 } }, "components.similarity is 0"],
    [{ scores: ["height"] }, "height is no column of numbers in both"],
    [{ leastP: 0 }, "leastP is 0"],
    [{ reference: { ...reference, populations: ["EUR"] } }, "1 values for 3000 people"],
    [
      { reference: { ...reference, isTraining: new Uint8Array(3000) } },
      "No person of the reference has a population",
    ],
    [{ target: { ...target, scores: reference.scores } }, "None of the 600 people of the target"],
    [
      { target: { ...target, scores: new Table({ score: new Float64Array(600) }) } },
      "has no individualId",
    ],
  ])("%#", (wrong, message) => {
    expect(() => normaliseAncestry({ ...options, ...wrong })).toThrow(message);
  });
});
