import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  expectedByNeighbours,
  flipLogRatio,
  inconsistency,
  spreadMixture,
} from "./ld-neighbours.ts";

const FOLDER = fileURLToPath(
  new URL("../../../../shared/data/finemap-summary-consistency/", import.meta.url),
);
const PEOPLE = 10_000;

function numbers(name: string): number[][] {
  const bytes = readFileSync(FOLDER + name);
  const lines = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString().trim().split("\n");
  return lines.map((line) => line.split("\t").map(Number));
}

describe.skipIf(!existsSync(FOLDER))(
  "susieR's example with a flipped allele (needs ../shared/data)",
  () => {
    const correlation = Float64Array.from(numbers("LD.tsv.gz").flat());
    const [, ...rows] = numbers("z.tsv");
    // susieR takes z as correlations of the trait.
    const z = Float64Array.from(rows, ([, value]) => {
      return value * Math.sqrt((PEOPLE - 1) / (value ** 2 + PEOPLE - 2));
    });

    test("the inconsistency is that of susieR", () => {
      const s = inconsistency([{ z, correlation }]);
      expect(Math.abs(s - 0.0165937742540796)).toBeLessThan(2e-4);
    });

    test("means and variances given the neighbours are those of susieR's kriging", () => {
      const [, ...theirs] = numbers("ref_kriging.tsv");
      const { mean, variance } = expectedByNeighbours({ z, correlation }, 0.0165937742540796)!;
      theirs.forEach(([, theirZ, theirMean, theirVariance], j) => {
        expect(z[j]).toBeCloseTo(theirZ, 8);
        expect(mean[j]).toBeCloseTo(theirMean, 5);
        expect(variance[j]).toBeCloseTo(theirVariance, 6);
      });
    });

    test("the flipped allele is the likeliest one, by about as much", () => {
      const [, ...theirs] = numbers("ref_kriging.tsv");
      const { mean, variance } = expectedByNeighbours({ z, correlation }, 0.0165937742540796)!;
      const mixture = spreadMixture(
        z.map((value, j) => (value - mean[j]) / Math.sqrt(variance[j])),
      );
      const ratios = theirs.map((_, j) => flipLogRatio(z[j], mean[j], variance[j], mixture));
      const near = [...theirs.keys()].filter((j) => theirs[j][5] > -1.5);
      expect(near.length).toBe(12);
      // The mixture's grid is coarser here.
      for (const j of near) expect(Math.abs(ratios[j] - theirs[j][5])).toBeLessThan(0.05);
      expect(ratios.indexOf(Math.max(...ratios))).toBe(157);
    });
  },
);
