import { expect, test } from "vitest";
import { haveSameTexts, stringsOf, TextTableBuilder } from "./text-table.ts";

const encoder = new TextEncoder();

function tableOf(texts: readonly Uint8Array[], trim: boolean) {
  const builder = new TextTableBuilder({ trim, rows: 1 });
  for (const bytes of texts) builder.append(bytes, 0, bytes.length);
  return builder.finish();
}

test("texts come back as they went in, however long", () => {
  const texts = ["", "a", "é", "\uFEFFb", "x".repeat(100_000), "", "𝒳\u0000", "last"];
  const bytes = texts.map((text) => encoder.encode(text));
  expect(stringsOf(tableOf(bytes, false))).toEqual(texts);
  const many = Array.from({ length: 40_000 }, (_, i) => (i % 7 === 0 ? "" : `person ${i}`));
  expect(
    stringsOf(
      tableOf(
        many.map((text) => encoder.encode(text)),
        true,
      ),
    ),
  ).toEqual(many);
  expect(stringsOf(tableOf([], false))).toEqual([]);
});

test("bytes that mean the same text are the same bytes", () => {
  const broken = [Uint8Array.of(65, 0xff), Uint8Array.of(65, 0xc3), encoder.encode("A\uFFFD")];
  const { bytes, starts } = tableOf(broken, false);
  const parts = broken.map((_, i) => [...bytes.subarray(starts[i], starts[i + 1])]);
  expect(parts[0]).toEqual(parts[2]);
  expect(parts[1]).toEqual(parts[2]);
});

test("blanks of other scripts go where texts are trimmed", () => {
  const wide = [encoder.encode("\u00a0id\u3000")];
  expect(stringsOf(tableOf(wide, true))).toEqual(["id"]);
  expect(stringsOf(tableOf(wide, false))).toEqual(["\u00a0id\u3000"]);
});

test("a block of texts continues what is there", () => {
  const builder = new TextTableBuilder({ rows: 1 });
  builder.append(encoder.encode("first"), 0, 5);
  const starts = Uint32Array.of(builder.filled, builder.filled + 4);
  builder.appendBlock({ bytes: encoder.encode("two\n\n"), starts });
  builder.append(encoder.encode("é"), 0, 2);
  expect(stringsOf(builder.finish())).toEqual(["first", "two", "", "é"]);
});

test("tables have the same texts where every text is the same", () => {
  const many = Array.from({ length: 10_000 }, (_, i) => `é${i}`);
  const tableFrom = (texts: readonly string[]) =>
    tableOf(
      texts.map((text) => encoder.encode(text)),
      false,
    );
  expect(haveSameTexts(tableFrom(many), tableFrom([...many]))).toBe(true);
  for (const i of [0, 4095, 4096, 9999]) {
    expect(haveSameTexts(tableFrom(many), tableFrom(many.with(i, "è1")))).toBe(false);
  }
  expect(haveSameTexts(tableFrom(["ab", "c"]), tableFrom(["a", "bc"]))).toBe(false);
  expect(haveSameTexts(tableFrom(["a", "b"]), tableFrom(["a"]))).toBe(false);
  expect(haveSameTexts(tableFrom(["\uFEFFa"]), tableFrom(["a"]))).toBe(false);
});
