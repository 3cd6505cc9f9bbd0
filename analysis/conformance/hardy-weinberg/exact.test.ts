import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { hardyWeinbergLnP } from "../../src/genotypes/hwe.ts";

const file = (path: string): string =>
  fileURLToPath(new URL(`../../../../shared/data/${path}`, import.meta.url));
const SGKIT = file("hwe-sgkit/hwe_sim_01.csv");
const HAPMAP = file("hwe-hapmap-chb/hwe_chb_chr1.tsv");
const rows = (path: string, separator: string): string[][] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(separator));
const relative = (value: number, truth: number): number => Math.abs(value / truth - 1);

test.skipIf(!existsSync(SGKIT))(
  "200 triples of Wigginton's own code: within 1e-13 relative (needs ../shared/data)",
  () => {
    const errors = rows(SGKIT, ",").map((row) => {
      const [het, hom1, hom2, p] = row.map(Number);
      return relative(Math.exp(hardyWeinbergLnP(hom1, het, hom2)), p);
    });
    expect(errors.length).toBe(200);
    expect(Math.max(...errors)).toBeLessThan(1e-13);
  },
);

describe.skipIf(!existsSync(HAPMAP))(
  "225 HapMap CHB variants of R's HardyWeinberg 1.7.8 (needs ../shared/data)",
  () => {
    const triples = (): { counts: [number, number, number]; exact: number; midP: number }[] =>
      rows(HAPMAP, "\t").map((row) => {
        const [aa, ab, bb, exact, midP] = row.slice(1).map(Number);
        return { counts: [aa, ab, bb], exact, midP };
      });

    test("exact P: to the ten digits printed", () => {
      const errors = triples().map(({ counts, exact }) =>
        relative(Math.exp(hardyWeinbergLnP(...counts)), exact),
      );
      expect(Math.max(...errors)).toBeLessThan(6e-10);
    });

    test("mid-p: to the ten digits printed, but for the triple 0, 17, 67, where R is wrong and PLINK 2 agrees with us", () => {
      const wrong = triples().filter(
        ({ counts, midP }) => relative(Math.exp(hardyWeinbergLnP(...counts, true)), midP) > 6e-10,
      );
      expect(wrong.map(({ counts }) => [...counts].sort((a, b) => a - b).join())).toEqual([
        "0,17,67",
        "0,17,67",
      ]);
      // plink2 --hardy midp prints 0.593211; the observed count is the likeliest, so mid-p is 1 − P(observed) / 2.
      expect(Math.exp(hardyWeinbergLnP(0, 17, 67, true))).toBeCloseTo(0.593211, 6);
    });
  },
);
