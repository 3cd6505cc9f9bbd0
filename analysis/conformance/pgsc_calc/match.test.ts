import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { genotypesFromDosages } from "../../src/genotypes/from-memory.ts";
import { match, scoringFile, type MatchOptions } from "../../src/prs/scoring/index.ts";

type Target = readonly [
  contig: string,
  position: number,
  id: string,
  reference: string,
  alternative: string,
];
type Row = readonly [
  contig: string,
  position: number,
  effect: string,
  other: string,
  weight: number,
];
type Verdict = readonly [type: string, id: string, status: string];

interface Expected {
  readonly targets: readonly Target[];
  readonly scores: Readonly<Record<string, readonly Row[]>>;
  readonly expected: Readonly<Record<string, Readonly<Record<string, readonly Verdict[]>>>>;
}

const { targets, scores, expected } = JSON.parse(
  readFileSync(new URL("expected.json", import.meta.url), "utf8"),
) as Expected;

const genotypes = genotypesFromDosages({
  matrix: targets.map(() => 1),
  sampleCount: 1,
  variants: {
    contig: targets.map(([contig]) => contig),
    basePairLocation: targets.map(([, position]) => position),
    variantId: targets.map(([, , id]) => id),
    otherAllele: targets.map(([, , , reference]) => reference),
    effectAllele: targets.map(([, , , , alternative]) => alternative),
  },
});

const OPTIONS: Readonly<Record<string, Partial<MatchOptions>>> = {
  default: {},
  keepAll: { keepAmbiguous: true, keepMultiallelic: true, duplicates: "keepFirst" },
  noFlips: { flips: false },
};

const positions = targets.map(([, position]) => position);
const isSplit = (position: number): boolean =>
  positions.indexOf(position) !== positions.lastIndexOf(position);

describe.each(Object.keys(expected))("as pgsc_calc, %s", (mode) => {
  test.each(Object.keys(scores))("%s", (name) => {
    const rows = scores[name];
    const file = scoringFile({
      chromosome: rows.map(([contig]) => contig),
      basePairLocation: rows.map(([, position]) => position),
      effectAllele: rows.map(([, , effect]) => effect),
      otherAllele: rows.map(([, , , other]) => other),
      weights: { [name]: rows.map(([, , , , weight]) => weight) },
    });
    const { columns } = match({ genotypes, scores: file, minimumOverlap: 0, ...OPTIONS[mode] });
    let compared = 0;
    expected[mode][name].forEach(([type, id, status], row) => {
      const what = `row ${row}: ${columns.reason[row]}`;
      if (mode === "noFlips" && type.endsWith("flip")) {
        expect(status, what).toBe("excluded");
        expect(columns.isKept[row], what).toBe(0);
        return;
      }
      const [, , effect, other] = rows[row];
      if (type === "" && columns.matchType[row].endsWith("flip")) {
        // pgsc_calc takes the complement of an indel's letters without turning them round.
        expect(Math.max(effect.length, other.length), what).toBeGreaterThan(1);
        return;
      }
      expect([columns.matchType[row], columns.targetVariantId[row]], what).toEqual([type, id]);
      const isReference = type === "refalt" || /_ref|refalt_/.test(type);
      if (mode !== "keepAll" && isSplit(rows[row][1]) && isReference) {
        expect(columns.status[row], what).toBe("excluded");
        return;
      }
      if (mode === "noFlips" && status === "excluded" && columns.isKept[row] === 1) {
        // A repeat is on the other strand, which is no match for us.
        const repeats = expected[mode][name].filter(([, own]) => own === id);
        expect(repeats.some(([own]) => own.endsWith("flip"))).toBe(true);
        return;
      }
      expect(columns.status[row], what).toBe(status);
      compared++;
    });
    expect(compared).toBeGreaterThan(rows.length / 2);
  });
});

test("every type of match occurs", () => {
  const types = new Set(Object.values(expected["default"]).flatMap((rows) => rows.map(([t]) => t)));
  expect(types.size).toBe(9);
});
