import { formatPlinkNumber, formatPlinkPValue } from "../format-plink-number.ts";
import type { EncodedTexts } from "./encoded-texts.ts";
import type { RowTextInput, TextColumn } from "./index.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export function rowTextCpu({ rowCount, columns }: RowTextInput): Uint8Array {
  const cells = columns.map(cellOf);
  let text = "";
  for (let v = 0; v < rowCount; v++) text += `${cells.map((cell) => cell(v)).join("\t")}\n`;
  return encoder.encode(text);
}

function cellOf(column: TextColumn): (row: number) => string {
  if (column.kind === "text") {
    const { texts, first } = column;
    return (v) => textAt(texts, first + v);
  }
  const { values } = column;
  if (column.kind === "allele") {
    const { texts, first } = column;
    return (v) =>
      textAt(texts, first + v)
        .split("\t")
        .at(values[v] === 0 ? -1 : -2)!;
  }
  if (column.kind === "integer") return (v) => String(values[v]);
  if (column.kind === "number") return (v) => formatPlinkNumber(values[v]);
  if (column.kind === "p-of-ln") return (v) => formatPlinkPValue(-values[v] / Math.LN10);
  const texts = column.texts;
  return (v) => textAt(texts, values[v]);
}

function textAt({ offsets, bytes }: EncodedTexts, i: number): string {
  // A copy: shared memory cannot be decoded.
  return decoder.decode(bytes.slice(offsets[i], offsets[i + 1]));
}
