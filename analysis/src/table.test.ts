import { inspect } from "node:util";
import { expect, test } from "vitest";
import { COLUMNS } from "./columns.ts";
import { LengthMismatchError } from "./errors.ts";
import { Table } from "./table.ts";

const table = new Table(
  { id: ["<b>", "b", ""], x: Float64Array.of(1e-7, NaN, 1234.56789), n: Int32Array.of(3, 1, 2) },
  { method: "a & b", covariates: [], n: 3, seconds: 1.5, source: "x.bed" },
);

const display = (shown: Table): Record<string, string> =>
  (shown as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ]();

test("text is aligned, at most six digits, NA where missing", () => {
  expect(inspect(table)).toBe(
    [
      "id         x  n",
      "<b>     1e-7  3",
      "b         NA  1",
      "     1234.57  2",
      "3 rows × 3 columns",
      "method a & b; n 3",
    ].join("\n"),
  );
});

test("HTML is escaped", () => {
  const html = display(table)["text/html"];
  expect(html).toContain("&lt;b&gt;");
  expect(html).toContain("method a &amp; b; n 3");
  expect(html).not.toContain("<b>");
});

test("ten rows are shown of many, with the count of all", () => {
  const long = new Table({ x: Float64Array.from({ length: 12_345 }, (_, i) => i) });
  const text = display(long)["text/plain"];
  expect(text.split("\n")).toHaveLength(12);
  expect(text).toContain("12,345 rows × 1 column, first 10 shown");
});

test("sentences are whole in HTML and cut in text; what cannot wrap is cut in both", () => {
  const sentence = "A reason that says more than fits into sixty characters of a line of text.";
  const indel = "ACGT".repeat(40);
  const shown = display(
    new Table({ reason: [sentence], allele: [indel], beta: Float64Array.of(-1e-9) }),
  );
  expect(shown["text/plain"]).toContain(`${sentence.slice(0, 59)}…`);
  expect(shown["text/html"]).toContain(`min-width:16em">${sentence}<`);
  for (const text of Object.values(shown)) expect(text).not.toContain(indel);
  expect(shown["text/html"]).toContain('white-space:nowrap">-1e-9<');
});

test("rows are taken, filtered and sorted with missing values last, the table itself unchanged", () => {
  expect(table.sortBy("x").columns.n).toEqual(Int32Array.of(3, 2, 1));
  expect(table.sortBy("x", "descending").columns.n).toEqual(Int32Array.of(2, 3, 1));
  expect(table.sortBy("id").columns.id).toEqual(["<b>", "b", ""]);
  expect(table.filter(({ n }) => n < 3).columns.id).toEqual(["b", ""]);
  expect(table.take([2, 0]).columns.n).toEqual(Int32Array.of(2, 3));
  expect(table.select("n").columnNames).toEqual(["n"]);
  expect(table.columns.n).toEqual(Int32Array.of(3, 1, 2));
});

test("columns of different lengths are refused by name", () => {
  expect(() => new Table({ a: [], b: ["x"] })).toThrow(LengthMismatchError);
  expect(() => new Table({ a: [], b: ["x"] })).toThrow(/Column b has 1 rows, column a has 0/);
});

test("the vocabulary's GWAS-SSF names are its own in snake case", () => {
  for (const [name, { ssf }] of Object.entries(COLUMNS)) {
    if (ssf === undefined || name === "negLog10PValue") continue;
    expect(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).toBe(ssf);
  }
});
