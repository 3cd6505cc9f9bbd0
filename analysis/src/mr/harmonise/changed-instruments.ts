import { InvalidArgumentError } from "../../errors.ts";
import { attritionTable, type AttritionStep } from "../../genotypes/attrition.ts";
import type { Harmonised, HarmonisedColumns } from "../harmonised.ts";
import { correlationOfKept } from "./kept-correlation.ts";

/** What differs in the copy of a harmonised set. */
export interface ChangedInstruments {
  readonly columns: HarmonisedColumns;
  readonly attrition: Harmonised["attrition"];
  readonly correlation: Float64Array | undefined;
}

/**
 * Takes kept variants out by hand.
 *
 * @throws InvalidArgumentError for a name that no row has
 */
export function excludeVariants(
  { columns, attrition, correlation, keptRows }: Harmonised,
  variantIds: readonly string[],
  reason = "Excluded by hand.",
): ChangedInstruments {
  refuseUnknown(columns.variantId, variantIds);
  const names = new Set(variantIds);
  const isOut = columns.variantId.map((id, row) => names.has(id) && columns.isKept[row] === 1);
  const excluded = isOut.reduce((sum, out) => sum + Number(out), 0);
  const isStill = keptRows.map((row) => Number(!isOut[row]));
  const kept = keptRows.length - excluded;
  return {
    columns: {
      ...columns,
      isKept: columns.isKept.map((value, row) => (isOut[row] ? 0 : value)),
      verdict: columns.verdict.map((verdict, row) => (isOut[row] ? "excluded by hand" : verdict)),
      reason: columns.reason.map((text, row) => (isOut[row] ? `${reason} ${text}` : text)),
    },
    attrition: attritionTable([
      ...(attrition.toRows() as unknown as AttritionStep[]),
      { step: "excluded by hand", kind: "variant", removed: excluded, remaining: kept, reason },
    ]),
    correlation: correlation && correlationOfKept(correlation, isStill),
  };
}

function refuseUnknown(ids: readonly string[], wanted: readonly string[]): void {
  const known = new Set(ids);
  const unknown = wanted.filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  throw new InvalidArgumentError("variantIds", {
    what: `${unknown.length === 1 ? "A variant is" : `${unknown.length} variants are`} not among the ${ids.length}: ${unknown.slice(0, 3).join(", ")}${unknown.length > 3 ? ", …" : ""}.`,
    why: "Variants are named as in the column variantId.",
    remedy: "Compare the spelling.",
  });
}

/** Kept variants that are not named: those to take out so that only the named ones stay. */
export function allBut({ columns, keptRows }: Harmonised, variantIds: readonly string[]): string[] {
  refuseUnknown(columns.variantId, variantIds);
  const names = new Set(variantIds);
  return keptRows.map((row) => columns.variantId[row]).filter((id) => !names.has(id));
}
