import { Table, type Provenance } from "../table.ts";

/** One reason for which samples or variants were left out, in order. */
export interface AttritionStep {
  readonly step: string;
  readonly kind: "sample" | "variant" | "phenotype row";
  readonly removed: number;
  readonly remaining: number;
  readonly reason: string;
}

/** Columns of every account of what was left out and why. */
export type AttritionColumns = {
  readonly step: readonly string[];
  readonly kind: readonly string[];
  readonly removed: Uint32Array;
  readonly remaining: Uint32Array;
  readonly reason: readonly string[];
};

/** The account as a table: a row a step, with how many were removed, how many remain, and why. */
export function attritionTable(
  steps: readonly AttritionStep[],
  provenance: Provenance = {},
): Table<AttritionColumns> {
  return new Table<AttritionColumns>(
    {
      step: steps.map(({ step }) => step),
      kind: steps.map(({ kind }) => kind),
      removed: Uint32Array.from(steps, ({ removed }) => removed),
      remaining: Uint32Array.from(steps, ({ remaining }) => remaining),
      reason: steps.map(({ reason }) => reason),
    },
    provenance,
  );
}
