import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openLocalFile } from "../../src/io/local-file.ts";
import { readPgenHeader } from "../../src/io/plink2/pgen-header.ts";
import { genotypes } from "../../src/open.ts";
import { dosageRows, exportedRows, writeVcf } from "./pgen-sets.ts";
import { hasPlink2, runPlink2 } from "./run-plink2.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-pgen-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

/** Record types of a file, by what they say: hexadecimal, ascending. */
async function recordTypes(path: string): Promise<string[]> {
  const source = await openLocalFile(path);
  const { recordTypes: types } = await readPgenHeader(source);
  await source.close?.();
  return [...new Set(types)].sort((a, b) => a - b).map((type) => type.toString(16));
}

const SETS: readonly (readonly [string, string[], string, (prefix: string) => void])[] = [
  [
    "hard calls of two blocks",
    ["0", "1", "2", "3", "4", "6"],
    "hard",
    (prefix) =>
      runPlink2(prefix, "--dummy", "61", "66000", "0.01", "acgt", "--seed", "1", "--make-pgen"),
  ],
  [
    "dosages of a fifth",
    ["20", "22", "60", "61", "62", "63"],
    "dosed",
    (prefix) =>
      runPlink2(prefix, "--dummy", "133", "700", "0.03", "0.02", "dosage-freq=0.2", "--seed", "1"),
  ],
  [
    "dosages of nearly all",
    ["27", "40", "41", "47", "60", "67"],
    "dense",
    (prefix) =>
      runPlink2(prefix, "--dummy", "35", "300", "0.01", "0.02", "dosage-freq=0.98", "--seed", "1"),
  ],
  [
    "a VCF with phase and phased dosages",
    [],
    "phased",
    (prefix) => writeVcf(prefix, { samples: 301, variants: 900, seed: 5, content: "dosages" }),
  ],
  [
    "a VCF with phase and many alleles",
    [],
    "alleles",
    (prefix) => writeVcf(prefix, { samples: 301, variants: 900, seed: 6, content: "many alleles" }),
  ],
  [
    "one sample",
    ["0", "4", "6", "7", "10", "c7", "d0"],
    "one",
    (prefix) => writeVcf(prefix, { samples: 1, variants: 60, seed: 7, content: "dosages" }),
  ],
];

describe.skipIf(!hasPlink2)("files made by plink2 (needs plink2)", () => {
  test.each(SETS)("%s: every genotype and dosage", async (_, types, name, make) => {
    make(at(name));
    expect(await recordTypes(at(`${name}.pgen`))).toEqual(expect.arrayContaining(types));
    const read = await genotypes(at(name));
    const expected = exportedRows(at(name));
    const found = await dosageRows(read);
    expect(found.length).toBe(expected.length);
    expect(found.findIndex((row, v) => row.some((x, i) => x !== expected[v][i]))).toBe(-1);
  });
});
