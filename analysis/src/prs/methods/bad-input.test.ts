import { describe, expect, test } from "vitest";
import { check as ldCheck, type LdCheck } from "../../ld/ld-check.ts";
import type { LdStudy } from "../../ld/ld-match.ts";
import { Table, type Columns } from "../../table.ts";
import {
  lassosum2,
  ldpred2Auto,
  ldpred2Grid,
  ldpred2Infinitesimal,
  prsCs,
  sblup,
} from "./index.ts";
import { decayingLd, densePanel, summaryOf } from "./test-panels.ts";

const panel = densePanel([decayingLd(40, 0.4), decayingLd(60, 0.4)], {}, "GRCh37");
const effects = Float64Array.from({ length: 100 }, (_, j) => 0.02 * Math.sin(j * j + 1));
const good = summaryOf(panel, effects, 10_000);

type Input = Parameters<typeof ldpred2Infinitesimal>[0];
const short = { burnIn: 5, iterations: 10 };
const METHODS: readonly (readonly [string, (input: Input) => Promise<unknown>])[] = [
  ["ldpred2Infinitesimal", ldpred2Infinitesimal],
  ["sblup", sblup],
  ["ldpred2Grid", (input) => ldpred2Grid({ ...input, ...short, causalShares: [0.1] })],
  ["ldpred2Auto", (input) => ldpred2Auto({ ...input, ...short, causalShares: [0.1] })],
  ["lassosum2", lassosum2],
  ["prsCs", (input) => prsCs({ ...input, ...short })],
];

function changed(columns: Columns): Table {
  return new Table({ ...good.columns, ...columns });
}

const first = (count: number): Table => good.take(Array.from({ length: count }, (_, i) => i));

describe.each(METHODS)("%s", (_, method) => {
  const call = (summary: Table, more: Partial<Input> = {}): Promise<unknown> =>
    method({ summary, panel, heritability: 0.2, ...more });

  test("works on the good input", async () => {
    const made = (await call(good)) as {
      weights: Float64Array[];
      columns: { variantId: string[] };
    };
    expect(made.columns.variantId).toHaveLength(100);
    for (const weights of made.weights) expect(weights.every(Number.isFinite)).toBe(true);
  });

  test.each([
    [
      "effects that are no numbers",
      changed({ beta: new Float64Array(100).fill(NaN) }),
      "invalid-argument",
    ],
    ["standard errors of 0", changed({ standardError: new Float64Array(100) }), "invalid-argument"],
    ["no n", changed({ n: new Float64Array(100).fill(NaN) }), "invalid-argument"],
    ["effects of 0", changed({ beta: new Float64Array(100) }), "invalid-argument"],
    [
      "no column n",
      good.select("variantId", "effectAllele", "beta", "standardError"),
      "invalid-argument",
    ],
    ["another build", new Table(good.columns, { build: "GRCh38" }), "build-mismatch"],
    [
      "other alleles",
      changed({
        effectAllele: new Array<string>(100).fill("T"),
        otherAllele: new Array<string>(100).fill("A"),
      }),
      "no-overlap",
    ],
    ["other positions", changed({ basePairLocation: new Int32Array(100).fill(7) }), "no-overlap"],
  ])("refuses %s", async (_what, summary, tag) => {
    await expect(call(summary)).rejects.toMatchObject({ tag });
  });

  test("refuses an overlap of 3 %", async () => {
    const moved = (good.columns["basePairLocation"] as Int32Array).map((at, i) =>
      i < 3 ? at : at + 1,
    );
    const wanting = call(changed({ basePairLocation: moved }));
    await expect(wanting).rejects.toMatchObject({ tag: "low-overlap", matched: 3, total: 100 });
  });

  test("refuses LD that is no number", async () => {
    const matrix = decayingLd(100, 0.4);
    matrix[1] = NaN;
    const broken = densePanel([matrix], {}, "GRCh37");
    await expect(call(good, { panel: broken })).rejects.toMatchObject({ tag: "unfit-ld" });
  });

  test("works on a single variant", async () => {
    const made = (await call(first(1))) as { weights: Float64Array[] };
    for (const weights of made.weights) expect(Number.isFinite(weights[0])).toBe(true);
  });
});

describe("matching", () => {
  const matched = (
    summary: Table,
    more: Partial<Input> = {},
  ): ReturnType<typeof ldpred2Infinitesimal> =>
    ldpred2Infinitesimal({ summary, panel, heritability: 0.2, ...more });

  test("says of each row that is left out why", async () => {
    const [beta, standardError, n] = (["beta", "standardError", "n"] as const).map((name) =>
      (good.columns[name] as Float64Array).slice(),
    );
    beta[3] = NaN;
    standardError[5] = 0;
    n[7] = NaN;
    const basePairLocation = (good.columns["basePairLocation"] as Int32Array).slice();
    basePairLocation[9] += 1;
    basePairLocation[11] = basePairLocation[10];
    const otherAllele = Array.from(good.columns["otherAllele"] as string[]);
    otherAllele[13] = "C";
    const effectAlleleFrequency = new Float64Array(100).fill(0.35);
    effectAlleleFrequency[15] = 0.7;
    const made = await matched(
      changed({ beta, standardError, n, basePairLocation, otherAllele, effectAlleleFrequency }),
    );
    expect(made.issues.toRows().map(({ line, problem }) => [line, problem])).toEqual(
      expect.arrayContaining([
        [4, "no effect"],
        [6, "no standard error"],
        [8, "no n"],
        [10, "not in the panel"],
        [12, "repeated"],
        [14, "alleles differ"],
        [16, "frequency differs"],
      ]),
    );
    expect(made.rowCount).toBe(93);
    expect(made.notices[0]).toContain("93 of 100 variants");
    expect(made.matching.columns.count[0]).toBe(93);
  });

  test("warns of a panel whose frequencies are those of other people", async () => {
    const effectAlleleFrequency = Float64Array.from({ length: 100 }, (_, j) => (j % 4 ? 0.3 : 0.9));
    const made = await matched(changed({ effectAlleleFrequency }));
    expect(made.rowCount).toBe(75);
    expect(made.notices).toContainEqual(expect.stringMatching(/25.0 % .* another ancestry/));
  });

  test("compares ancestries by frequencies, and says where there are none", async () => {
    const near = Float64Array.from({ length: 100 }, (_, j) => (j % 2 ? 0.13 : 0.47));
    const made = await matched(changed({ effectAlleleFrequency: near }));
    expect(made.notices).toContainEqual(
      expect.stringMatching(/differ as between continents \(Fst 0\.0\d+\)/),
    );
    expect(made.provenance["caution"]).toContainEqual(expect.stringContaining("continents"));
    const same = new Float64Array(100).fill(0.3);
    const agreeing = await matched(changed({ effectAlleleFrequency: same }));
    expect(agreeing.notices.join()).not.toMatch(/ancestry|continent/);
    const untold = await matched(good);
    expect(untold.notices).toContainEqual(
      expect.stringMatching(/^The study tells no frequencies.*or ask ld\.check\(panel, summary\)/),
    );
  });

  test("reads other strands, and then leaves out what letters cannot tell", async () => {
    const effectAllele = new Array<string>(100).fill("A");
    const otherAllele = new Array<string>(100).fill("G");
    effectAllele[20] = "T";
    otherAllele[20] = "C";
    const variants = { ...panel.variants, otherAllele: Array.from(panel.variants.otherAllele) };
    variants.otherAllele[30] = "T";
    otherAllele[30] = "T";
    const palindromes = { ...panel, variants };
    const made = await matched(changed({ effectAllele, otherAllele }), { panel: palindromes });
    expect(made.issues.toRows()).toMatchObject([{ line: 31, problem: "palindromic" }]);
    const forward = await matched(changed({ effectAllele, otherAllele }), {
      panel: palindromes,
      palindromic: "assumeForward",
    });
    expect(forward.rowCount).toBe(100);
  });

  test("finds variants by name when asked, whatever the build", async () => {
    const moved = new Table(changed({ basePairLocation: new Int32Array(100).fill(7) }).columns, {
      build: "GRCh38",
    });
    const made = await matched(moved, { matchBy: "id" });
    expect(made.weights[0]).toEqual((await matched(good)).weights[0]);
  });

  test("reads odds ratios as their logarithms", async () => {
    const { beta, ...others } = good.columns;
    const oddsRatio = (beta as Float64Array).map(Math.exp);
    const made = await matched(new Table({ ...others, oddsRatio }));
    const plain = await matched(good);
    made.weights[0].forEach((weight, j) => expect(weight).toBeCloseTo(plain.weights[0][j], 14));
  });
});

describe.each(METHODS)("%s and the verdict on its panel", (_, method) => {
  const call = async (check: LdCheck | undefined): Promise<readonly string[]> => {
    const input = { summary: good, panel, heritability: 0.2, check };
    return ((await method(input)) as { notices: readonly string[] }).notices;
  };

  test("is told before it runs, and refuses a panel that does not fit", async () => {
    const study = changed({ otherAllele: panel.variants.otherAllele });
    const fits = await ldCheck(panel, study as unknown as LdStudy);
    expect(await call({ ...fits, verdict: "caution" })).toContainEqual(
      `The panel fits with caution, says ld.check: ${fits.sentences[0]}`,
    );
    expect((await call(undefined)).join()).toContain("says ld.check of 2 of 2 blocks");
    await expect(call({ ...fits, verdict: "does not fit" })).rejects.toMatchObject({
      tag: "unfit-ld",
      why: fits.sentences[0],
    });
    const other = { ...panel, source: "other" };
    const ofOther = await ldCheck(other, study as unknown as LdStudy);
    await expect(call(ofOther)).rejects.toMatchObject({ argument: "check" });
  });
});

test("effects that look like odds ratios are named", async () => {
  const beta = Float64Array.from({ length: 100 }, (_, j) => 1 + 0.1 * Math.sin(j));
  const made = await ldpred2Infinitesimal({ summary: changed({ beta }), panel, heritability: 0.2 });
  expect(made.notices).toContainEqual(expect.stringContaining("odds ratios"));
});

test("settings out of range are refused by name", async () => {
  const input = { summary: good, panel };
  await expect(ldpred2Infinitesimal({ ...input, heritability: 0 })).rejects.toMatchObject({
    argument: "heritability",
  });
  await expect(ldpred2Infinitesimal({ ...input, heritability: NaN })).rejects.toMatchObject({
    argument: "heritability",
  });
  const wrong = { ...input, heritability: 0.2, matchBy: "name" } as unknown as Input;
  await expect(ldpred2Infinitesimal(wrong)).rejects.toMatchObject({ argument: "matchBy" });
  await expect(sblup(input)).rejects.toMatchObject({ argument: "lambda" });
  await expect(ldpred2Auto({ ...input, alpha: 2 })).rejects.toMatchObject({ argument: "alpha" });
  await expect(ldpred2Auto({ ...input, causalShares: [] })).rejects.toMatchObject({
    argument: "causalShares",
  });
  for (const bounds of [[0, 1], [0.2, 0.1], [0.1, 2], [0.1]]) {
    const causalShareBounds = bounds as unknown as readonly [number, number];
    await expect(ldpred2Auto({ ...input, causalShareBounds })).rejects.toMatchObject({
      argument: "causalShareBounds",
    });
  }
  await expect(lassosum2({ ...input, deltas: [-1] })).rejects.toMatchObject({ argument: "deltas" });
  await expect(prsCs({ ...input, phi: 0 })).rejects.toMatchObject({ argument: "phi" });
  await expect(prsCs({ ...input, seed: 0.5 })).rejects.toMatchObject({ argument: "seed" });
});
