import { beforeAll, describe, expect, test } from "vitest";
import { frequency } from "../genotypes/qc-frequency.ts";
import { simulate } from "../genotypes/simulate.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { unpackVariant } from "../genotypes/unpack.ts";
import { randomStream } from "../random.ts";
import { choleskyLower } from "../stats/cholesky.ts";
import { Table } from "../table.ts";
import { check, type LdCheck } from "./ld-check.ts";
import type { LdPanel } from "./ld-panel.ts";
import type { LdStudy } from "./ld-match.ts";
import { panel } from "./panel.ts";

const STUDY = 2000;
const PANEL = 1000;

/** z of one marginal regression a variant of a trait with three causal variants, in some people. */
async function studyOf(people: Genotypes): Promise<LdStudy> {
  const rows: Uint8Array[] = [];
  for await (const block of people.blocks())
    for (let v = 0; v < block.count; v++) rows.push(Uint8Array.from(unpackVariant(block, v)));
  const n = people.samples.count;
  const random = randomStream(4, "trait");
  const y = Float64Array.from({ length: n }, () => random.normal());
  for (const part of [0.2, 0.5, 0.8]) {
    const row = rows[Math.floor(part * rows.length)];
    y.forEach((value, i) => (y[i] = value + 0.4 * (row[i] % 255)));
  }
  const fits = rows.map((row) => {
    const called = [...row.keys()].filter((i) => row[i] !== 255);
    const mean = (of: (i: number) => number): number =>
      called.reduce((sum, i) => sum + of(i), 0) / called.length;
    const [mx, my] = [mean((i) => row[i]), mean((i) => y[i])];
    const [xx, yy] = [mean((i) => (row[i] - mx) ** 2), mean((i) => (y[i] - my) ** 2)];
    const beta = mean((i) => (row[i] - mx) * (y[i] - my)) / xx;
    return { beta, error: Math.sqrt((yy - beta * beta * xx) / xx / called.length) };
  });
  const { variantId, chromosome, basePairLocation, effectAllele, otherAllele } = people.variants;
  return new Table({
    variantId: Array.from(variantId),
    chromosome: Uint8Array.from(chromosome),
    basePairLocation: Int32Array.from(basePairLocation),
    effectAllele: Array.from(effectAllele),
    otherAllele: Array.from(otherAllele),
    beta: Float64Array.from(fits, ({ beta }) => beta),
    standardError: Float64Array.from(fits, ({ error }) => error),
    n: new Float64Array(fits.length).fill(n),
  });
}

/** s of z ~ N(0, (1 − s) R + s I) on a grid, by the matrix as a whole. */
async function shareOfNoise(ld: LdPanel, { matched }: LdCheck): Promise<number> {
  const { first, rowStart, column, r } = await ld.readBlock(0);
  const variant = Array.from(matched.columns.panelVariant, (v) => v - first);
  const place = new Map(variant.map((v, i) => [v, i]));
  const m = variant.length;
  const z = matched.columns.z.map(
    (value) => value * Math.sqrt((STUDY - 1) / (value ** 2 + STUDY - 2)),
  );
  const matrix = new Float64Array(m * m);
  variant.forEach((v, i) => {
    for (let at = rowStart[v]; at < rowStart[v + 1]; at++) {
      const j = place.get(column[at]);
      if (j !== undefined) matrix[i * m + j] = r[at];
    }
  });
  let [best, least] = [NaN, Infinity];
  for (let s = 0.005; s < 1; s += 0.005) {
    const mixed = matrix.map((value) => (1 - s) * value);
    for (let i = 0; i < m; i++) mixed[i * m + i] = 1;
    const lower = choleskyLower(mixed, m);
    if (!lower) continue;
    let sum = 0;
    const x = new Float64Array(m);
    for (let i = 0; i < m; i++) {
      let rest = z[i];
      for (let c = 0; c < i; c++) rest -= lower[i * m + c] * x[c];
      x[i] = rest / lower[i * m + i];
      sum += Math.log(lower[i * m + i]) + x[i] ** 2 / 2;
    }
    if (sum < least) [best, least] = [s, sum];
  }
  return best;
}

describe("a study of one population and panels of two, whose LD drifted apart", () => {
  let study: LdStudy;
  let own: LdPanel;
  let other: LdPanel;

  beforeAll(async () => {
    const { genotypes } = await simulate({
      ...{ seed: 12, variants: 300, region: { chromosome: 7, from: 20_000_000, to: 21_000_000 } },
      populations: [
        { name: "A", samples: STUDY + PANEL, fst: 0.15 },
        { name: "B", samples: PANEL, fst: 0.15 },
      ],
    });
    const group = (from: number, count: number): Uint32Array =>
      Uint32Array.from({ length: count }, (_, i) => from + i);
    const groups = [group(0, STUDY), group(STUDY, PANEL), group(STUDY + PANEL, PANEL)];
    const minor = await Promise.all(
      groups.map(async (samples) => {
        const { columns } = await frequency(genotypes.select({ samples }));
        return columns.minorAlleleFrequency;
      }),
    );
    const variants = Uint32Array.from(minor[0].keys()).filter((v) =>
      minor.every((of) => of[v] > 0.03),
    );
    const [people, ...panels] = groups.map((samples) => genotypes.select({ samples, variants }));
    study = await studyOf(people);
    [own, other] = await Promise.all(panels.map((of) => panel(of, { window: {} })));
  }, 60_000);

  test("the LD differs, and nothing is known of frequencies", async () => {
    const [one, two] = await Promise.all([own, other].map((of) => of.readBlock(0)));
    const far = one.r.reduce((sum, r, at) => sum + (r - two.r[at]) ** 2, 0) / one.r.length;
    expect(Math.sqrt(far)).toBeGreaterThan(0.05);
    expect((await check(own, study)).fst).toBeNaN();
  });

  test("its own fits, the other does not follow, as the likelihood of all z says", async () => {
    const [right, wrong] = [await check(own, study), await check(other, study)];
    expect(Math.abs(right.inconsistency - (await shareOfNoise(own, right)))).toBeLessThan(0.006);
    expect(Math.abs(wrong.inconsistency - (await shareOfNoise(other, wrong)))).toBeLessThan(0.006);
    expect(wrong.inconsistency).toBeGreaterThan(5 * right.inconsistency);
    expect([right.verdict, wrong.verdict]).toEqual(["caution", "does not fit"]);
    expect(right.sentences[0]).toContain("ancestry was not compared");
    expect(right.sentences.join("\n")).toContain("z-scores follow the panel's LD (");
    expect(wrong.sentences.join("\n")).toContain("follow the panel's LD in part");
    expect(right.issues.rowCount).toBe(0);
  });
});
