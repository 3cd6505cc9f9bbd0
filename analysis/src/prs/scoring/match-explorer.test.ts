import { expect, test } from "vitest";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import { match } from "./match.ts";
import { MATCH_STATUSES, MATCH_VERDICTS, statusOf } from "./match-verdicts.ts";
import type { MatchedScores } from "./matched-scores.ts";
import { scoringFile } from "./scoring-file.ts";

/** A score of 600 variants on chromosomes 1 to 3; of each six, one ambiguous, one with other alleles, one absent. */
function matchedScores(names: readonly string[] = ["height"]): MatchedScores {
  const rows = Array.from({ length: 600 }, (_, i) => i);
  const position = rows.map((i) => 1000 + i);
  const present = rows.filter((i) => i % 6 !== 5);
  const alternative = (i: number): string => (i % 6 === 0 ? "T" : "G");
  const genotypes = genotypesFromDosages({
    matrix: present.flatMap(() => [0, 1, 2]),
    sampleCount: 3,
    variants: {
      contig: present.map((i) => String(1 + Math.floor(i / 200))),
      basePairLocation: present.map((i) => position[i]),
      variantId: present.map((i) => `<rs>${i}`),
      effectAllele: present.map(alternative),
      otherAllele: present.map(() => "A"),
    },
  });
  const scores = names.map((name) =>
    scoringFile({
      chromosome: rows.map((i) => 1 + Math.floor(i / 200)),
      basePairLocation: position,
      variantId: rows.map((i) => `${name}&${i}`),
      effectAllele: rows.map((i) => (i % 6 === 1 ? "C" : alternative(i))),
      otherAllele: rows.map(() => "A"),
      weights: { [name]: rows.map((i) => i + 1) },
    }),
  );
  return match({ scores, genotypes, minimumOverlap: 0 });
}

function shown(result: object): Record<"text/plain" | "text/html", string> {
  const display = Symbol.for("Jupyter.display");
  return (result as Record<symbol, () => Record<"text/plain" | "text/html", string>>)[display]();
}

test("every verdict has a status, and every status a verdict", () => {
  expect([...new Set(MATCH_VERDICTS.map(statusOf))]).toEqual(MATCH_STATUSES);
});

test("counts by verdict, and all rows with what the genotypes have there", () => {
  const { counts, rows } = matchedScores().explore();
  expect(counts.columns.verdict).toEqual([
    "altref",
    "ambiguous",
    "alleles differ",
    "not in target",
  ]);
  expect([...counts.columns.rows]).toEqual([300, 100, 100, 100]);
  expect(counts.columns.share[0]).toBe(0.5);
  expect(rows.rowCount).toBe(600);
  expect(rows.row(300)).toMatchObject({
    variantId: "height&0",
    targetVariants: "<rs>0 A/T",
    status: "excluded",
    verdict: "ambiguous",
  });
  expect(rows.row(400)).toMatchObject({
    effectAllele: "C",
    targetVariants: "<rs>1 A/G",
    reason: "alleles differ: C/A in the score, A/G in the genotypes",
  });
  expect(rows.row(500)).toMatchObject({ targetVariants: "", verdict: "not in target" });
});

test("by verdict or status, chromosome, score, and text within names, places, alleles and reasons", () => {
  const matched = matchedScores(["height", "weight"]);
  const count = (options: Parameters<typeof matched.explore>[0]): number =>
    matched.explore(options).rows.rowCount;
  expect(count({ verdict: "ambiguous" })).toBe(200);
  expect(count({ verdict: "unmatched", score: "weight" })).toBe(200);
  expect(count({ verdict: ["matched", "excluded"], chromosome: ["chr2", 3] })).toBe(534);
  expect(count({ search: "HEIGHT&17" })).toBe(11);
  expect(count({ search: "1:1017" })).toBe(2);
  expect(count({ search: "c/a" })).toBe(200);
  expect(count({ search: "no variant at this position" })).toBe(200);
  expect(count({ search: "nowhere" })).toBe(0);
});

test("what there is not is refused by name", () => {
  const matched = matchedScores();
  expect(() => matched.explore({ score: "bmi" })).toThrow("There are height.");
  expect(() => matched.explore({ verdict: "lost" as "ambiguous" })).toThrow("not in target");
  expect(() => matched.explore({ chromosome: "chrUn" })).not.toThrow();
  expect(() => matched.explore({ chromosome: 26 })).toThrow(
    expect.objectContaining({ argument: "chromosome" }),
  );
  expect(() => matched.explore({ limit: 2.5 })).toThrow(
    expect.objectContaining({ argument: "limit" }),
  );
});

test("lists are cut honestly, with the call that gives the rest, and escaped", () => {
  const matched = matchedScores();
  const html = shown(matched)["text/html"];
  expect(html).toContain("300 of 600 variants match");
  expect(html).toContain("100 (16.7 %) <strong>ambiguous</strong>");
  expect(html).toContain(
    "showing 20 of 100; all: <code>matched.explore({ verdict: &quot;ambiguous&quot;, limit: 100 })</code>",
  );
  expect(html).toContain("<summary>chromosome 2: 33</summary>");
  expect(html).toContain("&lt;rs&gt;0 A/T");
  expect(html).not.toContain("<rs>");
  expect(html.match(/<tr>/g)!.length).toBeLessThan(650);
  const all = matched.explore({ verdict: "ambiguous", limit: 100 });
  expect(shown(all)["text/html"].match(/<tr><td/g)!.length).toBe(100);
  expect(shown(all)["text/html"]).not.toContain("showing");
  expect(shown(all)["text/html"]).toContain("verdict ambiguous: <strong>100</strong> of 600 rows");
});

test("hundreds of scores stay readable and small", () => {
  const html = shown(matchedScores(Array.from({ length: 120 }, (_, i) => `PGS${i}`)))["text/html"];
  expect(html).toContain("showing 50 of 120 scoring files");
  expect(html).toContain("showing the lists of 10 of 120 scoring files");
  expect(html).toContain("score: &quot;PGS10&quot;");
  expect(html.length).toBeLessThan(250_000);
});

test("nothing that a notebook without trust takes away, and text where there is no HTML", () => {
  const display = shown(matchedScores());
  expect(display["text/html"]).not.toMatch(/<(?:script|style|input)|\son\w+=/);
  const [head] = display["text/plain"].split("\n");
  expect(head).toContain("overlap");
  const { "text/plain": found } = shown(matchedScores().explore({ search: "height&17" }));
  expect(found).toContain("with “height&17”: 11 of 600 rows");
  expect(found).toContain("targetVariants");
});
