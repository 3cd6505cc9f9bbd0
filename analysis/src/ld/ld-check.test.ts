import { beforeAll, describe, expect, test } from "vitest";
import { genotypesFromDosages } from "../genotypes/from-memory.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { simulate } from "../genotypes/simulate.ts";
import { unpackVariant } from "../genotypes/unpack.ts";
import { randomStream } from "../random.ts";
import { Table } from "../table.ts";
import { check } from "./ld-check.ts";
import type { LdPanel } from "./ld-panel.ts";
import { panel } from "./panel.ts";

const REGION = { chromosome: 7, from: 20_000_000, to: 21_000_000 };
const PEOPLE = 4000;
const { genotypes } = await simulate({ seed: 8, samples: PEOPLE, variants: 350, region: REGION });

type Study = Table<{
  variantId: string[];
  chromosome: Uint8Array;
  basePairLocation: Int32Array;
  effectAllele: string[];
  otherAllele: string[];
  effectAlleleFrequency: Float64Array;
  beta: Float64Array;
  standardError: Float64Array;
  n: Float64Array;
}>;

function people(from: number, to: number): Genotypes {
  return genotypes.select({ samples: Uint32Array.from({ length: to - from }, (_, i) => from + i) });
}

/** Marginal regressions of a trait with three causal variants, in some of the people. */
async function studyOf(cohort: Genotypes, keep: Uint32Array): Promise<Study> {
  const { samples, variants } = cohort;
  const n = samples.count;
  const random = randomStream(3, "trait");
  const rows: Uint8Array[] = [];
  for await (const block of cohort.blocks())
    for (let v = 0; v < block.count; v++) rows.push(Uint8Array.from(unpackVariant(block, v)));
  const y = Float64Array.from({ length: n }, () => random.normal());
  for (const v of [60, 170, 280])
    y.forEach((value, i) => (y[i] = value + 0.4 * (rows[v][i] % 255)));
  const slope = (row: Uint8Array): { beta: number; standardError: number; f: number } => {
    const called = [...row.keys()].filter((i) => row[i] !== 255);
    const mean = (of: (i: number) => number): number =>
      called.reduce((sum, i) => sum + of(i), 0) / called.length;
    const [mx, my] = [mean((i) => row[i]), mean((i) => y[i])];
    const xx = mean((i) => (row[i] - mx) ** 2);
    const xy = mean((i) => (row[i] - mx) * (y[i] - my));
    const yy = mean((i) => (y[i] - my) ** 2);
    const beta = xy / xx;
    return { beta, standardError: Math.sqrt((yy - beta * xy) / xx / called.length), f: mx / 2 };
  };
  const fits = Array.from(keep, (v) => slope(rows[v]));
  return new Table({
    variantId: Array.from(keep, (v) => variants.variantId[v]),
    chromosome: Uint8Array.from(keep, (v) => variants.chromosome[v]),
    basePairLocation: Int32Array.from(keep, (v) => variants.basePairLocation[v]),
    effectAllele: Array.from(keep, (v) => variants.effectAllele[v]),
    otherAllele: Array.from(keep, (v) => variants.otherAllele[v]),
    effectAlleleFrequency: Float64Array.from(fits, ({ f }) => f),
    beta: Float64Array.from(fits, ({ beta }) => beta),
    standardError: Float64Array.from(fits, ({ standardError }) => standardError),
    n: new Float64Array(fits.length).fill(n),
  });
}

let reference: LdPanel;
let study: Study;
beforeAll(async () => {
  const everything = await panel(people(2000, PEOPLE), { window: {} });
  const common = [...everything.variants.effectAlleleFrequency.keys()].filter((v) => {
    const f = everything.variants.effectAlleleFrequency[v];
    return Math.min(f, 1 - f) > 0.02;
  });
  const places = new Map(genotypes.variants.variantId.map((id, v) => [id, v]));
  const kept = Uint32Array.from(common, (v) => places.get(everything.variants.variantId[v])!);
  reference = await panel(people(2000, PEOPLE).select({ variants: kept }), { window: {} });
  study = await studyOf(people(0, 2000), kept);
});

function changed(columns: Partial<Study["columns"]>): Study {
  return new Table({ ...study.columns, ...columns });
}

/** A strong variant with neighbours that tell much of it. */
async function tellingRow(): Promise<number> {
  const { columns } = (await check(reference, study)).matched;
  const strong = [...columns.row.keys()].filter((i) => Math.abs(columns.z[i]) > 5);
  return strong.reduce((a, b) => (columns.flipLogRatio[b] < columns.flipLogRatio[a] ? b : a));
}

describe("a study and a panel of the same population", () => {
  test("fit, in words", async () => {
    const result = await check(reference, study);
    expect(result.sentences.join("\n")).not.toMatch(/alleles swapped/);
    expect(result.verdict).toBe("fits");
    expect(result.matched.rowCount).toBe(reference.variants.count);
    expect(result.fst).toBeLessThan(0.002);
    expect(result.inconsistency).toBeLessThan(0.1);
  });

  test("swapped alleles of the whole study change nothing but signs", async () => {
    const swapped = changed({
      effectAllele: study.columns.otherAllele,
      otherAllele: study.columns.effectAllele,
      beta: study.columns.beta.map((beta) => -beta),
      effectAlleleFrequency: study.columns.effectAlleleFrequency.map((f) => 1 - f),
    });
    const [one, other] = [await check(reference, study), await check(reference, swapped)];
    expect(other.matched.columns.sign.every((sign) => sign === -1)).toBe(true);
    expect(other.matched.columns.z).toEqual(one.matched.columns.z);
    expect(other.inconsistency).toBe(one.inconsistency);
    expect(other.verdict).toBe("fits");
  });

  test("without names are matched by place", async () => {
    const variantId = study.columns.variantId.map((_, i) => `row${i}`);
    const result = await check(reference, changed({ variantId }));
    expect(result.matched.rowCount).toBe(reference.variants.count);
  });
});

describe("what is wrong is found, and nothing else", () => {
  test("one sign that is flipped", async () => {
    const row = await tellingRow();
    const beta = study.columns.beta.slice();
    beta[row] *= -1;
    const result = await check(reference, changed({ beta }));
    const flips = result.issues.filter(({ problem }) => problem === "flip");
    expect(Array.from(flips.columns.row)).toEqual([row]);
    expect(result.issues.rowCount).toBe(1);
    expect(result.matched.columns.isSuspect.reduce((sum, is) => sum + is, 0)).toBe(1);
    expect(result.verdict).toBe("caution");
  });

  test("frequencies, numbers of people, alleles, repeats and lacking numbers", async () => {
    const {
      effectAlleleFrequency: f,
      standardError,
      beta,
      effectAllele,
      variantId,
    } = study.columns;
    const at = (column: Float64Array, row: number, value: number): Float64Array =>
      column.map((old, i) => (i === row ? value : old));
    const problems = async (columns: Partial<Study["columns"]>): Promise<[number, string][]> => {
      const { issues } = await check(reference, changed(columns));
      return issues.toRows().map(({ row, problem }) => [row, problem]);
    };
    expect(await problems({ effectAlleleFrequency: at(f, 5, f[5] > 0.5 ? 0.1 : 0.9) })).toEqual(
      // Its standard error then speaks of other people as well, if the frequencies are unlike.
      expect.arrayContaining([[5, "frequency"]]),
    );
    const wrong = at(standardError, 9, 2 * standardError[9]);
    expect(await problems({ standardError: wrong, beta: at(beta, 9, 2 * beta[9]) })).toEqual([
      [9, "people"],
    ]);
    expect(await problems({ beta: at(beta, 3, NaN) })).toEqual([[3, "number"]]);
    const odd = effectAllele.map((allele, i) => (i === 4 ? "ATTT" : allele));
    expect(await problems({ effectAllele: odd })).toEqual([[4, "alleles"]]);
    const again = variantId.map((id, i) => (i === 7 ? variantId[6] : id));
    const repeated = {
      variantId: again,
      effectAllele: effectAllele.map((allele, i) => (i === 7 ? effectAllele[6] : allele)),
      otherAllele: study.columns.otherAllele.map((allele, i, all) => (i === 7 ? all[6] : allele)),
    };
    expect(await problems(repeated)).toEqual([[7, "duplicated"]]);
  });

  test("z-scores in another order do not follow the LD", async () => {
    const last = study.rowCount - 1;
    const mixed = (column: Float64Array): Float64Array =>
      column.map((_, i) => column[(i * 101) % (last + 1)]);
    const beta = mixed(study.columns.beta.map((b, i) => b / study.columns.standardError[i]));
    const result = await check(
      reference,
      changed({ beta: beta.map((z, i) => z * study.columns.standardError[i]) }),
    );
    expect(result.inconsistency).toBeGreaterThan(0.5);
    expect(result.verdict).toBe("does not fit");
  });

  test("another ancestry", async () => {
    const random = randomStream(2, "drift");
    const drifted = study.columns.effectAlleleFrequency.map((f) =>
      Math.max(0.001, Math.min(0.999, f + 0.45 * Math.sqrt(f * (1 - f)) * random.normal())),
    );
    const result = await check(reference, changed({ effectAlleleFrequency: drifted }));
    expect(result.fst).toBeGreaterThan(0.05);
    expect(result.verdict).toBe("does not fit");
    expect(result.sentences.join()).toMatch(/another ancestry/);
  });

  test("a matrix that is not positive semi-definite, and how much shrinkage mends it", async () => {
    const broken: LdPanel = {
      ...reference,
      readBlock: async (b) => {
        const block = await reference.readBlock(b);
        const { rowStart, column, count } = block;
        const r = block.r.map((value) => Math.sign(value) * Math.sqrt(Math.abs(value)));
        expect(column.length).toBe(rowStart[count]);
        return { ...block, r };
      },
    };
    const result = await check(broken, study);
    expect(result.blocks.columns.smallestEigenvalue[0]).toBeLessThan(-0.5);
    expect(result.sentences.join()).toMatch(/shrinking correlations by/);
  });
});

test("studies of other variants or builds, and tables that lack columns, are refused", async () => {
  const variantId = study.columns.variantId.map((_, i) => `row${i}`);
  const elsewhere = changed({ variantId, chromosome: study.columns.chromosome.map(() => 3) });
  await expect(check(reference, elsewhere)).rejects.toMatchObject({ tag: "no-overlap" });
  const other = new Table({ ...study.columns, variantId }, { build: "GRCh38" });
  await expect(check({ ...reference, build: "GRCh37" }, other)).rejects.toMatchObject({
    tag: "no-overlap",
    why: expect.stringContaining("GRCh37") as string,
  });
  const { beta, ...without } = study.columns;
  expect(beta.length).toBe(study.rowCount);
  await expect(check(reference, new Table(without) as unknown as Study)).rejects.toMatchObject({
    argument: "study",
  });
});
test("effects that look like odds ratios are named", async () => {
  const beta = study.columns.beta.map((effect) => Math.exp(effect));
  const checked = await check(reference, changed({ beta }));
  expect(checked.verdict).not.toBe("fits");
  expect(checked.sentences.join()).toContain("odds ratios");
});

test.each([100, 500])(
  "a panel of %i people of the population is told from other LD",
  async (size) => {
    const kept = new Set(reference.variants.variantId);
    const ids = genotypes.variants.variantId;
    const variants = Uint32Array.from([...ids.keys()].filter((v) => kept.has(ids[v])));
    const small = await panel(people(2000, 2000 + size).select({ variants }), { window: {} });
    const right = await check(small, study);
    expect(right.verdict).not.toBe("does not fit");
    expect(right.issues.rowCount).toBe(0);
    const { beta, standardError } = study.columns;
    const other = (i: number): number => (i * 101) % study.rowCount;
    const elsewhere = beta.map(
      (_, i) => (beta[other(i)] / standardError[other(i)]) * standardError[i],
    );
    const wrong = await check(small, changed({ beta: elsewhere }));
    expect(wrong.verdict).toBe("does not fit");
    expect(wrong.inconsistency).toBeGreaterThan(5 * right.inconsistency);
  },
);

test("strong effects of unlinked variants do not disagree with neighbours", async () => {
  const random = randomStream(5, "unlinked");
  const count = 60;
  const unlinked = genotypesFromDosages({
    matrix: Array.from({ length: count * 80 }, () => random.integer(3)),
    sampleCount: 80,
  });
  const ld = await panel(unlinked, { window: {} });
  const { variantId, chromosome, basePairLocation, effectAllele, otherAllele } = ld.variants;
  const strong = new Table({
    ...{ variantId, chromosome, basePairLocation, effectAllele, otherAllele },
    beta: Float64Array.from({ length: count }, (_, i) => 20 * Math.cos(i * i)),
    standardError: new Float64Array(count).fill(1),
    effectAlleleFrequency: ld.variants.effectAlleleFrequency,
  });
  const result = await check(ld, strong, { n: 50_000 });
  expect(result.inconsistency).toBeNaN();
  expect(result.issues.filter(({ problem }) => problem !== "people").rowCount).toBe(0);
});
