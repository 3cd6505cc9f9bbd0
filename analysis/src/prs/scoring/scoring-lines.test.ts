import { expect, test } from "vitest";
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
