import { summaryChromosomeCode } from "../io/chromosome.ts";

/** How one layout fills one column from the fields of a row. */
export type Field =
  | {
      readonly column: string;
      readonly type: "text";
      readonly read: (fields: readonly string[]) => string;
    }
  | {
      readonly column: string;
      readonly type: "float64" | "int32" | "uint8";
      readonly read: (fields: readonly string[]) => number;
    };

/** What a layout's header leads to. */
export interface ReadPlan {
  readonly fields: readonly Field[];
  /** Rows to leave out, such as those of covariates. */
  readonly isKept?: (fields: readonly string[]) => boolean;
}

/** What a reader of a field returns when its text is neither a value nor missing. */
export const INVALID: number = -Infinity;

const MISSING = new Set(["", "NA", "#NA", "nan", "NaN", "."]);

/** A decimal number; NaN where it is missing. */
export function numberField(text: string): number {
  if (MISSING.has(text)) return NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : text === "inf" || text === "-inf" ? NaN : INVALID;
}

export function textField(text: string): string {
  return MISSING.has(text) ? "" : text;
}

export function chromosomeField(text: string): number {
  return summaryChromosomeCode(text);
}

export function positionField(text: string): number {
  const value = Number(text);
  return /^\d+$/.test(text) && value < 2 ** 31 ? value : MISSING.has(text) ? 0 : INVALID;
}
