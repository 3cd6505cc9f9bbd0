import { describe, expect, test } from "vitest";
import { check } from "../../ld/ld-check.ts";
import type { LdStudy } from "../../ld/ld-match.ts";
import type { LdPanel } from "../../ld/ld-panel.ts";
import { Table } from "../../table.ts";
import { askedPanel } from "./asked-panel.ts";
import { simulateStudy } from "./test-panels.ts";

const SHAPE = {
  seed: 5,
  blocks: 8,
  size: 60,
  rho: 0.9,
  n: 20_000,
  heritability: 0.2,
  causalShare: 0.1,
};
const { panel, summary } = simulateStudy(SHAPE);
const n = summary.rowCount;
const withFrequencies = new Table({
  ...summary.columns,
  effectAlleleFrequency: new Float64Array(n).fill(0.3),
});

/** The panel, and the blocks that were read of it. */
function watched(): { readonly panel: LdPanel; readonly blocks: Set<number> } {
  const blocks = new Set<number>();
  const readBlock = (b: number) => {
    blocks.add(b);
    return panel.readBlock(b);
  };
  return { panel: { ...panel, readBlock }, blocks };
}

describe("a panel that nobody asked about", () => {
  test("is looked into in four blocks, and a study of its LD fits", async () => {
    const { panel, blocks } = watched();
    const { notices, cautions } = await askedPanel({ panel, summary: withFrequencies });
    expect(notices.join("\n")).toContain(
      "The panel fits the study, says ld.check of 4 of 8 blocks.",
    );
    expect(cautions.join("\n")).not.toContain("ld.check");
    expect([...blocks].sort()).toEqual([1, 3, 5, 7]);
  });

  test("does not fit a study of people with other LD, though names, alleles and frequencies agree", async () => {
    const { beta, standardError } = simulateStudy({ ...SHAPE, studyRho: 0.3 }).summary.columns;
    const other = new Table({ ...withFrequencies.columns, beta, standardError });
    const { cautions } = await askedPanel({ panel, summary: other });
    expect(cautions.join("\n")).toMatch(
      /The panel does not fit the study, says ld\.check of 4 of 8 blocks: .*z-scores.* Ask it of all/,
    );
  });

  test("is not looked into where a verdict is passed, or where the study has no positions to compare", async () => {
    const asked = watched();
    const verdict = await check(panel, withFrequencies as unknown as LdStudy);
    await askedPanel({ panel: asked.panel, summary: withFrequencies, check: verdict });
    expect(asked.blocks.size).toBe(0);
    const { basePairLocation, ...named } = summary.columns;
    expect(basePairLocation).toBeDefined();
    const told = await askedPanel({ panel: asked.panel, summary: new Table(named) });
    expect(told.notices.join("\n")).toContain("Nobody asked whether the panel fits");
    expect(asked.blocks.size).toBe(0);
  });
});

test("ld.check of some blocks says of them what it says of all", async () => {
  const study = withFrequencies as unknown as LdStudy;
  const [some, all] = [await check(panel, study, { blocks: 3 }), await check(panel, study)];
  expect(some.sentences.at(-1)).toBe("LD was looked into in 3 of 8 blocks.");
  const { smallestEigenvalue } = some.blocks.columns;
  const looked = [...smallestEigenvalue.keys()].filter((b) => !Number.isNaN(smallestEigenvalue[b]));
  expect(looked).toEqual([1, 4, 6]);
  for (const b of looked)
    expect(smallestEigenvalue[b]).toBe(all.blocks.columns.smallestEigenvalue[b]);
  expect(some.matched.rowCount).toBe(all.matched.rowCount);
  const told = [...some.matched.columns.neighbourDifference.keys()].filter(
    (i) => !Number.isNaN(some.matched.columns.neighbourDifference[i]),
  );
  expect(told.length).toBe(3 * 60);
  await expect(check(panel, study, { blocks: 0 })).rejects.toMatchObject({
    tag: "invalid-argument",
  });
});
