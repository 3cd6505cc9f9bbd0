import { expect, test } from "vitest";
import { wasmPeopleReader } from "../../compute/text/people-reader.ts";
import { lineAdder } from "./scoring-lines.ts";
import { scoringLayout } from "./scoring-layout.ts";
import { collectRows, type ScoringRows } from "./scoring-rows.ts";

const WEIGHTS = ["0.25", "-1.5e-3", "12345678901234567890", "", "NA", '"0.5"', "1,5", " 7", "0x10"];

/** Rows of a file of so many weights, the first of them given. */
function read(
  columns: number,
  separator: string,
  rows: readonly (readonly string[])[],
): ScoringRows {
  const names = ["ID", "A1", ...Array.from({ length: columns }, (_, c) => `s${c + 1}`)];
  const header = names.join(separator);
  const layout = scoringLayout(
    "file",
    header,
    ["rs0", "A", ...names.slice(2).map(() => "1")].join(separator),
  );
  expect(layout.weights.length).toBe(columns);
  const collector = collectRows(layout, false);
  const text = rows.map((row, i) => `${row.join(separator)}${i % 2 ? "\r\n" : "\n"}`).join("\n");
  const bytes = new TextEncoder().encode(`junk\n${text}`.slice(0, -1));
  const next = lineAdder(layout, collector)(bytes, 5, bytes.length, 2);
  expect(next).toBe(2 * rows.length + 1);
  return collector.rows;
}

test.each(["\t", ";"])(
  "files of many weights read as files of few, column by column: %j",
  (separator) => {
    const idOf = (i: number): string => (i === 3 ? "rsé" : `rs${i}`);
    const rows = WEIGHTS.map((_, i) => [
      idOf(i),
      i === 2 ? "." : "acgt"[i % 4],
      ...WEIGHTS.map((_, c) => WEIGHTS[(i + c) % WEIGHTS.length]),
    ]);
    rows[4].length = 6;
    const wide = read(WEIGHTS.length, separator, rows);
    for (let c = 0; c < WEIGHTS.length; c++) {
      const narrow = read(
        1,
        separator,
        rows.map((row) => [...row.slice(0, 2), ...row.slice(2 + c, 3 + c)]),
      );
      expect(wide.weights[c]).toEqual(narrow.weights[0]);
      expect({ ...wide, weights: [], problem: [] }).toEqual({
        ...narrow,
        weights: [],
        problem: [],
      });
    }
    expect(wide.variantId[3]).toBe("rsé");
    expect(wide.line).toEqual(rows.map((_, i) => 2 + 2 * i));
    expect(wide.problem).toEqual(
      rows.map((_, i) => (i === 2 ? "missing effect allele" : "missing weight")),
    );
  },
);

test("blocks of rows that WebAssembly splits are those read row by row", async () => {
  const { splitRows } = await wasmPeopleReader();
  const names = ["rsID", "chr_name", "chr_position", "effect_allele", "other_allele", "note"];
  const header = [...names, "effect_weight_a", "effect_weight_b"].join("\t");
  const row = (i: number, weight = "0.25"): string =>
    [
      `rs${i}`,
      i % 24,
      1000 + i,
      "acgt"[i % 4],
      i % 3 ? "G" : ".",
      "NA",
      weight,
      `-1e-${i % 9}`,
    ].join("\t");
  const plain = Array.from({ length: 40 }, (_, i) => row(i));
  const texts = {
    plain: plain.join("\n"),
    windows: plain.join("\r\n"),
    "empty lines": plain.join("\n\n"),
    "no place": [...plain, "\t\t\tA\tC\tx\t1\t2"].join("\n"),
    pair: [...plain, "rs1\t1\t5\tA_x_T\tC\tx\t1\t2"].join("\n"),
    "no effect allele": [...plain, "rs1\t1\t5\t\tC\tx\t1\t2"].join("\n"),
    "missing weight": [...plain, row(41, "NA"), row(42, ""), row(43, "?")].join("\n"),
    "large and long weights": [row(1, "1e400"), row(2, "12345678901234567890.5")].join("\n"),
    quoted: [...plain, row(41, '"0.5"')].join("\n"),
    "other script": [...plain, row(41).replace("rs", "é")].join("\n"),
    short: [...plain, "rs9\t1\t5\tA"].join("\n"),
  };
  const taken: string[] = [];
  for (const [name, text] of Object.entries(texts)) {
    const bytes = new TextEncoder().encode(text);
    const [slow, fast] = [undefined, splitRows].map((split) => {
      const layout = scoringLayout("file", header, row(0));
      const collector = collectRows(layout, false);
      const counted: typeof split =
        split &&
        ((...block) => {
          const found = split(...block);
          if (found?.lines === found?.rows && found?.numbers(6)?.numeric === found?.rows && found)
            taken.push(name);
          return found;
        });
      const next = lineAdder(layout, collector, counted)(bytes, 0, bytes.length, 2);
      const { weights, ...rows } = collector.rows;
      return { next, rows, weights: weights.map((column) => [...column.all()]) };
    });
    expect(fast).toEqual(slow);
  }
  expect(taken).toEqual(["plain", "windows", "no place", "pair", "no effect allele"]);
});
