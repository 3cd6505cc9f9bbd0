import { afterAll, describe, expect, test } from "vitest";
import { release } from "../../compute/engine/pool.ts";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import { Table } from "../../table.ts";
import { associations, type GivenAssociations } from "./associations.ts";
import { harmonise } from "./harmonise.ts";

afterAll(release);

const ids = ["rs1", "rs2", "rs3", "rs4"];
const given: GivenAssociations = {
  name: "LDL",
  variantId: ids,
  chromosome: [1, 1, 1, 2],
  basePairLocation: [1000, 2000, 3000, 4000],
  effectAllele: ["A", "A", "A", "A"],
  otherAllele: ["G", "G", "G", "G"],
  effectAlleleFrequency: [0.3, 0.3, 0.3, 0.3],
  beta: [0.1, 0.2, -0.1, 0.15],
  standardError: [0.01, 0.01, 0.01, 0.01],
};
const exposure = associations(given);
const outcomeWith = (more: Partial<GivenAssociations>): ReturnType<typeof associations> =>
  associations({ ...given, name: "CHD", ...more });
const outcome = outcomeWith({});
const refused = (tag: string): unknown => expect.objectContaining({ tag });

describe("what cannot be used is named", () => {
  test("missing values, standard errors of 0 and effect alleles that nobody tells", () => {
    const { columns, attrition } = harmonise({
      exposure: associations({ ...given, effectAllele: ["A", "A", "A", ""] }),
      outcome: outcomeWith({ beta: [NaN, 0.2, 0.1, 0.1], standardError: [0.1, 0, 0.1, 0.1] }),
    });
    expect(columns.verdict).toEqual([
      "missing value",
      "zero standard error",
      "kept",
      "missing value",
    ]);
    expect(columns.reason[3]).toBe("The exposure does not say its effect allele.");
    expect([...attrition.columns.removed]).toEqual([0, 0, 0, 0, 3, 0, 0]);
  });

  test("variants named twice: alike once, unlike not at all, several alleles by their letters", () => {
    const twice = (beta: number, allele: string): ReturnType<typeof associations> =>
      associations({
        name: "CHD",
        variantId: ["rs1", "rs1"],
        effectAllele: ["A", allele],
        otherAllele: ["G", "G"],
        beta: [0.1, beta],
        standardError: [0.01, 0.01],
      });
    const one = associations({ ...given, variantId: ["rs1", "b", "c", "d"] });
    const verdicts = (study: ReturnType<typeof twice>): string =>
      harmonise({ exposure: one, outcome: study }).columns.reason[0];
    expect(verdicts(twice(0.1, "A"))).toBe(
      "A/G in the exposure, A/G in the outcome. The outcome repeats the row; it was taken once.",
    );
    expect(verdicts(twice(0.2, "A"))).toMatch(/names it 2 times with different numbers/);
    expect(verdicts(twice(0.2, "C"))).toBe("A/G in the exposure, A/G in the outcome.");
    const doubled = harmonise({ exposure: twice(0.2, "A"), outcome });
    expect(doubled.columns.verdict).toEqual(["duplicated", "duplicated"]);
    const repeated = harmonise({ exposure: twice(0.1, "A"), outcome });
    expect(repeated.columns.verdict).toEqual(["kept", "duplicated"]);
  });

  test("all palindromic: nothing is kept, and each says why", () => {
    const otherAllele = ["T", "T", "T", "T"];
    const harmonised = harmonise({
      exposure: associations({ ...given, otherAllele }),
      outcome: outcomeWith({ otherAllele }),
      policy: "dropPalindromic",
    });
    expect(harmonised.effects.variantId).toEqual([]);
    expect(new Set(harmonised.columns.verdict)).toEqual(new Set(["palindromic"]));
  });

  test("no overlap is refused with the names, wrong builds with the builds", () => {
    expect(() =>
      harmonise({ exposure, outcome: outcomeWith({ variantId: ["a", "b", "c", "d"] }) }),
    ).toThrow(/None of the 4 variants of LDL is in CHD: rs1, rs2, rs3, …/);
    const places = ["1_1000_A_G", "1_2000_A_G", "1_3000_A_G", "2_4000_A_G"];
    const moved = ["1_1500_A_G", "1_2500_A_G", "1_3500_A_G", "2_4500_A_G"];
    expect(() =>
      harmonise({
        exposure: associations({ ...given, variantId: places }),
        outcome: outcomeWith({ variantId: moved }),
        exposureTrait: { build: "hg19" },
        outcomeTrait: { build: "GRCh38" },
      }),
    ).toThrow(refused("build-mismatch"));
    const mixed = harmonise({
      exposure: associations({ ...given, variantId: ["rs1", ...places.slice(1)], build: "GRCh37" }),
      outcome: outcomeWith({ variantId: ["rs1", ...places.slice(1)], build: "GRCh38" }),
    });
    expect(mixed.columns.verdict).toEqual(["kept", "other build", "other build", "other build"]);
    expect(mixed.notices[0]).toMatch(/GRCh37, CHD of GRCh38: variants were matched by name only/);
  });

  test("other names in the same build are matched by place", () => {
    const named = outcomeWith({ variantId: ["a", "b", "c", "d"], build: "GRCh37" });
    const { columns } = harmonise({ exposure, outcome: named, exposureTrait: { build: "GRCh37" } });
    expect(new Set(columns.verdict)).toEqual(new Set(["kept"]));
  });

  test("odds ratios in a column of betas, and standard errors of ratios, are refused", () => {
    const { negLog10PValue } = exposure.columns;
    const ratios = Float64Array.from(given.beta!, Math.exp);
    const asBeta = new Table({ ...outcome.columns, beta: ratios });
    expect(() => harmonise({ exposure, outcome: asBeta })).toThrow(/its betas are odds ratios/);
    const ofRatios = new Table({
      ...outcome.select("variantId", "effectAllele", "otherAllele").columns,
      oddsRatio: ratios.map((ratio) => ratio ** 4),
      standardError: ratios.map((ratio) => 0.04 * ratio ** 4),
      negLog10PValue,
    });
    expect(() => harmonise({ exposure, outcome: ofRatios })).toThrow(/those of the ratios/);
    const rounded = new Table({
      ...outcome.columns,
      negLog10PValue: negLog10PValue.map(Math.round),
    });
    expect(harmonise({ exposure, outcome: rounded }).notices.join("")).toMatch(
      /^[1-4] of 4 P values|^$/,
    );
  });

  test("missing columns, wrong policies and no table are refused", () => {
    const bare = new Table({ variantId: ids, beta: Float64Array.of(1, 2, 3, 4) });
    expect(() => harmonise({ exposure: bare, outcome })).toThrow(/no standard errors/);
    const withoutAlleles = outcome.select("variantId", "beta", "standardError");
    expect(() => harmonise({ exposure, outcome: withoutAlleles })).toThrow(/mr.fromArrays/);
    expect(() => harmonise({ exposure, outcome, policy: "2" as "assumeForward" })).toThrow(
      /TwoSampleMR's actions/,
    );
    expect(() => harmonise({ exposure, outcome, frequencyTolerance: 2 })).toThrow(
      refused("invalid-argument"),
    );
    expect(() => harmonise({ exposure, outcome: Promise.resolve() as never })).toThrow(/await/);
    const nothing = exposure.filter(() => false);
    expect(() => harmonise({ exposure: nothing, outcome })).toThrow(refused("no-overlap"));
  });
});

describe("a harmonised set", () => {
  const correlation = [1, 0.1, 0.2, 0.3, 0.1, 1, 0.4, 0.5, 0.2, 0.4, 1, 0.6, 0.3, 0.5, 0.6, 1];
  const harmonised = harmonise({ exposure, outcome }).withCorrelation(correlation);

  test("without and only take variants out by hand, and out of the correlation", () => {
    const fewer = harmonised.without("rs2");
    expect(fewer.columns.verdict[1]).toBe("excluded by hand");
    expect(fewer.effects.variantId).toEqual(["rs1", "rs3", "rs4"]);
    expect([...fewer.correlation!]).toEqual([1, 0.2, 0.3, 0.2, 1, 0.6, 0.3, 0.6, 1]);
    expect(fewer.attrition.toRows().at(-1)).toMatchObject({ removed: 1, remaining: 3 });
    expect(fewer.provenance).toMatchObject({ kept: 3, excludedByHand: ["rs2"] });
    expect(harmonised.effects.variantId.length).toBe(4);
    const two = fewer.only("rs1", "rs4");
    expect(two.effects.variantId).toEqual(["rs1", "rs4"]);
    expect([...two.correlation!]).toEqual([1, 0.3, 0.3, 1]);
    expect(() => harmonised.without("rs9")).toThrow(/rs9/);
  });

  test("has the correlation of effect alleles in a panel", async () => {
    const matrix = [0, 1, 2, 1, 2, 1, 0, 1, 0, 1, 2, 2, 0, 0, 1, 2];
    const variants = {
      contig: ["1", "1", "1", "2"],
      variantId: ids,
      effectAllele: ["A", "G", "A", "A"],
      otherAllele: ["G", "A", "G", "G"],
    };
    const panel = genotypesFromDosages({ matrix, sampleCount: 4, variants });
    const { correlation: found } = await harmonised.withCorrelation({ genotypes: panel });
    const r13 = found![2];
    expect(r13).toBeCloseTo(0.8528028654, 9);
    expect(Array.from(found!, (r) => Number(r.toFixed(9)))).toEqual(
      [1, 1, r13, 0, 1, 1, r13, 0, r13, r13, 1, 0, 0, 0, 0, 1].map((r) => Number(r.toFixed(9))),
    );
    const constant = genotypesFromDosages({
      matrix: matrix.fill(1, 4, 8),
      sampleCount: 4,
      variants,
    });
    await expect(harmonised.withCorrelation({ genotypes: constant })).rejects.toThrow(
      /no correlation/,
    );
    const small = panel.select({ variants: Uint32Array.of(0) });
    await expect(harmonised.withCorrelation({ genotypes: small })).rejects.toThrow(
      /3 of 4 instruments/,
    );
  });

  test("shows counts by verdict in words first, as text and as HTML", () => {
    const symbol = Symbol.for("Jupyter.display");
    const fewer = harmonised.without("rs2");
    const bundle = (fewer as unknown as Record<symbol, () => Record<string, string>>)[symbol]();
    const [first, second] = bundle["text/plain"].split("\n");
    expect(first).toBe("LDL → CHD: 3 of 4 variants can be used, correlated");
    expect(second).toBe("3 kept; 1 excluded by hand (rs2).");
    expect(bundle["text/html"]).toMatch(/^<div><b>LDL → CHD: 3 of 4 variants/);
  });
});
