import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { prsCs, type PrsCs, type PrsCsOptions } from "../../src/prs/methods/index.ts";
import { Table } from "../../src/table.ts";
import { chr22Study } from "../peer/chr22-study.ts";
import {
  correlation,
  expectAgreement,
  monteCarloAgreement,
  type OverRuns,
} from "../peer/monte-carlo.ts";
import { hasData, reference } from "../peer/shared-data.ts";
import { COMPLEMENT, ownPanel } from "./own-panel.ts";

interface Run extends OverRuns {
  readonly n: number;
  readonly iterations: number;
  readonly burnIn: number;
  readonly seeds: number;
}

interface RunOfKnownTruth extends Run {
  /** Correlations with the true effects, by seed. */
  readonly toTruth: readonly number[];
}

interface Expected {
  readonly fixed: RunOfKnownTruth;
  /** φ of each seed in three digits, its mean over iterations. */
  readonly auto: RunOfKnownTruth & { readonly globalShrinkage: readonly number[] };
  readonly own: Run & Record<"variantId" | "effectAllele", readonly string[]>;
}

const expected = JSON.parse(
  readFileSync(new URL("expected.json", import.meta.url), "utf8"),
) as Expected;

const SEEDS = 6;

interface OverSeeds {
  /** Mean over seeds. */
  readonly weights: Float64Array;
  readonly bySeed: readonly Float64Array[];
  readonly variantId: readonly string[];
  readonly effectAllele: readonly string[];
  /** Means of φ, by seed. */
  readonly phi: readonly number[];
}

async function overSeeds(options: PrsCsOptions, { iterations, burnIn }: Run): Promise<OverSeeds> {
  const runs: PrsCs[] = [];
  for (let seed = 1; seed <= SEEDS; seed++)
    runs.push(await prsCs({ ...options, iterations, burnIn, thin: 1, seed }));
  const bySeed = runs.map(({ weights }) => weights[0]);
  const weights = bySeed[0].map((_, v) => mean(bySeed.map((own) => own[v])));
  const { variantId, effectAllele } = runs[0].columns;
  const phi = runs.map(({ estimates }) => estimates.columns.estimate[0]);
  return { weights, bySeed, variantId, effectAllele, phi };
}

describe.skipIf(!hasData("prs-sim-chr22"))(
  "800 variants, 20,000 people (needs ../shared/data)",
  () => {
    const { panel, summary, sd, truth } = chr22Study();
    const { beta, standardError } = summary.columns as Record<string, Float64Array>;
    // Standard deviation of trait over that of genotypes: effects are compared on the standardised scale.
    const scale = beta.map((effect, v) => Math.sqrt(20_000 * standardError[v] ** 2 + effect ** 2));
    const standardised = (weights: ArrayLike<number>): Float64Array =>
      Float64Array.from(weights, (weight, v) => weight / scale[v]);

    const expectSame = (
      { weights, bySeed }: OverSeeds,
      title: string,
      run: RunOfKnownTruth,
    ): void => {
      const agreement = monteCarloAgreement(standardised(weights), SEEDS, run, run.seeds);
      expectAgreement(title, agreement, 0.997);
      const toTruth = bySeed.map((own) => correlation(standardised(own), truth));
      expectSameMean(`${title}: correlation with the truth`, toTruth, run.toTruth);
    };

    test("fixed φ: as far from PRS-CS as its own seeds are from each other", async () => {
      const own = await overSeeds({ summary, panel, phi: 0.01 }, expected.fixed);
      expectSame(own, "PRS-CS, φ 0.01", expected.fixed);
      // Single runs of the peer, kept with the data; two of its seeds correlate at 0.9959.
      for (const seed of [1, 2]) {
        const { PST_BETA } = reference(`prs-sim-chr22/ref_prscs_phi1e-2_seed${seed}.tsv`).columns;
        const theirs = Float64Array.from(PST_BETA, (text, v) => Number(text) * sd[v]);
        expect(correlation(standardised(own.weights), theirs)).toBeGreaterThan(0.995);
      }
    }, 300_000);

    test("φ learned", async () => {
      const own = await overSeeds({ summary, panel }, expected.auto);
      expectSame(own, "PRS-CS-auto", expected.auto);
      expectSameMean("PRS-CS-auto: φ", own.phi, expected.auto.globalShrinkage);
      const { PST_BETA } = reference("prs-sim-chr22/ref_prscs_auto_seed1.tsv").columns;
      const theirs = Float64Array.from(PST_BETA, (text, v) => Number(text) * sd[v]);
      expect(correlation(standardised(own.weights), theirs)).toBeGreaterThan(0.99);
    }, 300_000);
  },
);

describe.skipIf(!hasData("prs-prscs-test"))("PRS-CS's own test data (needs ../shared/data)", () => {
  test("are matched by name and alleles of either strand, and weighted alike", async () => {
    const panel = ownPanel();
    const { SNP, A1, A2, BETA, SE } = reference("prs-prscs-test/sumstats_se.txt").columns;
    const beta = Float64Array.from(BETA, Number);
    const standardError = Float64Array.from(SE, Number);
    const summary = new Table({
      ...{ variantId: SNP, effectAllele: A1, otherAllele: A2, beta, standardError },
    });
    const { n, seeds, variantId, effectAllele } = expected.own;
    // The program takes letters of palindromic variants as they are.
    const options = { summary, panel, n, phi: 0.01, palindromic: "assumeForward" } as const;
    const own = await overSeeds(options, expected.own);
    expect(own.variantId).toEqual(variantId);
    const rowOf = new Map(SNP.map((id, row) => [id, row]));
    const found = own.weights.map((weight, v) => {
      const row = rowOf.get(own.variantId[v])!;
      const scale = Math.sqrt(n * standardError[row] ** 2 + beta[row] ** 2);
      const letters = [own.effectAllele[v], COMPLEMENT[own.effectAllele[v]]];
      return (letters.includes(effectAllele[v]) ? weight : -weight) / scale;
    });
    expectAgreement(
      "PRS-CS's test data",
      monteCarloAgreement(found, SEEDS, expected.own, seeds),
      0.99,
    );
  }, 300_000);
});

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Within 3.5 standard errors, which the peer's spread over seeds gives. */
function expectSameMean(what: string, own: readonly number[], theirs: readonly number[]): void {
  const centre = mean(theirs);
  const squares = theirs.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const deviation = Math.sqrt(squares / (theirs.length - 1));
  const errors = (mean(own) - centre) / (deviation * Math.sqrt(1 / own.length + 1 / theirs.length));
  console.log(
    `${what} ${mean(own).toPrecision(4)} and ${centre.toPrecision(4)}, ${errors.toFixed(1)} standard errors`,
  );
  expect(Math.abs(errors), what).toBeLessThan(3.5);
}
