import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { wasmDevice } from "../../src/compute/wasm/kernels.ts";
import { weightedScores } from "../../src/compute/operations/weighted-scores/index.ts";
import { frequency } from "../../src/genotypes/qc.ts";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { genotypes } from "../../src/open.ts";
import { randomNumbers } from "../peer/bed-writer.ts";
import { hasPlink2, plink2, PLINK2_VERSION, runPlink2 } from "./run-plink2.ts";

const COLUMNS = 5;

/** Values of 2, missing, 1 and no copies under each of PLINK 2's ways to score. */
const WAYS: readonly (readonly [string, (p: number) => readonly number[]])[] = [
  ["", (p) => [2, 2 * p, 1, 0]],
  ["no-mean-imputation", () => [2, 0, 1, 0]],
  // Without this PLINK 2 adds the mean, 2p, where a call is missing, although the other values are centred.
  ["no-mean-imputation center", (p) => [2 - 2 * p, 0, 1 - 2 * p, -2 * p]],
  [
    "no-mean-imputation variance-standardize",
    (p) => [2 - 2 * p, 0, 1 - 2 * p, -2 * p].map((x) => x / Math.sqrt(2 * p * (1 - p))),
  ],
];

async function scores(
  cohort: Genotypes,
  weights: Float64Array,
  valuesOf: (p: number) => readonly number[],
): Promise<Float64Array> {
  const shape = { sampleCount: cohort.samples.count, width: COLUMNS };
  const run = weightedScores.prepare(shape, await wasmDevice());
  const { effectAlleleFrequency } = (await frequency(cohort)).columns;
  const values = Float64Array.from(Array.from(effectAlleleFrequency, valuesOf).flat());
  const totals = new Float64Array(4 * Math.ceil(COLUMNS / 4) * shape.sampleCount);
  for await (const block of cohort.blocks({ maxBytes: 10_000 })) {
    const end = block.start + block.count;
    const sums = await run({
      block,
      values: values.subarray(4 * block.start, 4 * end),
      weights: weights.subarray(COLUMNS * block.start, COLUMNS * end),
    });
    for (let i = 0; i < totals.length; i++) totals[i] += sums[i];
  }
  return totals;
}

describe.skipIf(!hasPlink2)(`beside a running plink2 (needs ${PLINK2_VERSION})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "genobook-score-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("3 % missing, five columns: --score sums within half of the last digit printed", async () => {
    const prefix = join(folder, "score");
    // All variants vary: PLINK 2 refuses to standardise others.
    runPlink2(
      prefix,
      "--dummy",
      "301",
      "700",
      "0.03",
      "acgt",
      "--seed",
      "8",
      "--maf",
      "0.05",
      "--make-bed",
    );
    const cohort = await genotypes(`${prefix}.bed`);
    const { variantId, effectAllele, count } = cohort.variants;
    const random = randomNumbers(4);
    const weights = Float64Array.from({ length: COLUMNS * count }, () =>
      Number((random() - 0.5).toFixed(4)),
    );
    const lines = variantId.map((id, v) =>
      [id, effectAllele[v], ...weights.subarray(COLUMNS * v, COLUMNS * (v + 1))].join("\t"),
    );
    writeFileSync(`${prefix}.weights`, `${lines.join("\n")}\n`);
    for (const [way, valuesOf] of WAYS) {
      const { columns } = plink2(
        prefix,
        "sscore",
        "--bfile",
        prefix,
        "--score",
        `${prefix}.weights`,
        "1",
        "2",
        ...way.split(" ").filter(Boolean),
        "cols=scoresums",
        "--score-col-nums",
        `3-${COLUMNS + 2}`,
      );
      const ours = await scores(cohort, weights, valuesOf);
      for (let c = 0; c < COLUMNS; c++) {
        const theirs = columns[`SCORE${c + 1}_SUM`];
        expect(theirs.length).toBe(301);
        theirs.forEach((text, i) => {
          const sum = ours[((c >> 2) * 301 + i) * 4 + (c & 3)];
          const unit = 10 ** (Math.floor(Math.log10(Math.abs(Number(text)))) - 5);
          expect(Math.abs(sum - Number(text)), `${way} ${c} ${i}`).toBeLessThan(0.51 * unit + 1e-9);
        });
      }
    }
  });
});
