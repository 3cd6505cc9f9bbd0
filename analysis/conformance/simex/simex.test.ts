import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as mr from "../../src/mr/index.ts";
import { hasData, ROOT } from "../peer/shared-data.ts";

/** Slope and intercept, then their jackknife standard errors, over `runs` runs of 1000 simulations for each λ. */
interface Expected {
  readonly naive: readonly [number, number];
  readonly mean: readonly number[];
  readonly sd: readonly number[];
  readonly runs: number;
}

const expected = JSON.parse(
  readFileSync(new URL("expected.json", import.meta.url), "utf8"),
) as Record<"ldl" | "sbp", Expected>;
const FILES = {
  ldl: ["mr-lipids-chd/lipids_chd_28snps.tsv", "ldlc", "ldlcse", "chdlodds", "chdloddsse"],
  sbp: ["mr-sbp-cad/SBP_CAD.tsv", "bx", "bxse", "by", "byse"],
} as const;

function effects(set: "ldl" | "sbp"): mr.Harmonised {
  const [path, ...names] = FILES[set];
  const [header, ...rows] = readFileSync(ROOT + path, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
  const [betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome] = names.map(
    (name) => rows.map((row) => Number(row[header.indexOf(name)])),
  );
  return mr.fromArrays({
    exposure: "x",
    outcome: "y",
    betaExposure,
    standardErrorExposure,
    betaOutcome,
    standardErrorOutcome,
  });
}

describe.skipIf(!hasData("mr-lipids-chd") || !hasData("mr-sbp-cad"))(
  "simex 1.8, R 4.2.2 (needs ../shared/data)",
  () => {
    test.each(["ldl", "sbp"] as const)(
      "%s: slope, intercept and jackknife standard errors within three Monte-Carlo errors",
      (set) => {
        const theirs = expected[set];
        const runs = Array.from({ length: theirs.runs }, (_, seed) => {
          const { corrected, standardError, naive } = mr.simexEgger(effects(set), { seed }).columns;
          expect(naive[0]).toBeCloseTo(theirs.naive[0], 10);
          return [...corrected, ...standardError];
        });
        for (const [i, mean] of theirs.mean.entries()) {
          const ours = runs.map((run) => run[i]);
          const average = ours.reduce((sum, value) => sum + value, 0) / ours.length;
          // Both averages are of as many runs, each with the spread that the peer's runs show.
          const error = theirs.sd[i] * Math.sqrt(2 / theirs.runs);
          expect(Math.abs(average - mean)).toBeLessThan(3 * error);
        }
      },
    );

    test("the Monte-Carlo error that is reported is the spread between seeds", () => {
      const { monteCarloError } = mr.simexEgger(effects("ldl"), { seed: 3 }).columns;
      expect(monteCarloError[0] / expected.ldl.sd[0]).toBeGreaterThan(0.6);
      expect(monteCarloError[0] / expected.ldl.sd[0]).toBeLessThan(1.6);
    });
  },
);
