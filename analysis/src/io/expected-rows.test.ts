import { expect, test } from "vitest";
import { memorySource } from "./byte-source.ts";
import { expectedRows } from "./expected-rows.ts";

function expectedOf(text: string, shown: number = text.length): number {
  const source = memorySource("x", text);
  return expectedRows(source, new TextEncoder().encode(text), 0, shown);
}

test("a little more rows are expected than there are", () => {
  const numbered = Array.from({ length: 50_000 }, (_, i) => `id${i}\t${i}\n`).join("");
  for (const shown of [numbered.length, 200_000]) {
    const rows = expectedOf(numbered, numbered.lastIndexOf("\n", shown - 1) + 1);
    expect(rows).toBeGreaterThan(50_000);
    expect(rows).toBeLessThan(65_000);
  }
  expect(expectedOf("a\nb\nc\n")).toBeGreaterThanOrEqual(3);
  expect(expectedOf("a\nb\nc")).toBeGreaterThanOrEqual(3);
});

test("a text of one line or none", () => {
  expect(expectedOf("one line")).toBeGreaterThanOrEqual(1);
  expect(expectedOf("one line\n")).toBeGreaterThanOrEqual(1);
  expect(expectedOf("")).toBeGreaterThanOrEqual(0);
});
