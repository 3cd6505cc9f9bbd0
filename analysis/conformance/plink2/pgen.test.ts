import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decompress } from "fzstd";
import { afterAll, describe, expect, test } from "vitest";
import { setPadding } from "../../src/compute/rows/padding.ts";
import { openLocalFile } from "../../src/io/local-file.ts";
import { readPgenHeader } from "../../src/io/plink2/pgen-header.ts";
import { genotypes } from "../../src/open.ts";
import { hasData, ROOT } from "../peer/shared-data.ts";
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

  test("hard calls are those of --make-bed, byte by byte", async () => {
    writeVcf(at("bed"), { samples: 98, variants: 300, seed: 9, content: "dosages" });
    runPlink2(at("bed"), "--pfile", at("bed"), "vzs", "--make-bed");
    const packed: Uint8Array[] = [];
    for (const data of [await genotypes(at("bed.pgen")), await genotypes(at("bed.bed"))]) {
      expect(data.variants.effectAllele[0]).toBe("C");
      const parts: Buffer[] = [];
      for await (const block of data.blocks()) {
        const copy = Buffer.from(block.packed);
        setPadding(copy, block.sampleCount);
        parts.push(copy);
      }
      packed.push(Buffer.concat(parts));
    }
    expect(Buffer.compare(packed[0], packed[1])).toBe(0);
  });

  test("dosages follow a selection of variants and samples", async () => {
    writeVcf(at("some"), { samples: 57, variants: 200, seed: 10, content: "dosages" });
    const all = await genotypes(at("some"));
    const rows = await dosageRows(all);
    const variants = Uint32Array.from({ length: 60 }, (_, i) => 3 * i + (i & 1));
    const samples = Uint32Array.from({ length: 20 }, (_, i) => 2 * i + 5);
    const found = await dosageRows(all.select({ variants, samples }), 100);
    expect(found).toEqual(Array.from(variants, (v) => Int32Array.from(samples, (i) => rows[v][i])));
  });

  test("a header in a file of its own", async () => {
    writeVcf(at("own"), { samples: 40, variants: 80, seed: 11, content: "dosages" });
    const expected = await dosageRows(await genotypes(at("own")));
    const bytes = readFileSync(at("own.pgen"));
    const first = Number(bytes.readBigUInt64LE(12));
    const index = Buffer.from(bytes.subarray(0, first));
    index[2] = 0x30;
    index.writeBigUInt64LE(3n, 12);
    writeFileSync(at("own.pgen.pgi"), index);
    writeFileSync(
      at("own.pgen"),
      Buffer.concat([Buffer.of(0x6c, 0x1b, 0x20), bytes.subarray(first)]),
    );
    expect(await dosageRows(await genotypes(at("own")))).toEqual(expected);
    rmSync(at("own.pgen.pgi"));
    await expect(genotypes(at("own"))).rejects.toThrow(/There is no \S+own\.pgen\.pgi/);
  });
});

describe.skipIf(!hasData("format-pgen"))("all ploidies (needs ../shared/data)", () => {
  test("every genotype is the one that PLINK 2's own test expects", async () => {
    const folder = `${ROOT}format-pgen`;
    const read = await genotypes(`${folder}/all_ploidy.pgen`);
    expect(read.notices).toEqual([
      expect.stringMatching(/^2 variants left out: they have more than two alleles/),
    ]);
    const text = new TextDecoder().decode(
      decompress(readFileSync(`${folder}/published_plink2_test.raw.want.zst`)),
    );
    const [header, ...lines] = text.trimEnd().split("\n");
    const names = header.split("\t");
    const people = lines.map((line) => line.split("\t"));
    const rows = await dosageRows(read);
    let compared = 0;
    rows.forEach((row, v) => {
      const name = `${read.variants.variantId[v]}_${read.variants.otherAllele[v]}`;
      const columns = names.flatMap((found, c) => (found === name ? [c] : []));
      if (columns.length !== 1) return;
      compared++;
      const expected = people.map((fields) => {
        const count = fields[columns[0]];
        return count === "NA" ? -1 : Math.round((2 - Number(count)) * 16_384);
      });
      expect([...row]).toEqual(expected);
    });
    expect(compared).toBeGreaterThan(500);
  });
});

describe.skipIf(!hasData("geno-regenie-example"))("a .bed as .pgen (needs ../shared/data)", () => {
  test("both files say the same", async () => {
    const stem = `${ROOT}geno-regenie-example/example`;
    const [pgen, bed] = [await genotypes(`${stem}.pgen`), await genotypes(`${stem}.bed`)];
    expect(await dosageRows(pgen)).toEqual(await dosageRows(bed));
    expect(pgen.variants).toEqual(bed.variants);
    expect(pgen.samples.individualId).toEqual(bed.samples.individualId);
  });
});
