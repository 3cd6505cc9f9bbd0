import type { HeldTexts } from "../held-texts.ts";
import { decodeTexts, stringsOf, type TextTable } from "./text-table.ts";

/** A column of texts in UTF-8. */
export class ByteTexts implements HeldTexts {
  readonly table: TextTable;

  constructor(table: TextTable) {
    this.table = table;
  }

  get count(): number {
    return this.table.count;
  }

  at(row: number): string {
    const { bytes, starts } = this.table;
    return decodeTexts(bytes, starts[row], starts[row + 1] - 1);
  }

  strings(): string[] {
    return stringsOf(this.table);
  }

  areSame(a: number, b: number): boolean {
    const { bytes, starts } = this.table;
    const length = starts[a + 1] - starts[a];
    if (starts[b + 1] - starts[b] !== length) return false;
    for (let i = 0; i < length; i++)
      if (bytes[starts[a] + i] !== bytes[starts[b] + i]) return false;
    return true;
  }

  hash(row: number): number {
    const { bytes, starts } = this.table;
    let hash = 0;
    for (let i = starts[row]; i < starts[row + 1]; i++) hash = (Math.imul(hash, 31) + bytes[i]) | 0;
    return hash;
  }
}

/** Texts that are made of others when they are asked for. */
export class MadeTexts implements HeldTexts {
  readonly count: number;
  readonly at: (row: number) => string;

  constructor(count: number, at: (row: number) => string) {
    this.count = count;
    this.at = at;
  }

  strings(): string[] {
    return Array.from({ length: this.count }, (_, i) => this.at(i));
  }
}
