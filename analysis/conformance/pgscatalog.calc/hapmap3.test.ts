import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { principalComponents, projectSamples } from "../../src/genotypes/qc.ts";
import { frequency } from "../../src/genotypes/qc-frequency.ts";
import { normaliseAncestry, type NormalisedScores } from "../../src/prs/ancestry/index.ts";
import { score, scoringFile } from "../../src/prs/scoring/index.ts";
import { chiSquareLnP } from "../../src/stats/chi-square.ts";
import { cohort, hasData, reference } from "../peer/shared-data.ts";

type Numbers = Readonly<Record<string, readonly number[]>>;
interface Expected {
  readonly variants: readonly string[];
  readonly alleles: readonly string[];
  readonly weights: readonly number[];
  readonly components: number;
  /** Of each person of the target, in the order of the data. */
  readonly mostSimilarPopulation: readonly string[];
  readonly p: readonly number[];
  readonly target: Numbers;
  readonly reference: Numbers;
}
const expected = JSON.parse(
  readFileSync(new URL("hapmap3-expected.json", import.meta.url), "utf8"),
) as Expected;

const FOLDER = "geno-hapmap3";

/** PLINK 2 prints loadings and frequencies in six digits. */
const TOLERANCES = [
  ["SUM", "sum", 1e-9],
  ["percentile_MostSimilarPop", "percentileMostSimilarPopulation", 1e-6],
  ["Z_MostSimilarPop", "zMostSimilarPopulation", 1e-6],
  ["Z_norm1", "zNorm1", 1e-5],
  ["Z_norm2", "zNorm2", 1e-5],
] as const;

describe.skipIf(!hasData(FOLDER))(
  "components, projection, scores and normalisation of HapMap 3 (needs ../shared/data)",
  () => {
    let result: NormalisedScores;

    beforeAll(async () => {
      const everyone = await cohort("geno-hapmap3/HM3.bed");
      const people = (isTarget: boolean): Uint32Array =>
        Uint32Array.from({ length: everyone.samples.count }, (_, i) => i).filter(
          (i) => (i % 3 === 2) === isTarget,
        );
      const own = everyone.select({ samples: people(false) });
      const { minorAlleleFrequency } = (await frequency(own)).columns;
      const variants = Uint32Array.from(minorAlleleFrequency.keys()).filter(
        (v) => minorAlleleFrequency[v] >= 0.05,
      );
      const components = await principalComponents(own.select({ variants }), {
        components: expected.components,
      });
      const others = everyone.select({ samples: people(true) });
      const projected = await projectSamples(others.select({ variants }), {
        reference: components,
        method: "plain",
      });
      const { variants: variantId, alleles: effectAllele, weights } = expected;
      const scores = scoringFile({ variantId, effectAllele, weights: { score: weights } });
      const options = { scores, keepAmbiguous: true, missing: "none", flips: false } as const;
      const { IID, POPU } = reference(`${FOLDER}/pop.tsv`).columns;
      const populationOf = new Map(IID.map((id, i) => [id, POPU[i]]));
      result = normaliseAncestry({
        reference: {
          components,
          scores: await score({ genotypes: own, ...options }),
          populations: own.samples.individualId.map((id) => populationOf.get(id)!),
        },
        target: {
          components: projected,
          scores: await score({ genotypes: others, ...options }),
        },
      });
    }, 120_000);

    test("the same most similar populations, ln P of their distances within 1e-4", () => {
      const { columns } = result.similarity;
      expect(columns["mostSimilarPopulation"]).toEqual(expected.mostSimilarPopulation);
      expect(new Set(expected.mostSimilarPopulation).size).toBe(11);
      const away = expected.p.map((p, i) => {
        const name = `squaredDistance ${expected.mostSimilarPopulation[i]}`;
        // The peer takes one degree of freedom fewer than there are components.
        const lnP = chiSquareLnP((columns[name] as Float64Array)[i], expected.components - 1);
        return Math.abs(lnP - Math.log(p)) / Math.max(1, Math.abs(lnP));
      });
      console.log(`ln P: at most ${Math.max(...away).toPrecision(2)} off`);
      expect(Math.max(...away)).toBeLessThan(1e-4);
    });

    test.each(["target", "reference"] as const)("scores of the %s", (group) => {
      const { columns } = group === "target" ? result : result.reference;
      for (const [peer, name, tolerance] of TOLERANCES) {
        const theirs = expected[group][peer];
        if (!theirs) continue;
        expect(columns[name]).toHaveLength(theirs.length);
        const away = Math.max(...columns[name].map((own, i) => Math.abs(own - theirs[i])));
        console.log(`${group}, ${peer}: at most ${away.toPrecision(2)} off`);
        expect(away, peer).toBeLessThan(tolerance);
      }
    });
  },
);
