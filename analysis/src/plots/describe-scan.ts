import { counted, whole } from "../words.ts";
import { chromosomeName } from "../io/chromosome.ts";
import type { JsonObject } from "./plot-spec.ts";
import type { Associations, AssociationTable } from "./associations.ts";

/** Words of titles, subtitles and summaries. */
export interface ScanWords {
  /** What was scanned, as a person would name it; undefined when nobody said. */
  readonly name: string | undefined;
  readonly build: string | undefined;
  /** `1,480 samples`; undefined when the table has no `n`. */
  readonly samples: string | undefined;
  /** `29,312 variants tested`. */
  readonly variants: string;
  /** `λGC 1.03`; undefined for a handful of variants, where it means nothing. */
  readonly lambdaGC: string | undefined;
  /** Rows that are not drawn and why; empty when all are. */
  readonly leftOut: readonly string[];
}

const FEWEST_FOR_LAMBDA = 200;

export interface ScanNames {
  readonly dataset?: string | undefined;
  readonly build?: string | undefined;
}

/** Names come from the options, else from the table's provenance (`trait`, `build`). */
export function describeScan(
  table: AssociationTable,
  associations: Associations,
  names: ScanNames,
): ScanWords {
  const { rows, withoutP, withoutPosition, cappedRows, lambdaGC } = associations;
  const leftOut = [
    withoutP > 0 && `${counted(withoutP, "variant")} without a P value left out`,
    withoutPosition > 0 &&
      `${counted(withoutPosition, "variant")} off chromosomes 1–22, X, Y, MT left out`,
    cappedRows.size > 0 && `${counted(cappedRows.size, "P value")} of 0 drawn at 1e-324`,
  ].filter((words) => words !== false);
  return {
    name: names.dataset ?? provenanceText(table, "trait") ?? provenanceText(table, "dataset"),
    build: names.build ?? provenanceText(table, "build"),
    samples: samplesOf(table, rows),
    variants: `${counted(rows.length, "variant")} tested`,
    lambdaGC: rows.length < FEWEST_FOR_LAMBDA ? undefined : `λGC ${lambdaGC.toFixed(2)}`,
    leftOut,
  };
}

/** `6:32,000,000` and, if it has a name, `rs123`. */
export function placeOf(
  { columns }: AssociationTable,
  row: number,
): { place: string; id: string | undefined } {
  const { chromosome, basePairLocation, variantId } = columns;
  const id = String(variantId?.[row] ?? "");
  return {
    place: `${chromosomeName(chromosome[row] as number)}:${whole(basePairLocation[row] as number)}`,
    id: id === "" || id === "." ? undefined : id,
  };
}

/** A P value as people write it, from −log10 P; never underflows. */
export function pText(negLog10: number): string {
  if (negLog10 < 3) return String(Number((10 ** -negLog10).toPrecision(3)));
  let exponent = Math.ceil(negLog10);
  let lead = 10 ** (exponent - negLog10);
  if (lead >= 9.995) [exponent, lead] = [exponent - 1, lead / 10];
  return `${Number(lead.toPrecision(3))}e-${exponent}`;
}

/** The same in a spec, from a row's rounded value. */
export function pTextExpression(field: string): string {
  const exponent = `ceil(${field} - 0.00022)`;
  return `${field} < 3 ? format(pow(10, -${field}), '.3~g') : format(pow(10, ${exponent} - ${field}), '.3~g') + 'e-' + ${exponent}`;
}

/** A threshold as people write it: `5e-8`, `0.05`. */
export function thresholdText(p: number): string {
  return p < 1e-3 ? p.toExponential().replace("e-0", "e-") : String(p);
}

const NUMBERS_TO_KEEP = ["beta", "oddsRatio", "hazardRatio", "standardError"] as const;

const TITLES: Readonly<Record<string, string>> = {
  beta: "Beta (per effect allele)",
  oddsRatio: "Odds ratio (per effect allele)",
  hazardRatio: "Hazard ratio (per effect allele)",
  standardError: "Standard error",
};

/** What a variant's row holds besides its place: id, alleles, effect, rounded to what a tooltip shows. */
export function variantFields(table: AssociationTable, row: number): JsonObject {
  const { variantId, effectAllele, otherAllele } = table.columns;
  const fields: Record<string, string | number> = {};
  if (variantId?.[row]) fields.variantId = String(variantId[row]);
  if (effectAllele?.[row]) {
    fields.alleles = `${shortAllele(effectAllele[row])}/${shortAllele(otherAllele?.[row] ?? "?")}`;
  }
  for (const name of NUMBERS_TO_KEEP) {
    const value = table.columns[name]?.[row];
    if (typeof value === "number" && Number.isFinite(value)) {
      fields[name] = Number(value.toPrecision(4));
    }
  }
  return fields;
}

/** Tooltip lines for the columns that the table has. */
export function variantTooltip(table: AssociationTable): JsonObject[] {
  const { columns } = table;
  const lines: JsonObject[] = [];
  if (columns.variantId) lines.push({ field: "variantId", title: "Variant" });
  if (columns.chromosome && columns.basePairLocation)
    lines.push({ field: "place", title: "Position" });
  if (columns.effectAllele) lines.push({ field: "alleles", title: "Alleles (effect/other)" });
  for (const name of NUMBERS_TO_KEEP) {
    if (columns[name]) lines.push({ field: name, type: "quantitative", title: TITLES[name] });
  }
  lines.push({ field: "pText", title: "P" });
  return lines;
}

const LONGEST_ALLELE = 12;

function shortAllele(allele: string | number): string {
  const text = String(allele);
  return text.length <= LONGEST_ALLELE ? text : `${text.slice(0, 8)}…(${text.length})`;
}

function samplesOf(table: AssociationTable, rows: Uint32Array): string | undefined {
  const n = table.columns.n;
  if (n === undefined || Array.isArray(n)) return undefined;
  let most = 0;
  for (let i = 0; i < rows.length; i++) most = Math.max(most, (n[rows[i]] as number) || 0);
  return most > 0 ? counted(Math.round(most), "sample") : undefined;
}

function provenanceText(table: AssociationTable, key: string): string | undefined {
  const value = table.provenance?.[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}
