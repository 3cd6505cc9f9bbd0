import { afterAll, describe, expect, test } from "vitest";
import { release, threads, useThreads } from "../../compute/engine/pool.ts";
import { isAnalysisError } from "../../errors.ts";
import type { Progress } from "../../task.ts";
import { Table } from "../../table.ts";
import { estimate } from "../estimators/estimate.ts";
import { methods } from "../estimators/registry.ts";
import { harmonise } from "../harmonise/harmonise.ts";
import { associations } from "../harmonise/associations.ts";
import { instruments } from "../instruments/instruments.ts";
import { simulate } from "../simulation/simulate.ts";
import { benjaminiHochberg, bonferroni } from "./adjusted-p.ts";
import { scan } from "./scan.ts";

const simulated = simulate({ seed: 2, nullVariants: 300 });
const { exposure, outcome } = simulated;
const originalThreads = threads();
afterAll(async () => {
  await release();
  useThreads(originalThreads);
});

/** The exposure with other errors of measurement, so that no two are alike. */
function noisy(count: number): { name: string; table: Table }[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `trait ${i + 1}`,
    table: simulate({ seed: 2, nullVariants: 300, exposureSamples: 60_000 + 1000 * i }).exposure,
  }));
}

describe("mr.scan", () => {
  test("gives what mr.estimate gives for each pair, with the seed of the row", async () => {
    const found = await scan({ exposures: exposure, outcomes: outcome, bootstraps: 100 });
    const harmonised = harmonise({ exposure: instruments(exposure), outcome });
    const { columns } = found;
    expect(found.rowCount).toBe(5);
    for (let row = 0; row < found.rowCount; row++) {
      const seed = Number.isNaN(columns.seed[row]) ? 1 : columns.seed[row];
      const own = estimate(harmonised, { bootstraps: 100, seed }).row(row);
      const { negLog10BonferroniP, negLog10FalseDiscoveryRate, ...rest } = found.row(row);
      expect(rest).toEqual(own);
      expect(negLog10BonferroniP).toBe(own.negLog10PValue);
      expect(negLog10FalseDiscoveryRate).toBe(own.negLog10PValue);
    }
    const [pair] = found.pairs.toRows();
    expect(pair.kept).toBe(harmonised.keptRows.length);
    const { verdict } = harmonised.columns;
    expect(pair.inOutcome).toBe(verdict.filter((one) => one !== "not in outcome").length);
    expect(pair.instruments).toBe(harmonised.rowCount);
  });

  test("is the same to the last bit on 1, 2 and 3 workers, in any order and one by one", async () => {
    const exposures = noisy(12);
    const run = async (count: number): Promise<unknown> => {
      useThreads(count);
      return (await scan({ exposures, outcomes: outcome, bootstraps: 50 })).columns;
    };
    const one = await run(1);
    expect(await run(2)).toEqual(one);
    expect(await run(3)).toEqual(one);
    const backwards = await scan({
      exposures: exposures.slice(0, 9).reverse(),
      outcomes: outcome,
      bootstraps: 50,
    });
    const alone = await scan({
      exposures: exposures.slice(4, 5),
      outcomes: outcome,
      bootstraps: 50,
    });
    const of = (table: Table, name: string): unknown =>
      table
        .filter((row) => String(row["exposure"]) === name)
        .select("beta", "standardError", "seed")
        .toRows();
    expect(of(backwards, "trait 5")).toEqual(of(alone, "trait 5"));
    expect(of(backwards, "trait 5")).toHaveLength(5);
  });

  test("more pairs than are estimated at once keep their order and their numbers", async () => {
    const [{ table }] = noisy(1);
    const strong = instruments(table).head(6);
    const exposures = Array.from({ length: 300 }, (_, i) => ({ name: `copy ${i}`, table: strong }));
    const options = { outcomes: outcome, methods: ["weightedMedian"] as const, bootstraps: 10 };
    const { columns } = await scan({ exposures, threshold: 1, ...options });
    expect(columns.exposure).toEqual(exposures.map(({ name }) => name));
    const last = await scan({ exposures: exposures.slice(290), threshold: 1, ...options });
    expect(columns.standardError.slice(290)).toEqual(last.columns.standardError);
    expect(new Set(columns.standardError).size).toBe(300);
  });

  test("does not stop at studies that cannot be used, and says why in each row", async () => {
    const one = associations({
      name: "one variant",
      variantId: [exposure.columns.variantId[0]],
      effectAllele: [exposure.columns.effectAllele[0]],
      otherAllele: [exposure.columns.otherAllele[0]],
      beta: [0.2],
      standardError: [0.01],
    });
    const elsewhere = associations({
      name: "elsewhere",
      variantId: ["rs1", "rs2"],
      effectAllele: ["A", "C"],
      otherAllele: ["G", "T"],
      beta: [0.2, 0.3],
      standardError: [0.01, 0.01],
    });
    const found = await scan({
      exposures: [
        exposure,
        { name: "nothing strong", table: exposure.filter((row) => row.negLog10PValue < 3) },
        elsewhere,
        { name: "no effects", table: new Table({ variantId: ["rs1"] }) },
        one,
        { name: "no table", table: undefined as unknown as Table },
        exposure,
      ],
      outcomes: outcome,
      methods: ["ivw", "egger"],
      bootstraps: 10,
    });
    const summary = found.toRows().map((row) => [row.exposure, row.methodId, row.errorCode]);
    const first = simulated.outcome.columns.variantId.includes(exposure.columns.variantId[0]);
    expect(first).toBe(true);
    expect(summary).toEqual([
      ["exposure", "ivw", ""],
      ["exposure", "egger", ""],
      ["nothing strong", "ivw", "TOO_FEW_VARIANTS"],
      ["nothing strong", "egger", "TOO_FEW_VARIANTS"],
      ["elsewhere", "ivw", "NO_OVERLAP"],
      ["elsewhere", "egger", "NO_OVERLAP"],
      ["no effects", "ivw", "INVALID_ARGUMENT"],
      ["no effects", "egger", "INVALID_ARGUMENT"],
      ["one variant", "ivw", ""],
      ["one variant", "egger", "TOO_FEW_VARIANTS"],
      ["no table", "ivw", "INVALID_ARGUMENT"],
      ["no table", "egger", "INVALID_ARGUMENT"],
      ["exposure (2)", "ivw", ""],
      ["exposure (2)", "egger", ""],
    ]);
    for (const row of found.toRows()) {
      expect(Number.isNaN(row.beta)).toBe(row.errorCode !== "");
      expect(row.reason !== "").toBe(row.errorCode !== "");
    }
    expect(found.row(3).reason).toContain("nothing strong has no instrument.");
    expect(found.pairs.columns.reason.filter((reason) => reason !== "")).toHaveLength(4);
  });

  test("takes one exposure and many outcomes from a generator, which is asked for one at a time", async () => {
    let open = 0;
    const outcomes = (async function* () {
      for (const seed of [11, 12, 13]) {
        open += 1;
        await Promise.resolve();
        yield { name: `outcome of seed ${seed}`, table: outcome };
      }
    })();
    const found = await scan({ exposures: exposure, outcomes, methods: ["ivw"] });
    expect(open).toBe(3);
    expect(found.columns.outcome).toEqual([11, 12, 13].map((seed) => `outcome of seed ${seed}`));
    expect(new Set(found.columns.beta).size).toBe(1);
  });

  test("estimators with options are run, too", async () => {
    const chosen = [methods.ivw({ model: "fixed" })];
    const found = await scan({ exposures: noisy(9), outcomes: outcome, methods: chosen });
    expect(new Set(found.columns.methodId)).toEqual(new Set(["ivw.fixed"]));
    expect(found.columns.errorCode.join("")).toBe("");
  });

  test("covers the truth in as many of 60 studies as an interval of 95 % should", async () => {
    const studies = Array.from({ length: 60 }, (_, i) =>
      simulate({ seed: i + 1, nullVariants: 0 }),
    );
    let covered = 0;
    for (const { discovery, exposure: own, outcome: other, causalEffect } of studies) {
      const chosen = new Set(instruments(discovery).columns.variantId);
      const strong = own.filter((row) => chosen.has(row.variantId));
      const options = { outcomes: other, methods: ["ivw"] as const, threshold: 1 };
      const { ciLower, ciUpper } = (await scan({ exposures: strong, ...options })).columns;
      covered += Number(ciLower[0] <= causalEffect && causalEffect <= ciUpper[0]);
    }
    // Within 3 standard errors (1.7) of 57.
    expect(covered).toBeGreaterThanOrEqual(52);
  }, 30_000);

  test("tells where it stands, and stops when it is told to", async () => {
    const exposures = noisy(40);
    const seen: Progress[] = [];
    const controller = new AbortController();
    const run = scan({
      exposures,
      outcomes: outcome,
      bootstraps: 3000,
      signal: controller.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (progress.unit === "pairs" && progress.done > 0) controller.abort();
      },
    });
    await expect(run).rejects.toSatisfy((error) => isAnalysisError(error, "cancelled"));
    expect(seen.some(({ unit }) => unit === "exposures")).toBe(true);
    expect(Math.max(...seen.map(({ done, total }) => done - total))).toBeLessThanOrEqual(0);
  }, 30_000);

  test("refuses settings, not studies", async () => {
    await expect(scan({ exposures: [], outcomes: outcome })).rejects.toThrow("no exposure");
    await expect(scan({ exposures: exposure, outcomes: [] })).rejects.toThrow("no outcome");
    await expect(scan({ exposures: exposure, outcomes: outcome, bootstraps: 1 })).rejects.toThrow(
      "bootstraps",
    );
    await expect(
      scan({ exposures: exposure, outcomes: outcome, methods: JSON.parse('["least"]') as ["ivw"] }),
    ).rejects.toThrow("There is no method least.");
  });
});

describe("P values of many tests", () => {
  // R: p.adjust(c(0.01, 0.02, 0.03, 0.5, NA, 1e-320), "BH") and "bonferroni"
  const p = Float64Array.of(2, -Math.log10(0.02), -Math.log10(0.03), -Math.log10(0.5), NaN, 400);

  test("agree with R's p.adjust, and stay finite where P is 0 as a number", () => {
    const expected = [0.025, 1 / 30, 0.0375, 0.5];
    const rates = benjaminiHochberg(p);
    expected.forEach((rate, i) => expect(10 ** -rates[i]).toBeCloseTo(rate, 12));
    expect(rates[4]).toBeNaN();
    expect(rates[5]).toBeCloseTo(400 - Math.log10(5), 12);
    const bounds = bonferroni(p);
    [0.05, 0.1, 0.15, 1].forEach((bound, i) => expect(10 ** -bounds[i]).toBeCloseTo(bound, 12));
    expect(bounds[5]).toBeCloseTo(400 - Math.log10(5), 12);
  });
});
