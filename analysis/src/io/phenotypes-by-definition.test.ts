import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isAnalysisError } from "../errors.ts";
import { memorySource, type ByteSource } from "./byte-source.ts";
import { readDelimited } from "./delimited.ts";
import { idColumns, readPhenotypes } from "./phenotypes.ts";
import type { SampleColumn } from "./sample-table.ts";

const MISSING = ["", "NA", "na", "N/A", "nan", "NaN", "NAN", ".", "#NA"];
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** What a phenotype file says, read in the plainest way: a string for every field. */
async function plainly(source: ByteSource): Promise<Record<string, SampleColumn>> {
  const rows: string[][] = [];
  let names: readonly string[] = [];
  await readDelimited(source, (header) => {
    names = header;
    return (fields) => rows.push(fields.map((field) => field.trim()));
  });
  const ids = idColumns(names)!;
  const columns: Record<string, SampleColumn> = {};
  names.forEach((name, i) => {
    const texts = rows.map((row) => row[i]);
    if (i < ids.first) columns[name] = texts;
    else if (texts.every((text) => MISSING.includes(text) || isNumber(text))) {
      columns[name] = Float64Array.from(texts, (text) =>
        MISSING.includes(text) || Number(text) === -9 ? NaN : Number(text),
      );
    } else {
      columns[name] = texts.map((text) => ([...MISSING, "NONE"].includes(text) ? "" : text));
    }
  });
  return columns;
}

const isNumber = (text: string): boolean => NUMBER.test(text) && Number.isFinite(Number(text));

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer({ min: -30, max: 30 }).map((value) => value.toFixed(Math.abs(value) % 4)),
  fc.constantFrom("-9", "-9.0", "+3", "1e3", "-0", "007", "12345678901234567890", "5.", ".5"),
);
const missing = fc.constantFrom(...MISSING.slice(1));
const text = fc.constantFrom(
  "a",
  "b2",
  "NONE",
  "é",
  "x-1",
  "0x10",
  "Infinity",
  "1e999",
  "日本",
  "-",
);
const kinds = fc.constantFrom(number, fc.oneof(number, missing), fc.oneof(text, missing));
const rare = fc.oneof({ weight: 20, arbitrary: number }, { weight: 1, arbitrary: text });

test("a table is what its fields say one by one, whatever separates them", async () => {
  const table = fc
    .tuple(fc.array(fc.oneof(kinds, fc.constant(rare)), { maxLength: 4 }), fc.boolean())
    .chain(([columns, hasFamily]) =>
      fc.record({
        hasFamily: fc.constant(hasFamily),
        rows: fc.array(fc.tuple(fc.constantFrom("f", "0", "é"), ...columns), {
          minLength: 1,
          maxLength: 30,
        }),
      }),
    );
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom("\t", ",", " ", "  ", " \t"),
      fc.constantFrom("\n", "\r\n", "\n\n", "\n \n"),
      fc.constantFrom("", " ", "\u00a0"),
      fc.boolean(),
      fc.boolean(),
      async ({ hasFamily, rows }, separator, end, padding, hasLast, isZipped) => {
        const isPadded = separator === "\t" || separator === ",";
        const pad = isPadded || padding !== " " ? padding : "";
        const names = rows[0].slice(1).map((_, i) => `column${i}`);
        // A tab in the header makes tabs the separator, so blanks stand there alone.
        const headerSeparator = separator.length > 1 ? " " : separator;
        const lines = [
          [...(hasFamily ? ["#FID"] : []), hasFamily ? "IID" : "#IID", ...names].join(
            headerSeparator,
          ),
          ...rows.map(([family, ...cells], i) =>
            [...(hasFamily ? [family] : []), `person ${i}`.replace(" ", "é"), ...cells]
              .map((cell) => cell + pad)
              .join(separator),
          ),
        ];
        const content = lines.join(end) + (hasLast ? end : "");
        const source = memorySource("p.txt", isZipped ? gzipSync(content) : content);
        const expected = await plainly(source);
        const found = await readPhenotypes(source);
        expect(found.individualId).toEqual(expected[hasFamily ? "IID" : "#IID"]);
        if (hasFamily) expect(found.familyId).toEqual(expected["#FID"]);
        for (const name of names) expect(found.columns[name]).toEqual(expected[name]);
      },
    ),
    { numRuns: 500 },
  );
});

test("a row of another width or with a quote is refused as with strings, by the same line number", async () => {
  const cell = fc.constantFrom("1", "a", "", '"x"', 'y"', " ", "\u00a0");
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 6 }),
      fc.constantFrom("\t", ",", " "),
      async (rows, separator) => {
        const names = ["IID", "x", "y"];
        const content = [names, ...rows].map((row) => row.join(separator)).join("\n");
        const source = memorySource("p.txt", content);
        const caught = (error: unknown): string => String(error);
        const expected = await plainly(source).then(() => "fine", caught);
        const found = await readPhenotypes(source).then(
          () => "fine",
          (error: unknown) =>
            isAnalysisError(error, "duplicate-id") || /has a header and no rows/.test(String(error))
              ? "fine"
              : caught(error),
        );
        expect(found).toBe(expected);
      },
    ),
    { numRuns: 500 },
  );
});

test("a category after many numbers makes all of them text", async () => {
  const rows = Array.from({ length: 5000 }, (_, i) => `s${i}\t${i}.50\t${i % 7}\n`);
  const text = `IID\tmixed\tnumber\n${rows.join("")}last\tlow\t-9\n`;
  const { columns, notices } = await readPhenotypes(memorySource("p.tsv", gzipSync(text)));
  expect(columns.mixed.slice(0, 2)).toEqual(["0.50", "1.50"]);
  expect(columns.mixed.at(-1)).toBe("low");
  expect(columns.number.slice(-2)).toEqual(Float64Array.of(4999 % 7, NaN));
  expect(notices[0]).toMatch(/first text on line 5002/);
});
