import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isAnalysisError } from "../errors.ts";
import { memorySource } from "./byte-source.ts";
import { readPhenotypes } from "./phenotypes.ts";

const read = (text: string, options = {}) => readPhenotypes(memorySource("p.tsv", text), options);

test.each([
  ["#FID\tIID\ty\nf\ta\t1\n", ["f"]],
  ["FID IID y\nf   a 1", ["f"]],
  ["fid,iid,y\r\nf,a,1\r\n", ["f"]],
  ["IID y\na 1\n", undefined],
  ["\uFEFF#IID\ty\na\t1\n", undefined],
])("headers and separators: %j", async (text, familyId) => {
  const table = await read(text);
  expect(table.familyId).toEqual(familyId);
  expect(table.individualId).toEqual(["a"]);
  expect(table.columns).toEqual({ y: Float64Array.of(1) });
});

test("missing values are those of PLINK 2, and −9 is told of", async () => {
  const table = await read(
    "IID\tnumber\tgroup\tmixed\na\tNA\tx\t1\nb\tnan\tNONE\tlow\nc\t.\tNA\t-9\nd\t\ty\tNA\ne\t-9\tx\t2\nf\t1e-3\ty\t3\n",
  );
  expect(table.columns.number).toEqual(Float64Array.of(NaN, NaN, NaN, NaN, NaN, 0.001));
  expect(table.columns.group).toEqual(["x", "", "", "y", "x", "y"]);
  expect(table.columns.mixed).toEqual(["1", "low", "-9", "", "2", "3"]);
  expect(table.notices).toEqual([
    "number: 1 values −9 are taken as missing; set minusNineIsMissing: false if they are real.",
    "mixed mixes numbers and text (first text on line 3), so it is categorical.",
  ]);
  const real = await read("IID t\na -9\nb 4\n", { minusNineIsMissing: false });
  expect(real.columns.t).toEqual(Float64Array.of(-9, 4));
});

test("the display tells counts and no person", async () => {
  const table = await read(
    "IID\theight\tcase\tsite\nNA77\t171.123\t1\tb\nNA78\t180\t2\ta\nNA79\tNA\t2\tb\n",
  );
  expect(inspect(table)).toBe(
    "Samples: 3 from p.tsv\n  height  mean 175.6, SD 6.277; 1 missing\n  case    1: 1, 2: 2\n  site    categories: a, b",
  );
});

test.each([
  ["", "format", /is empty/],
  ["IID y\n", "format", /no rows/],
  ["1 1 170\n2 2 180\n", "format", /first line looks like data.*FID IID height/],
  ["name y\na 1\n", "format", /does not start with FID and IID/],
  ["IID y\na 1\nb\n", "format", /Line 3 of p\.tsv has 1 fields, the header 2/],
  ['IID,y\n"a",1\n', "format", /Line 2 of p\.tsv has a quoted field/],
  ["IID y y\na 1 2\n", "format", /two columns named "y"/],
  ["IID y\na 1\na 2\n", "duplicate-id", /1 of 2 samples more than once/],
])("%j is refused", async (text, tag, message) => {
  const error: unknown = await read(text).catch((thrown: unknown) => thrown);
  expect(isAnalysisError(error, tag)).toBe(true);
  expect(String(error)).toMatch(message);
});

test("numbers read back as they were written", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ noDefaultInfinity: true }), { minLength: 1 }),
      async (values) => {
        const rows = values.map((value, i) => `s${i}\t${Number.isNaN(value) ? "NA" : value}`);
        const table = await read(`#IID\ty\n${rows.join("\n")}`, { minusNineIsMissing: false });
        expect(table.columns.y).toEqual(
          Float64Array.from(values, (value) => Number(String(value))),
        );
      },
    ),
  );
});
