import { describe, expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import { randomStream } from "../../random.ts";
import type { SummaryStatistics } from "../../sumstats/summary-file.ts";
import { Table } from "../../table.ts";
import { associations } from "../harmonise/associations.ts";
import { bidirectional } from "./bidirectional.ts";
import { mediation } from "./mediation.ts";

const OWN = 40;

/** Studies of a world in which x raises m by `a`, m raises y by `b`, and x raises y directly by `c`. */
function studies(
  seed: number,
  { a = 0.5, b = 0.4, c = 0.3 }: { a?: number; b?: number; c?: number } = {},
): Record<"x" | "m" | "y", SummaryStatistics> {
  const random = randomStream(seed, "mediation.test");
  const ids = Array.from({ length: 2 * OWN }, (_, i) => `rs${i + 1}`);
  const onX = ids.map((_, i) => (i < OWN ? 0.05 + 0.05 * random.uniform() : 0));
  const onM = ids.map((_, i) => a * onX[i] + (i < OWN ? 0 : 0.05 + 0.05 * random.uniform()));
  const onY = ids.map((_, i) => b * onM[i] + c * onX[i]);
  const study = (name: string, truth: readonly number[]): SummaryStatistics => {
    const standardError = ids.map(() => 0.003 + 0.001 * random.uniform());
    return associations({
      ...{ name, variantId: ids, standardError, unit: "SD", n: 100_000 },
      effectAllele: ids.map(() => "A"),
      otherAllele: ids.map(() => "G"),
      effectAlleleFrequency: ids.map(() => 0.3),
      beta: truth.map((effect, i) => effect + standardError[i] * random.normal()),
      chromosome: ids.map((_, i) => 1 + (i % 20)),
      basePairLocation: ids.map((_, i) => 1e6 + 2e7 * Math.floor(i / 20)),
    });
  };
  return { x: study("x", onX), m: study("m", onM), y: study("y", onY) };
}

/** The study as if with a ten-thousandth of its people. */
function smaller({ columns, provenance }: SummaryStatistics): Table {
  const { negLog10PValue, pValue, ...others } = columns;
  expect(negLog10PValue.length).toBe(pValue.length);
  const standardError = columns.standardError.map((value) => 100 * value);
  return new Table({ ...others, standardError }, provenance);
}

/** The instruments as an oracle would choose them, without winner's curse and without those of x among those of m. */
function oracle({ x, m }: Record<"x" | "m", SummaryStatistics>) {
  const rows = Array.from({ length: OWN }, (_, i) => i);
  return { exposure: x.take(rows), mediator: m.take(rows.map((row) => row + OWN)) };
}

describe("mr.mediation", () => {
  test("finds each path within 4 standard errors, and the same by product and by difference", async () => {
    const world = studies(1);
    const { x: exposure, m: mediator, y: outcome } = world;
    const found = await mediation({ exposure, mediator, outcome, instruments: oracle(world) });
    const truth = [0.5, 0.5, 0.4, 0.3, 0.2, 0.2, 0.4, 0.4];
    const { beta, standardError, bootstrapCiLower, bootstrapCiUpper, ciLower, ciUpper } =
      found.columns;
    truth.forEach((value, i) => {
      expect(Math.abs(beta[i] - value), found.columns.effect[i]).toBeLessThan(4 * standardError[i]);
    });
    // The bootstrap's interval is the delta method's, but for skewness and Monte-Carlo error.
    for (let i = 4; i < 8; i++) {
      expect(Math.abs(bootstrapCiLower[i] - ciLower[i])).toBeLessThan(0.15 * standardError[i]);
      expect(Math.abs(bootstrapCiUpper[i] - ciUpper[i])).toBeLessThan(0.15 * standardError[i]);
    }
    expect(found.verdict).toContain("passes through m");
    expect(found.shared).toEqual([]);
  });

  test("covers the mediated effect in 95 % of 100 worlds", async () => {
    let covered = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const world = studies(seed);
      const { x: exposure, m: mediator, y: outcome } = world;
      const { columns } = await mediation({
        ...{ exposure, mediator, outcome, instruments: oracle(world), bootstraps: 10 },
      });
      covered += Number(columns.ciLower[4] <= 0.2 && 0.2 <= columns.ciUpper[4]);
    }
    // Within 3 standard errors (2.2) of 95.
    expect(covered).toBeGreaterThanOrEqual(88);
  }, 60_000);

  test("names the variants of both and leaves them out of the second step", async () => {
    const { x: exposure, m: mediator, y: outcome } = studies(2);
    const found = await mediation({ exposure, mediator, outcome });
    expect(found.shared.length).toBeGreaterThan(10);
    const second = new Set(found.mediatorOnOutcome.effects.variantId);
    expect(found.shared.filter((id) => second.has(id))).toEqual([]);
    expect(second.size).toBe(OWN);
    expect(found.notices[0]).toContain("instruments of both x and m left out of the second step");
  });

  test("refuses a proportion of a total effect that may be 0, in words", async () => {
    const world = studies(3, { a: 0.5, b: 0.4, c: -0.2 });
    const { x: exposure, m: mediator, y: outcome } = world;
    const found = await mediation({ exposure, mediator, outcome, instruments: oracle(world) });
    expect(found.columns.beta.slice(6)).toEqual(Float64Array.of(NaN, NaN));
    expect(found.columns.reason[6]).toContain("may be 0");
    expect(found.columns.errorCode[6]).toBe("NEEDS_MORE_INPUT");
    expect(found.columns.beta[4]).toBeCloseTo(0.2, 1);
    expect(found.verdict).toContain("may be 0");
  });

  test("gives the same with the same seed, and refuses what cannot be told apart", async () => {
    const world = studies(4);
    const { x: exposure, m: mediator, y: outcome } = world;
    const given = { exposure, mediator, outcome, instruments: oracle(world) };
    const run = async (seed: number) => (await mediation({ ...given, seed })).columns;
    expect(await run(5)).toEqual(await run(5));
    expect((await run(5)).bootstrapCiLower[4]).not.toBe((await run(6)).bootstrapCiLower[4]);
    await expect(mediation({ ...given, mediator: exposure })).rejects.toThrow("Two of the traits");
    const same = { ...given, mediator: exposure, mediatorTrait: { name: "copy" } };
    await expect(mediation({ ...same, instruments: undefined })).rejects.toThrow(
      "copy has no instrument of its own",
    );
    const collinear = mediation({
      ...same,
      instruments: { ...oracle(world), mediator: exposure.take([OWN, OWN + 1, OWN + 2]) },
    });
    await expect(collinear).rejects.toSatisfy((error) => isAnalysisError(error, "not-estimable"));
  });
});

describe("mr.bidirectional", () => {
  test("finds the one direction that there is, with its instruments and Steiger tests", async () => {
    const { x: a, m: b } = studies(1, { a: 0.25 });
    const found = await bidirectional({ a, b, removeShared: true, methods: ["ivw"] });
    const [there] = found.forward.estimates!.toRows();
    expect(found.forward.steiger!.overall.isExposureToOutcome).toBe(true);
    expect(found.backward.estimates!.rowCount).toBe(1);
    const [back] = found.backward.estimates!.toRows();
    expect(Math.abs(back.beta)).toBeLessThan(4 * back.standardError);
    expect(there.ciLower).toBeGreaterThan(0);
    expect(found.verdict).toContain("x → m");
    expect(found.notices[0]).toContain("left out");
    const used = new Set(found.backward.harmonised!.effects.variantId);
    expect(found.shared.filter((id) => used.has(id))).toEqual([]);
  });

  test("with shared instruments, tells by Steiger which of two significant directions holds", async () => {
    const { x: a, m: b } = studies(1, { a: 0.5 });
    const found = await bidirectional({ a, b, methods: ["ivw"] });
    expect(found.shared.length).toBeGreaterThan(10);
    const [there] = found.forward.estimates!.toRows();
    expect(Math.abs(there.beta - 0.5)).toBeLessThan(4 * there.standardError);
    expect(found.notices[0]).toContain("used in both directions");
  });

  test("one direction without instruments is told, and two are refused", async () => {
    const { x: a, m: b } = studies(1, { a: 0.5 });
    const weak = smaller(b);
    const found = await bidirectional({ a, b: weak, methods: ["ivw"] });
    expect(found.backward.refusal?.message).toContain("m has no instrument");
    expect(found.verdict).toContain("not estimable");
    await expect(bidirectional({ a: smaller(a), b: weak })).rejects.toThrow("x has no instrument");
  });
});
