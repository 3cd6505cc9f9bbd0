import { expect, test } from "vitest";
import { visitPieces } from "./line-pieces.ts";

const piecesOf = (text: string, from = 0): string[] => {
  const bytes = new TextEncoder().encode(text);
  const pieces: string[] = [];
  visitPieces(bytes, from, bytes.length, (_, start, end) => {
    pieces.push(new TextDecoder().decode(bytes.subarray(start, end)));
  });
  return pieces;
};

test.each([
  ["short lines", "a line\n".repeat(50_000)],
  ["without a last end", `${"a line\n".repeat(50_000)}last`],
  ["a line longer than a piece", `a\n${"x".repeat(200_000)}\n${"b\n".repeat(50_000)}`],
  ["a long line without an end", `a\n${"x".repeat(200_000)}`],
])("pieces are whole lines: %s", (_, text) => {
  const pieces = piecesOf(text);
  expect(pieces.join("")).toBe(text);
  expect(pieces.length).toBeGreaterThan(1);
  for (const piece of pieces.slice(0, -1)) {
    expect(piece.endsWith("\n")).toBe(true);
    expect(piece.length <= 65_536 || piece.indexOf("\n") === piece.length - 1).toBe(true);
  }
});

test("nothing has no pieces; what lies before is left alone", () => {
  expect(piecesOf("")).toEqual([]);
  expect(piecesOf("head\nrow\n", 5)).toEqual(["row\n"]);
});
