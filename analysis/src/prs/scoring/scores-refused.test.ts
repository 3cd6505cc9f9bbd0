import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { match } from "./match.ts";
import { readScores } from "./read-scores.ts";
import { score } from "./score.ts";
import { scoringFile, type ScoringFile } from "./scoring-file.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "genobook-refused-scores-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const M = 8;
const N = 12;

/** M variants of chromosome 3, the last of them at the place that is given. */
function people(last = 8000, build?: Genotypes["build"]): Genotypes {
  const place = (v: number): number => (v === M - 1 ? last : 1000 * (v + 1));
  const genotypes = genotypesFromDosages({
    matrix: Array.from({ length: M * N }, (_, at) => (at * 7 + (at >> 3)) % 3),
    sampleCount: N,
    variants: {
      contig: new Array<string>(M).fill("3"),
      basePairLocation: Array.from({ length: M }, (_, v) => place(v)),
      variantId: Array.from({ length: M }, (_, v) => `rs${v}`),
      effectAllele: new Array<string>(M).fill("A"),
      otherAllele: new Array<string>(M).fill("C"),
    },
  });
  return { ...genotypes, build, source: "a.bed" };
}

async function read(
  name: string,
  weights: readonly (number | string)[],
  options: { readonly header?: string; readonly last?: number } = {},
): Promise<ScoringFile> {
  const path = join(FOLDER, name);
  const rows = weights.map((weight, v) =>
    [`rs${v}`, 3, v === M - 1 ? (options.last ?? 8000) : 1000 * (v + 1), "A", "C", weight].join(
      "\t",
    ),
  );
  const columns = "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight";
  writeFileSync(path, [options.header ?? [], columns, ...rows].flat().join("\n"));
  return readScores(path);
}

const RATIOS = [0.9, 1.1, 1.2, 0.8, 1.3, 1.05, 0.95, 1.15];
const EFFECTS = [0.1, -0.1, 0.2, -0.2, 0.3, 0.05, -0.05, 0.15];

function shown(result: object): string {
  const display = (result as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ];
  return display.call(result)["text/html"];
}

test("weights that look like odds ratios are still said to where they are matched and scored", async () => {
  const ratios = await read("or.txt", RATIOS);
  const matched = match({ scores: ratios, genotypes: people() });
  expect(matched.notices).toEqual(ratios.notices);
  expect(shown(matched)).toContain("odds ratios");
  const scored = await score({ matched });
  expect(scored.notices).toContain(ratios.notices[0]);
  expect(shown(scored)).toContain("odds ratios");
});

test("of several files each caution is said once, with whose it is", async () => {
  const files = [
    await read("or1.txt", RATIOS),
    await read("effects.txt", EFFECTS),
    await read("or2.txt", RATIOS),
    scoringFile({
      variantId: RATIOS.map((_, v) => `rs${v}`),
      effectAllele: RATIOS.map(() => "A"),
      weights: { "by hand": RATIOS },
    }),
  ];
  const { notices } = match({ scores: files, genotypes: people(), by: "name" });
  expect(notices).toHaveLength(2);
  expect(notices[0]).toMatch(/^or1, or2: .*odds ratios.*weightType/);
  expect(notices[1]).toMatch(/^by hand: .*odds ratios.*logarithms/);
});

test("many files with cautions of their own do not fill the page", async () => {
  const header = (i: number): string => `#variants_number=${100 + i}`;
  const files = await Promise.all(
    Array.from({ length: 12 }, (_, i) => read(`s${i}.txt`, EFFECTS, { header: header(i) })),
  );
  const { notices } = match({ scores: files, genotypes: people() });
  expect(notices).toHaveLength(11);
  expect(notices[10]).toBe("2 more notices of the scoring files: see the notices of each.");
});

// Chromosome 3 ends at 198,022,430 in GRCh37 and at 198,295,559 in GRCh38.
const BEYOND_37 = 198_100_000;

test("positions that the other build does not reach are refused, whichever side names its build", async () => {
  const old = await read("old.txt", EFFECTS, { header: "#genome_build=GRCh37" });
  expect(() => match({ scores: old, genotypes: people(BEYOND_37) })).toThrow(
    "position 198,100,000 lies beyond the end of chromosome 3 in GRCh37",
  );
  const unnamed = await read("unnamed.txt", EFFECTS, { last: BEYOND_37 });
  expect(unnamed.build).toBeUndefined();
  expect(() => match({ scores: unnamed, genotypes: people(8000, "GRCh37") })).toThrow(
    "position 198,100,000 lies beyond the end of chromosome 3 in GRCh37",
  );
  const byName = match({ scores: old, genotypes: people(BEYOND_37), by: "name" });
  expect(byName.counts.columns.matched[0]).toBe(M);
  expect(byName.notices).toEqual([]);
});

test("builds that nobody tells are said not to have been compared", async () => {
  const old = await read("old.txt", EFFECTS, { header: "#genome_build=GRCh37" });
  const unnamed = await read("unnamed.txt", EFFECTS);
  const scored = await score({ scores: old, genotypes: people() });
  expect(scored.notices[0]).toMatch(/^The build of a\.bed is not known.*GRCh37.*was not compared/);
  expect(match({ scores: unnamed, genotypes: people(8000, "GRCh38") }).notices[0]).toMatch(
    /^The build of .*unnamed\.txt is not known.*GRCh38 as those of a\.bed was not compared/,
  );
  expect(match({ scores: old, genotypes: people(8000, "GRCh37") }).notices).toEqual([]);
  expect(match({ scores: old, genotypes: people(), by: "name" }).notices).toEqual([]);
});

test("no overlap at all is not answered with what was just asked for", async () => {
  const elsewhere = scoringFile({
    chromosome: [5, 5],
    basePairLocation: [1, 2],
    effectAllele: ["A", "A"],
    weights: { far: [0.1, -0.1] },
  });
  const asked = score({ scores: elsewhere, genotypes: people(), minimumOverlap: 0 });
  await expect(asked).rejects.toMatchObject({ tag: "low-overlap", matched: 0 });
  await expect(asked).rejects.toThrow(/one genome build, or match by: "name"/);
  await expect(asked).rejects.not.toThrow(/minimumOverlap|At least/);
  const some = await read("some.txt", EFFECTS);
  const few = people().select({ variants: Uint32Array.of(0, 1) });
  await expect(score({ scores: some, genotypes: few })).rejects.toThrow(
    "prs.match({ scores, genotypes, minimumOverlap: 0 }).explore() shows",
  );
});

test("nobody cannot be scored", async () => {
  const nobody = people().select({ samples: new Uint32Array(0) });
  const scores = await read("effects.txt", EFFECTS);
  await expect(score({ scores, genotypes: nobody })).rejects.toMatchObject({
    argument: "genotypes",
  });
});

test("weights that no allele has are told, and refused where sums overflow", async () => {
  const huge = await read("huge.txt", EFFECTS.with(2, 1e300));
  const scored = await score({ scores: huge, genotypes: people() });
  expect(scored.notices[0]).toBe(
    "Sums of huge reach 2.0e+300: some of its weights are no effects of an allele and outweigh all others.",
  );
  const endless = await read(
    "endless.txt",
    EFFECTS.map((_, v) => (v % 3 === 0 ? -1.7e308 : 1.7e308)),
  );
  await expect(score({ scores: endless, genotypes: people() })).rejects.toMatchObject({
    argument: "scores",
  });
});

test("one row is told as one", async () => {
  await expect(read("nan.txt", ["NaN", 0.1, 0.2])).rejects.toThrow(
    "has 1 weight that is no number in line 2.",
  );
  await expect(read("nans.txt", ["NaN", "inf", 0.2])).rejects.toThrow(
    "has 2 weights that are no numbers among its 3 rows, the first in line 2.",
  );
});
