import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { prune, type PruneOptions } from "../../src/ld/prune.ts";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { genotypes } from "../../src/open.ts";
import { cohort, hasData, ROOT } from "../peer/shared-data.ts";
import { PEERS, runPeer, type Plink2 } from "./peers.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-prune-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Setting {
  readonly name: string;
  readonly window: readonly string[];
  readonly options: PruneOptions;
}

const SETTINGS: readonly Setting[] = [
  {
    name: "50 variants, step 5, r² 0.2",
    window: ["50", "5", "0.2"],
    options: { window: { variants: 50 }, step: 5, r2: 0.2 },
  },
  {
    name: "1000 variants, step 50, r² 0.05",
    window: ["1000", "50", "0.05"],
    options: { window: { variants: 1000 }, step: 50, r2: 0.05 },
  },
  {
    name: "7 variants, r² 0.5",
    window: ["7", "1", "0.5"],
    options: { window: { variants: 7 }, r2: 0.5 },
  },
  {
    name: "500 kb, r² 0.1",
    window: ["500kb", "0.1"],
    options: { window: { basePairs: 500_000 }, r2: 0.1 },
  },
  {
    name: "5 Mb, r² 0.02",
    window: ["5000kb", "0.02"],
    options: { window: { basePairs: 5_000_000 }, r2: 0.02 },
  },
];

/** Releases before alpha 6 know one order of pairs only. */
function peerKeeps(peer: Plink2, files: readonly string[], window: readonly string[]): string[] {
  const prefix = join(folder, "pruned");
  const order = peer.version.startsWith("v2.00a") ? [] : ["--indep-order", "1"];
  runPeer(peer, ...files, "--indep-pairwise", ...window, ...order, "--out", prefix);
  return readFileSync(`${prefix}.prune.in`, "utf8").trimEnd().split("\n");
}

async function compare(
  people: Genotypes,
  peer: Plink2,
  files: readonly string[],
  { window, options }: Setting,
): Promise<void> {
  const expected = peerKeeps(peer, files, window);
  const { kept, removed } = await prune(people, { ...options, compute: "cpu" });
  expect(kept).toEqual(expected);
  expect(kept.length + removed.rowCount).toBe(people.variants.count);
}

describe.each(PEERS)("--indep-pairwise of a running $version, every variant", (peer) => {
  test.skipIf(!hasData("geno-hapmap3")).each(SETTINGS)(
    "HapMap 3, 957 people × 14,079: $name (needs ../shared/data)",
    async (setting) => {
      const files = ["--bfile", `${ROOT}geno-hapmap3/HM3`, "--autosome"];
      await compare(await cohort("geno-hapmap3/HM3.bed"), peer, files, setting);
    },
  );

  test
    .skipIf(!hasData("geno-1000g-eur-bolt"))
    .each(SETTINGS.filter(({ options }) => options.step !== 50))(
    "1000 Genomes EUR, 379 people × 54,051: $name (needs ../shared/data)",
    async (setting) => {
      const source = `${ROOT}geno-1000g-eur-bolt/EUR_subset`;
      const bim = join(folder, "EUR.bim");
      writeFileSync(bim, gunzipSync(readFileSync(`${source}.bim.gz`)));
      const files = ["--bed", `${source}.bed`, "--bim", bim, "--fam", `${source}.fam`];
      await compare(await cohort("geno-1000g-eur-bolt/EUR_subset.bed"), peer, files, setting);
    },
  );

  // Its chromosomes are not in order, which PLINK takes for windows of variants only.
  test
    .skipIf(!hasData("geno-bigsnpr-example"))
    .each(SETTINGS.filter(({ window }) => window.length > 2))(
    "bigsnpr's example, calls missing: $name (needs ../shared/data)",
    async (setting) => {
      const name = "geno-bigsnpr-example/example-missing" as const;
      await compare(await cohort(`${name}.bed`), peer, ["--bfile", ROOT + name], setting);
    },
  );

  test.each(SETTINGS)(
    "made-up calls of 61 founders and 39 children, a tenth missing, chromosomes 1 to 3: $name",
    async (setting) => {
      const prefix = join(folder, "dummy");
      runPeer(peer, ..."--dummy 100 1500 0.1 acgt --seed 3 --make-bed --out".split(" "), prefix);
      rewrite(`${prefix}.fam`, (fields, i) => fields.with(2, i < 61 ? "0" : "per0"));
      rewrite(`${prefix}.bim`, (fields, i) => fields.with(0, String(1 + Math.floor(i / 500))));
      await compare(await genotypes(`${prefix}.bed`), peer, ["--bfile", prefix], setting);
    },
  );
});

function rewrite(path: string, change: (fields: string[], i: number) => string[]): void {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  const changed = lines.map((line, i) => `${change(line.split("\t"), i).join("\t")}\n`);
  writeFileSync(path, changed.join(""));
}
