import { beforeAll, describe, expect, test } from "vitest";
import { InvalidArgumentError } from "../errors.ts";
import { simulate } from "../genotypes/simulate.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { unpackVariant } from "../genotypes/unpack.ts";
import { panel as ldPanel } from "../ld/panel.ts";
import { withSource } from "../genotypes/source-genotypes.ts";
import { Table } from "../table.ts";
import { manhattan } from "./manhattan.ts";
import { openRegion, PlotGoneError } from "./open-region.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import type { JsonObject, PlotSpec } from "./plot-spec.ts";
import { logBayesFactors, traitDeviation } from "./regional-credible.ts";
import { readGenes, readRecombination } from "./regional-files.ts";
import { genesIn, packGenes } from "./regional-genes.ts";
import { regional } from "./regional.ts";
import { topHits } from "./top-hits.ts";

/** Small numbers of chromosome 6 around 32 Mb, and a row elsewhere. */
function scan(m = 400) {
  const at = Array.from({ length: m }, (_, i) => 31_500_000 + i * 2_500);
  const height = at.map((position) => 1 + 40 * Math.exp(-Math.abs(position - 32e6) / 60_000));
  const rows = <T>(inside: readonly T[], outside: T): T[] => [...inside, outside];
  return new Table(
    {
      variantId: rows(
        at.map((_, i) => `rs${i}`),
        "far",
      ),
      chromosome: Uint8Array.from(
        rows(
          at.map(() => 6),
          7,
        ),
      ),
      basePairLocation: Int32Array.from(rows(at, 32e6)),
      effectAllele: rows(
        at.map(() => "A"),
        "A",
      ),
      otherAllele: rows(
        at.map(() => "G"),
        "G",
      ),
      beta: Float64Array.from(
        rows(
          at.map((_, i) => (i % 2 ? 0.1 : -0.1)),
          0,
        ),
      ),
      standardError: new Float64Array(m + 1).fill(0.01),
      negLog10PValue: Float64Array.from(rows(height, 80)),
    },
    { trait: "height", build: "GRCh38" },
  );
}

const values = (spec: PlotSpec): readonly JsonObject[] => spec.data.values;
const named = (spec: PlotSpec, id: string): JsonObject =>
  values(spec).find(({ variantId }) => variantId === id)!;
const subtitle = (spec: PlotSpec): string => spec.title.subtitle.join("\n");

describe("linkage disequilibrium", () => {
  let genotypes: Genotypes;
  beforeAll(async () => {
    ({ genotypes } = await simulate({
      seed: 4,
      samples: 300,
      variants: 200,
      region: { chromosome: 6, from: 31_500_000, to: 32_500_000 },
    }));
  });

  const scanOf = ({ variants }: Genotypes) =>
    new Table({
      variantId: variants.variantId,
      chromosome: variants.chromosome,
      basePairLocation: variants.basePairLocation,
      effectAllele: variants.otherAllele,
      otherAllele: variants.effectAllele,
      negLog10PValue: Float64Array.from(variants.variantId, (_, i) => (i === 90 ? 20 : 1)),
    });

  test("of genotypes is Pearson's r² of copies of the allele with the reference", async () => {
    const result = scanOf(genotypes);
    const spec = await regional(result, { ld: genotypes });
    const { variantId } = genotypes.variants;
    const copies: number[][] = [];
    for await (const block of genotypes.blocks()) {
      for (let i = 0; i < block.count; i++) copies.push(Array.from(unpackVariant(block, i)));
    }
    expect(spec.usermeta.genobook.region).toMatchObject({ reference: variantId[90] });
    let compared = 0;
    for (const v of [10, 60, 89, 91, 95, 150]) {
      const row = named(spec, variantId[v]);
      const expected = pearson(copies[90], copies[v]) ** 2;
      if (Number.isNaN(expected)) continue;
      expect(row.r2).toBeCloseTo(expected, 3);
      compared++;
    }
    expect(compared).toBeGreaterThan(3);
    expect(subtitle(spec)).toContain(`◆ r² with ${variantId[90]} in 300 people of`);
  });

  test("is that of the scanned genotypes when nothing is said, and none when that is wanted", async () => {
    const result = withSource(scanOf(genotypes), genotypes);
    expect(values(await regional(result)).some(({ r2 }) => Number(r2) > 0)).toBe(true);
    const bare = await regional(result, { ld: "none" });
    expect(values(bare).some(({ r2 }) => r2 !== undefined)).toBe(false);
    expect(subtitle(bare)).toContain("No LD: give ld");
  });

  test("of a panel is that of its matrix", async () => {
    const result = scanOf(genotypes);
    const panel = await ldPanel(genotypes, { window: { basePairs: 3_000_000 } });
    const direct = await regional(result, { ld: genotypes });
    const spec = await regional(result, { ld: panel, ldName: "simulated" });
    const { variantId } = panel.variants;
    const near = variantId.filter((id) => Number(named(direct, id)?.r2) > 0.05);
    expect(near.length).toBeGreaterThan(3);
    for (const id of near) expect(named(spec, id).r2).toBeCloseTo(Number(named(direct, id).r2), 2);
    expect(subtitle(spec)).toContain("in simulated (300 people");
  });

  test("a reference that the source lacks leaves all grey and says so", async () => {
    const others = genotypes.select({ variants: Uint32Array.of(1, 2, 3) });
    const spec = await regional(scanOf(genotypes), { ld: others });
    expect(spec.usermeta.genobook.summary).toContain("is not among its variants");
    expect(values(spec).every(({ bin }) => bin === undefined)).toBe(true);
  });
});

function pearson(x: readonly number[], y: readonly number[]): number {
  const both = x.flatMap((a, i) => (a < 3 && y[i] < 3 ? [[a, y[i]]] : []));
  const mean = (of: number): number => both.reduce((sum, pair) => sum + pair[of], 0) / both.length;
  const [mx, my] = [mean(0), mean(1)];
  const sum = (f: (a: number, b: number) => number): number =>
    both.reduce((total, [a, b]) => total + f(a - mx, b - my), 0);
  return sum((a, b) => a * b) / Math.sqrt(sum((a) => a * a) * sum((_, b) => b * b));
}

test("a table of r² puts variants into bins, those without one into a bin of their own", async () => {
  const r2 = new Table({
    variantId: ["rs200", "rs201", "rs202", "rs203"],
    r2: Float64Array.of(1, 0.85, 0.2, 0.199),
  });
  const spec = await regional(scan(), { variant: "rs200", ld: r2 });
  expect(["rs201", "rs202", "rs203", "rs100"].map((id) => named(spec, id).bin)).toEqual([
    "0.8–1",
    "0.2–0.4",
    "0–0.2",
    "no LD",
  ]);
  expect(named(spec, "rs200")).toMatchObject({ reference: true, label: "rs200" });
  expect(values(spec).some(({ variantId }) => variantId === "far")).toBe(false);
  expect([named(spec, "rs201").effect, named(spec, "rs202").effect]).toEqual(["raises", "lowers"]);
});

test("pairs of ld.correlation tell r² for whichever variant is the reference", async () => {
  const pairs = new Table({
    variantId: ["rs199", "rs200"],
    otherVariantId: ["rs200", "rs201"],
    r2: Float64Array.of(0.7, 0.5),
  });
  const spec = await regional(scan(), { variant: "rs200", ld: pairs });
  expect([named(spec, "rs199").r2, named(spec, "rs201").r2]).toEqual([0.7, 0.5]);
  const other = await regional(scan(), { variant: "rs200", reference: "rs201", ld: pairs });
  expect([named(other, "rs199").r2, named(other, "rs200").r2]).toEqual([undefined, 0.5]);
});

test("approximate Bayes factors are Wakefield's, and the set is the smallest that covers", async () => {
  const table = new Table({
    variantId: ["a", "b", "c"],
    chromosome: Uint8Array.of(1, 1, 1),
    basePairLocation: Int32Array.of(10, 20, 30),
    beta: Float64Array.of(0.2, 0.19, 0.01),
    standardError: Float64Array.of(0.03, 0.03, 0.03),
    negLog10PValue: Float64Array.of(10, 9, 0.1),
  });
  // N(β̂; 0, V + W) / N(β̂; 0, V), the definition of the Bayes factor.
  const density = (x: number, variance: number): number =>
    Math.exp(-(x ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
  const factors = Array.from(
    table.columns.beta,
    (beta) => density(beta, 0.03 ** 2 + 0.15 ** 2) / density(beta, 0.03 ** 2),
  );
  logBayesFactors(table, [0, 1, 2], 0.15, false).forEach((value, i) => {
    expect(value).toBeCloseTo(Math.log(factors[i]), 10);
  });
  const sum = factors.reduce((a, b) => a + b);
  const spec = await regional(table, { credibleSet: { method: "abf", coverage: 0.95 } });
  expect(named(spec, "a").pip).toBeCloseTo(factors[0] / sum, 3);
  expect(values(spec).map(({ set }) => set)).toContain(1);
  expect(named(spec, "c").set).toBeUndefined();
  expect(spec.usermeta.genobook.summary).toContain("95 % credible set");
});

test("the prior of effects goes with the trait's unit, as the table tells it", () => {
  const table = new Table({
    effectAlleleFrequency: Float64Array.of(0.5, 0.1, NaN),
    n: Float64Array.of(1000, 1000, 1000),
    standardError: Float64Array.of(7 / Math.sqrt(500), 7 / Math.sqrt(180), 1),
  });
  expect(traitDeviation(table, [0, 1, 2])).toBeCloseTo(7, 10);
  expect(traitDeviation(table.select("n"), [0])).toBe(1);
});

test("given credible sets ring their members", async () => {
  const credibleSets = new Table({
    variantId: ["rs200", "rs230", "elsewhere"],
    set: Int32Array.of(1, 2, 1),
    pip: Float64Array.of(0.7, 0.9, 1),
  });
  const spec = await regional(scan(), { variant: "rs200", credibleSets });
  expect(named(spec, "rs230")).toMatchObject({ set: 2, pip: 0.9 });
  expect(JSON.stringify(spec.layer)).toContain('"name":"credible-sets"');
});

describe("genes and maps", () => {
  const bed12 = "chr6\t99\t200\tONE\t0\t-\t99\t200\t0\t2\t10,20,\t0,81,\n";

  test("are read from BED, refFlat, GTF and GFF3 with the same coordinates", async () => {
    const refFlat = "ONE\tNM_1\tchr6\t-\t99\t200\t99\t200\t2\t99,180,\t109,200,\n";
    const gtf = [
      '6\tx\tgene\t100\t200\t.\t-\t.\tgene_id "G1"; gene_name "ONE";',
      '6\tx\texon\t100\t109\t.\t-\t.\tgene_id "G1"; gene_name "ONE";',
      '6\tx\texon\t181\t200\t.\t-\t.\tgene_id "G1"; gene_name "ONE";',
    ].join("\n");
    const gff = [
      "##gff-version 3",
      "6\tx\tgene\t100\t200\t.\t-\t.\tID=gene:G1;Name=ONE",
      "6\tx\tmRNA\t100\t200\t.\t-\t.\tID=transcript:T1;Parent=gene:G1",
      "6\tx\texon\t100\t109\t.\t-\t.\tParent=transcript:T1",
      "6\tx\texon\t181\t200\t.\t-\t.\tParent=transcript:T1",
    ].join("\n");
    const files = { "a.bed": bed12, "a.txt": refFlat, "a.gtf": gtf, "a.gff3": gff };
    for (const [name, text] of Object.entries(files)) {
      const genes = await readGenes({ name, text });
      expect({ name, genes: genes.toRows() }).toEqual({
        name,
        genes: [
          {
            symbol: "ONE",
            chromosome: 6,
            start: 100,
            end: 200,
            strand: "-",
            exons: "100-109,181-200",
          },
        ],
      });
    }
  });

  test("a file of another kind is refused with its line", async () => {
    await expect(readGenes({ name: "a.bed", text: "chr1 1 2 x\n" })).rejects.toThrow(
      "Line 1 of a.bed",
    );
    await expect(readGenes({ name: "a.docx", text: "" })).rejects.toThrow("no known format");
    await expect(readGenes({ name: "a.gtf", text: "#\n" })).rejects.toThrow("holds no gene");
    const backwards = { name: "x.map", text: "1 a 0 10\n1 b 1 5\n" };
    await expect(readRecombination(backwards)).rejects.toThrow("it goes backwards");
  });

  test("a map's rates are the slopes between its positions, in HapMap's and PLINK's format", async () => {
    const hapMap =
      "Chromosome\tPosition(bp)\tRate(cM/Mb)\tMap(cM)\nchr6\t1000\t2\t0\nchr6\t501000\t0\t1\n";
    const plink = "6 . 0 1000\n6 . 1 501000\n";
    for (const text of [hapMap, plink]) {
      const map = await readRecombination({ name: "m", text });
      expect(Array.from(map.columns.rate)).toEqual([2, 0]);
    }
  });

  test("genes keep out of each other's way, and the shortest give way when lines are full", () => {
    const genes = new Table({
      symbol: Array.from({ length: 30 }, (_, i) => `GENE${i}`),
      chromosome: new Uint8Array(30).fill(1),
      start: Int32Array.from({ length: 30 }, (_, i) => 1000 + i),
      end: Int32Array.from({ length: 30 }, (_, i) => 50_000 + i * 1000),
    });
    const region = { chromosome: 1, from: 1, to: 100_000 };
    const { genes: packed, lines, leftOut } = packGenes(genesIn(genes, region), region, 700);
    expect([lines, leftOut, packed.length]).toEqual([8, 22, 8]);
    expect(packed.map(({ symbol }) => symbol)).toContain("GENE29");
    expect(new Set(packed.map(({ line }) => line)).size).toBe(8);
  });

  test("top hits name the nearest gene and how far it is", () => {
    const genes = new Table({
      symbol: ["WITHIN", "NEAR"],
      chromosome: Uint8Array.of(7, 6),
      start: Int32Array.of(1, 32_300_000),
      end: Int32Array.of(33_000_000, 32_400_000),
    });
    const { nearestGene, geneDistance, variantId } = topHits(scan(), { genes }).columns;
    expect(variantId).toEqual(["far", "rs200"]);
    expect(nearestGene).toEqual(["WITHIN", "NEAR"]);
    expect(Array.from(geneDistance!)).toEqual([0, 300_000]);
  });
});

describe("what is opened from a plot of this session", () => {
  test("is the plot's own result, with its strongest variants", async () => {
    const result = scan();
    const { id } = manhattan(result, { dataset: "stature" }).usermeta.genobook;
    const place = { chromosome: 6, from: 31_900_000, to: 32_100_000 };
    const { spec, hits } = await openRegion(id, { ...place, reference: "rs201" });
    expect(spec.usermeta.genobook).toMatchObject({
      kind: "regional",
      dataset: "stature",
      region: { ...place, reference: "rs201" },
      code: 'await plot.regional(result, { dataset: "stature", reference: "rs201", chromosome: 6, from: 31900000, to: 32100000 })',
    });
    expect(hits).toHaveLength(10);
    expect(hits[0]).toMatchObject({ variantId: "rs200", place: "6:32,000,000" });
    // From the regional plot one goes on to others.
    const again = await openRegion(spec.usermeta.genobook.id, { ...place, to: 32_500_000 });
    expect(again.spec.usermeta.genobook.region?.to).toBe(32_500_000);
  });

  test("is refused when nobody knows the plot", async () => {
    const asked = openRegion("manhattan-0", { chromosome: 1, from: 1, to: 2 });
    await expect(asked).rejects.toBeInstanceOf(PlotGoneError);
    await expect(asked).rejects.toThrow("Run the plot's cell again");
  });
});

test("ten thousand variants in a region become at most 5,000 marks and 1 MB, members of the signal kept", async () => {
  const many = scan(12_000);
  const near = many.columns.variantId.slice(180, 220);
  const r2 = new Table({ variantId: near, r2: new Float64Array(near.length).fill(0.9) });
  const region = { chromosome: 6, from: 31_500_000, to: 51_000_000 };
  const spec = await regional(many, { ...region, ld: r2, maxPoints: 1_000 });
  expect(values(spec).length).toBeLessThanOrEqual(1_000);
  const shown = new Set(values(spec).map(({ variantId }) => variantId));
  expect(near.filter((id) => !shown.has(id))).toEqual([]);
  expect(subtitle(spec)).toMatch(/Showing [\d,]+ of 7,801/);
});

describe("refuses", () => {
  test("regions without a variant, backwards, or wider than 20 Mb, and unknown variants", async () => {
    const empty = regional(scan(), { chromosome: 1, from: 1, to: 100 });
    await expect(empty).rejects.toBeInstanceOf(NothingToPlotError);
    for (const options of [
      { chromosome: 6, from: 100, to: 1 },
      { chromosome: 6, from: 1, to: 30e6 },
      { chromosome: 6 },
      { variant: "nobody" },
      { variant: "rs1", window: -5 },
    ]) {
      await expect(regional(scan(), options)).rejects.toBeInstanceOf(InvalidArgumentError);
    }
  });
});
