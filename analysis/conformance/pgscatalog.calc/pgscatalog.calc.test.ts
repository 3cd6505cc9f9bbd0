import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { normaliseAncestry } from "../../src/prs/ancestry/normalise-ancestry.ts";
import { chiSquareLnP } from "../../src/stats/chi-square.ts";
import { Table } from "../../src/table.ts";

type Numbers = Readonly<Record<string, readonly number[]>>;
interface Expected {
  readonly reference: Numbers & { readonly SuperPop: readonly string[] };
  readonly target: Numbers;
  readonly similar: Numbers & { readonly MostSimilarPop: readonly string[] };
  readonly adjusted: Readonly<Record<string, { reference: Numbers; target: Numbers }>>;
}
const expected = JSON.parse(
  readFileSync(new URL("expected.json", import.meta.url), "utf8"),
) as Expected;

const PCS = ["PC1", "PC2", "PC3", "PC4", "PC5"];
const SCORES = ["height", "few"];

function tableOf(people: Numbers, names: readonly string[], prefix: string): Table {
  return new Table({
    individualId: people[names[0]].map((_, i) => `${prefix}${i}`),
    ...Object.fromEntries(names.map((name) => [name, Float64Array.from(people[name])])),
  });
}

function normalise(normalisation: number): ReturnType<typeof normaliseAncestry> {
  const { reference, target } = expected;
  return normaliseAncestry({
    reference: {
      components: tableOf(reference, PCS, "r"),
      scores: tableOf(reference, SCORES, "r"),
      populations: reference.SuperPop,
      isTraining: reference["Unrelated"],
    },
    target: { components: tableOf(target, PCS, "t"), scores: tableOf(target, SCORES, "t") },
    components: { normalisation },
  });
}

const NAMES = [
  ["SUM", "sum", 0],
  ["percentile_MostSimilarPop", "percentileMostSimilarPopulation", 1e-12],
  ["Z_MostSimilarPop", "zMostSimilarPopulation", 1e-10],
  ["Z_norm1", "zNorm1", 1e-10],
  // Its minimiser stops at a gradient of 1e-5.
  ["Z_norm2", "zNorm2", 1e-5],
] as const;

describe.each([4, 2])("scores adjusted by %s components", (components) => {
  const result = normalise(components);
  const peers = expected.adjusted[String(components)];

  test.each(["target", "reference"] as const)("of the %s", (group) => {
    const columns = (group === "target" ? result : result.reference).columns;
    const theirs = peers[group];
    const n = theirs["SUM|height"].length;
    for (const [s, score] of SCORES.entries()) {
      for (const [peer, name, tolerance] of NAMES) {
        const own = columns[name].subarray(s * n, (s + 1) * n);
        const away = Math.max(
          ...own.map((value, i) => Math.abs(value - theirs[`${peer}|${score}`][i])),
        );
        expect(away, `${peer}|${score}`).toBeLessThanOrEqual(tolerance);
      }
    }
  });
});

describe("similar populations", () => {
  const { similarity } = normalise(4);

  test("are the same, by the same distances", () => {
    expect(similarity.columns["mostSimilarPopulation"]).toEqual(expected.similar.MostSimilarPop);
    for (const name of ["AFR", "EUR", "EAS", "AMR"]) {
      const distances = similarity.columns[`squaredDistance ${name}`] as Float64Array;
      expected.similar[`Mahalanobis_P_${name}`].forEach((p, i) => {
        if (p === 0) return;
        // The peer takes one degree of freedom fewer than there are components.
        const lnP = chiSquareLnP(distances[i], 4);
        expect(Math.abs(lnP - Math.log(p))).toBeLessThan(1e-9 * Math.max(1, Math.abs(lnP)));
      });
    }
  });
});
