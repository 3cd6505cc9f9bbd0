import { describe, expect, test } from "vitest";
import { readNotebook } from "../notebook.ts";
import { wordsIn } from "../words/words.ts";
import { judgeNotebook } from "./gate.ts";

const table = (columns: string[], rows: (string | number)[][]): string =>
  `<table><thead><tr>${columns.map((name) => `<th>${name}</th>`).join("")}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`)
    .join("")}</tbody></table>`;

const shown = (data: Record<string, unknown>) => ({
  output_type: "execute_result",
  metadata: {},
  data,
});
const printed = (text: string) => ({ output_type: "stream", name: "stdout", text });

function judge(outputs: object[], cell: object = {}, smallestCount = 5) {
  const cells = [
    { cell_type: "markdown", source: "# A", metadata: {} },
    { cell_type: "code", id: "here", source: "1", metadata: {}, outputs, ...cell },
  ];
  return judgeNotebook(
    readNotebook(JSON.stringify({ nbformat: 4, metadata: {}, cells })),
    smallestCount,
  );
}

const people = Array.from({ length: 30 }, (_, i) => ({ height: 150 + i, x: i }));

describe("what is refused as people", () => {
  test.each<[string, object]>([
    ["a column of ids", shown({ "text/html": table(["IID", "height"], [["I1", 170]]) })],
    [
      "ids under another spelling",
      shown({ "text/html": table(["individual_id", "a"], [["x", 1]]) }),
    ],
    ["ids as the only column", shown({ "text/html": table(["Sample ID"], [["x"]]) })],
    [
      "names of samples, each once",
      shown({
        "text/html": table(
          ["sample", "score"],
          ["a", "b", "c", "d", "e"].map((id) => [id, 1]),
        ),
      }),
    ],
    [
      "as many rows as people, of which ten are shown",
      shown({
        "text/html": `${table(["a", "b"], [[1, 2]])}<div><small>1,500 rows × 2 columns</small></div><p>1,500 samples</p>`,
        "text/plain": "from 1,500 samples",
      }),
    ],
    [
      "attributes of people",
      shown({
        "text/html": table(
          ["sex", "age"],
          [1, 2, 3, 4, 5].map((i) => [1, 40 + i]),
        ),
      }),
    ],
    ["printed ids", printed("FID IID height\nF1 I1 170\nF2 I2 171\n")],
    ["a pedigree file", printed("F1 I1 0 0 1 -9\nF2 I2 0 0 2 1\n")],
    ["a VCF header", printed("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tNA12878\n")],
    ["an object of a person", shown({ "text/plain": "{ individualId: 'I1', height: 170 }" })],
    ["ids as a list", shown({ "text/plain": "{ IID: [ 'I1', 'I2' ] }" })],
    [
      "dosages of a variant",
      printed("1,500 samples\nUint8Array(1500) [\n 0, 1,\n ... 1400 more items\n]"),
    ],
    [
      "a plot with ids in rows that it does not draw",
      shown({
        "application/vnd.vegalite.v5+json": { datasets: { d: [{ iid: "a", x: 1 }] }, mark: "bar" },
      }),
    ],
    [
      "a plot with a mark a person",
      shown({
        "application/vnd.vegalite.v5+json": { data: { values: people }, mark: "point" },
        "text/plain": "Heights of 30 people",
      }),
    ],
    [
      "a plot of text rows",
      shown({
        "application/vnd.vegalite.v5+json": { data: { values: "IID,x\na,1" }, mark: "bar" },
      }),
    ],
    ["records as JSON", shown({ "application/json": [{ IID: "a" }] })],
    [
      "a table in a document in the output",
      shown({ "text/html": `<iframe srcdoc="${table(["IID"], [["a"]])}"></iframe>` }),
    ],
    [
      "an error that shows a row",
      { output_type: "error", ename: "E", evalue: "at { IID: 'a' }", traceback: [] },
    ],
  ])("%s", (_, output) => {
    const { refusals } = judge([output]);
    expect(refusals.map(({ rule }) => rule)).toContain("people");
    expect(refusals[0]).toMatchObject({ cell: 2, cellId: "here" });
    expect(refusals[0].remedy).toContain("release");
  });

  test("a refusal repeats no id", () => {
    const { refusals } = judge([shown({ "text/html": table(["IID"], [["NA12878"]]) })]);
    expect(JSON.stringify(refusals)).not.toContain("NA12878");
  });
});

describe("what is refused as a small count", () => {
  test.each<[string, object]>([
    ["a column", shown({ "text/html": table(["group", "n"], [["a", 4]]) })],
    [
      "carriers of a genotype",
      shown({ "text/html": table(["variantId", "heterozygotes"], [["rs1", 1]]) }),
    ],
    [
      "an account of people",
      shown({ "text/html": table(["step", "kind", "removed"], [["sex", "sample", 3]]) }),
    ],
    ["a printed table", printed("group  cases\na      120\nb      2\n")],
    ["a sentence", printed("Only 3 people have it.\n")],
    ["categories", shown({ "text/plain": "Samples: 90\n  disease  1: 88, 2: 2" })],
    ["a property", shown({ "text/plain": "{ cases: 2 }" })],
    [
      "rows of a plot",
      shown({
        "application/vnd.vegalite.v5+json": { data: { values: [{ decile: 1, cases: 3 }] } },
      }),
    ],
  ])("%s", (_, output) => {
    expect(judge([output]).refusals.map(({ rule }) => rule)).toEqual(["small count"]);
  });

  test("what is small is an option", () => {
    const ten = shown({ "text/html": table(["group", "n"], [["a", 9]]) });
    expect(judge([ten]).refusals).toEqual([]);
    expect(judge([ten], {}, 10).refusals).toHaveLength(1);
  });
});

describe("what passes", () => {
  test.each<[string, object]>([
    [
      "nobody, and missing numbers",
      shown({
        "text/html": table(
          ["group", "n"],
          [
            ["a", 0],
            ["b", "NA"],
          ],
        ),
      }),
    ],
    ["variants", shown({ "text/html": table(["variantId", "beta", "n"], [["rs1", 0.1, 1500]]) })],
    [
      "removed variants",
      shown({ "text/html": table(["step", "kind", "removed"], [["maf", "variant", 3]]) }),
    ],
    [
      "studies",
      shown({
        "text/html": table(
          ["sample", "n"],
          [
            ["exposure", 1000],
            ["outcome", 2000],
          ],
        ),
      }),
    ],
    [
      "correlations of attributes",
      shown({
        "text/html": table(
          ["trait", "sex", "age"],
          [
            ["sex", 1, 0.1],
            ["age", 0.1, 1],
          ],
        ),
      }),
    ],
    [
      "summaries of columns",
      shown({ "text/html": table(["column", "values", "median"], [["age", 1500, 50]]) }),
    ],
    ["decimals", printed("3.4 people per household, R² 0.3\n")],
    ["seeds", shown({ "text/plain": "{ seed: 1, h0: '0.0000' }" })],
  ])("%s", (_, output) => {
    expect(judge([output]).refusals).toEqual([]);
  });

  test("a release: the tag and a written reason", () => {
    const output = shown({ "text/html": table(["IID"], [["I1"]]) });
    const metadata = { tags: ["release"] };
    const source = "// release: simulated people\nrows";
    expect(judge([output], { metadata, source })).toMatchObject({
      refusals: [],
      releases: [{ cell: 2, reason: "simulated people" }],
    });
    const noted = { tags: ["release"], genobook: { release: "simulated" } };
    expect(judge([output], { metadata: noted }).releases).toHaveLength(1);
    expect(judge([output], { source }).refusals).toHaveLength(1);
    const [refusal] = judge([output], { metadata }).refusals;
    expect(refusal.remedy).toContain("no reason");
  });
});

test("pictures that no program can look into are told with their cells", () => {
  const pictures = [shown({ "image/png": "AA==" }), shown({ "image/jpeg": "AA==" })];
  expect(judge(pictures).uncheckedPictures).toEqual([2, 2]);
});

test.each(["en", "zh-CN"] as const)(
  "what is seen, why and what to do are said in %s",
  (language) => {
    const text = JSON.stringify({
      nbformat: 4,
      metadata: {},
      cells: [
        { cell_type: "code", metadata: {}, source: "", outputs: [printed("{ IID: 'NA1' }")] },
        { cell_type: "code", metadata: {}, source: "", outputs: [printed("{ cases: 3 }")] },
      ],
    });
    const { refusals } = judgeNotebook(readNotebook(text), 5, wordsIn(language));
    expect(refusals.map(({ cell, rule }) => [cell, rule])).toEqual([
      [1, "people"],
      [2, "small count"],
    ]);
    for (const { what, why, remedy } of refusals) {
      expect(/\p{Script=Han}/u.test(what + why + remedy)).toBe(language === "zh-CN");
      expect(what + why + remedy).not.toContain("NA1");
      expect(remedy).toContain("// release: …");
    }
  },
);
