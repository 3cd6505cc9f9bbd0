import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { memorySource } from "./byte-source.ts";
import { plainBytes, readHead, readLineBlocks, readLines } from "./lines.ts";

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

test("blocks of whole lines are the text, however its bytes arrive", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      async (lines, end, hasMark, sizes) => {
        const text = lines.join(end);
        const bytes = new TextEncoder().encode((hasMark ? "\uFEFF" : "") + text);
        async function* pieces(): AsyncGenerator<Uint8Array> {
          for (let at = 0, i = 0; at < bytes.length; at += sizes[i++ % sizes.length]) {
            yield await Promise.resolve(bytes.slice(at, at + sizes[i % sizes.length]));
          }
        }
        const blocks: string[] = [];
        const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
        await readLineBlocks(
          memorySource("text", bytes),
          (block, from, to) => blocks.push(decoder.decode(block.subarray(from, to))),
          pieces(),
        );
        expect(blocks.join("")).toBe(text);
        for (const block of blocks.slice(0, -1)) expect(block.endsWith("\n")).toBe(true);
      },
    ),
  );
});

test("blocks come out of one piece of memory and out of gzip alike", async () => {
  const text = Array.from({ length: 200_000 }, (_, i) => `${i} é ${"x".repeat(i % 20)}`).join("\n");
  for (const content of [text, gzipSync(text)]) {
    const parts: string[] = [];
    await readLineBlocks(memorySource("text", content), (bytes, from, to) =>
      parts.push(new TextDecoder().decode(bytes.subarray(from, to))),
    );
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join("") === text).toBe(true);
  }
});

test("while a chunk is used the next is read, and none when the text is left", async () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
  for (const room of [2, 7, 64, 99, 100, 300]) {
    let reads = 0;
    const source = memorySource("text", bytes);
    const counted = {
      ...source,
      read: async (offset: number, length: number) => {
        reads++;
        await new Promise((done) => setTimeout(done, 1));
        reads--;
        return source.read(offset, length);
      },
    };
    const found: number[] = [];
    for await (const chunk of plainBytes(counted, { memory: new Uint8Array(room) })) {
      found.push(...chunk);
    }
    expect(found).toEqual([...bytes]);
    for await (const chunk of plainBytes(counted, { memory: new Uint8Array(room) })) {
      expect(reads).toBe(chunk.length < 100 ? 1 : 0);
      break;
    }
    expect(reads).toBe(0);
  }
});

test("a failed read is reported when its chunk is asked for", async () => {
  const source = memorySource("text", "a".repeat(100));
  const failing = {
    ...source,
    read: (offset: number, length: number) =>
      offset < 20 ? source.read(offset, length) : Promise.reject(new Error("gone")),
  };
  let chunks = 0;
  const reading = (async () => {
    for await (const chunk of plainBytes(failing, { memory: new Uint8Array(20) })) {
      expect(chunk.length).toBe(10);
      chunks++;
    }
  })();
  await expect(reading).rejects.toThrow("gone");
  expect(chunks).toBe(2);
});
