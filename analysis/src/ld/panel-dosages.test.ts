import { expect, test } from "vitest";
import { genotypesFromDosages } from "../genotypes/from-memory.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { randomStream } from "../random.ts";
import { scores } from "./ld-scores.ts";
import { panel } from "./panel.ts";

const [VARIANTS, SAMPLES] = [7, 30];
const random = randomStream(1, "dosages");
const units = Array.from({ length: VARIANTS }, () =>
  Uint16Array.from({ length: SAMPLES }, () => random.integer(32769)),
);
const calls = genotypesFromDosages({
  matrix: new Array<number>(VARIANTS * SAMPLES).fill(0),
  sampleCount: SAMPLES,
});

/** The genotypes of these variants with a dosage of each person. */
function withDosages(genotypes: Genotypes, variants: readonly number[]): Genotypes {
  return {
    ...genotypes,
    rows: undefined,
    select: (selection) => {
      const kept = selection.variants
        ? Array.from(selection.variants, (v) => variants[v])
        : variants;
      return withDosages(genotypes.select(selection), kept);
    },
    async *blocks(options) {
      for await (const block of genotypes.blocks(options)) {
        const rows = variants.slice(block.start, block.start + block.count);
        yield {
          ...block,
          dosages: {
            offsets: Uint32Array.from({ length: block.count + 1 }, (_, v) => v * SAMPLES),
            samples: Uint32Array.from({ length: block.count * SAMPLES }, (_, i) => i % SAMPLES),
            values: Uint16Array.from(rows.flatMap((v) => Array.from(units[v]))),
          },
        };
      }
    },
  };
}

function pearson(x: Uint16Array, y: Uint16Array): number {
  const mean = (row: Uint16Array): number => row.reduce((sum, value) => sum + value, 0) / SAMPLES;
  const [a, b] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  x.forEach((value, i) => {
    xx += (value - a) ** 2;
    yy += (y[i] - b) ** 2;
    xy += (value - a) * (y[i] - b);
  });
  return xy / Math.sqrt(xx * yy);
}

test("panels and LD scores of dosages are made of their correlations", async () => {
  const cohort = withDosages(calls, [...units.keys()]);
  const ld = await panel(cohort, { window: {} });
  const { columns } = await scores(cohort, { window: {} });
  const { rowStart, column, r } = await ld.readBlock(0);
  expect(r.length).toBe(VARIANTS ** 2);
  units.forEach((own, v) => {
    let score = 1;
    for (let at = rowStart[v]; at < rowStart[v + 1]; at++) {
      const expected = pearson(own, units[column[at]]);
      expect(Math.abs(r[at] - expected)).toBeLessThan(1e-7);
      if (column[at] !== v) score += expected ** 2 - (1 - expected ** 2) / (SAMPLES - 2);
    }
    expect(columns.ldScore[v]).toBeCloseTo(score, 9);
    const frequency = own.reduce((sum, value) => sum + value, 0) / 32768 / SAMPLES;
    expect(ld.variants.effectAlleleFrequency[v]).toBeCloseTo(frequency, 12);
  });
});
