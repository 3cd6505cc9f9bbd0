import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { memorySource } from "./byte-source.ts";
import { readHead, readLines } from "./lines.ts";

async function linesOf(content: Uint8Array | string): Promise<string[]> {
  const lines: string[] = [];
  await readLines(memorySource("text", content), (line, number) => {
    expect(number).toBe(lines.length + 1);
    lines.push(line);
  });
  return lines;
}

const line = fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\n\uFEFF]/g, ""));

test("lines come back, plain or gzip, with either line end, with or without a last one", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1 }),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      fc.boolean(),
      async (lines, end, hasLast, isZipped) => {
        fc.pre(hasLast || lines.at(-1) !== "");
        const text = lines.join(end) + (hasLast ? end : "");
        expect(await linesOf(isZipped ? gzipSync(text) : text)).toEqual(lines);
      },
    ),
  );
});

test("lines that span chunks of 4 MiB are whole", async () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `${i} é ${"x".repeat(100)}`);
  expect(await linesOf(lines.join("\n"))).toEqual(lines);
});

test("reading stops when asked, also inside gzip", async () => {
  const text = "a\nb\nc\n".repeat(1000);
  for (const content of [text, gzipSync(text)]) {
    let seen = 0;
    await readLines(memorySource("text", content), () => ++seen < 2);
    expect(seen).toBe(2);
  }
});

test("the head of a large text, plain or gzip, has whole lines only", async () => {
  const lines = Array.from(
    { length: 60_000 },
    (_, i) => `line ${i} ${Math.imul(i, 2654435761) >>> 0}`,
  );
  const text = lines.join("\n");
  for (const content of [text, gzipSync(text)]) {
    const head = await readHead(memorySource("text", content), 100_000, 20_000);
    expect(head.length).toBeGreaterThan(500);
    expect(head).toEqual(lines.slice(0, head.length));
  }
  expect(await readHead(memorySource("text", "a\nb"), 10)).toEqual(["a", "b"]);
});
