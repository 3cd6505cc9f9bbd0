import { InvalidArgumentError } from "../../errors.ts";
import { summaryChromosomeCode } from "../../io/chromosome.ts";
import { normalLnP, normalQuantileOfLnP } from "../../stats/normal.ts";
import type { Column, Provenance, Table } from "../../table.ts";

/** One variant's association with a trait; NaN, 0 and "" where it is not known. */
export interface Association {
  readonly variantId: string;
  readonly chromosome: number;
  readonly basePairLocation: number;
  readonly effectAllele: string;
  readonly otherAllele: string;
  readonly effectAlleleFrequency: number;
  /** Log-odds where the table has odds ratios. */
  readonly beta: number;
  readonly standardError: number;
  readonly negLog10PValue: number;
  readonly n: number;
}

/** Reads single rows of any table with the names of `columns.ts`, so that a table of millions is not copied. */
export interface AssociationReader {
  readonly rowCount: number;
  readonly provenance: Provenance;
  readonly columnNames: readonly string[];
  /** `log odds` and the like where the effects were ratios. */
  readonly unit: string | undefined;
  readonly hasAlleles: boolean;
  readonly hasPositions: boolean;
  readonly variantId: (row: number) => string;
  /** Another name of the variant, "" for none. */
  readonly rsid: (row: number) => string;
  readonly chromosome: (row: number) => number;
  readonly basePairLocation: (row: number) => number;
  readonly beta: (row: number) => number;
  readonly standardError: (row: number) => number;
  readonly negLog10PValue: (row: number) => number;
  /** As the table tells it, not as effect and standard error do; NaN where it does not. */
  readonly statedNegLog10PValue: (row: number) => number;
  readonly association: (row: number) => Association;
}

type NumberAt = (row: number) => number;
type TextAt = (row: number) => string;

const NORMAL_975 = 1.959963984540054;

/**
 * @param role - `exposure` or `outcome`, for messages
 * @throws InvalidArgumentError naming the columns that are missing
 */
export function readAssociationTable(table: Table, role: string): AssociationReader {
  if (typeof table !== "object" || table === null || typeof table.columns !== "object") {
    throw new InvalidArgumentError(role, {
      what: `${role} is no table.`,
      why: `Associations are read from named columns, not from a ${typeof table}.`,
      remedy: `Pass what data.summaryStatistics, gwas.linear or mr.associations returned; await it first.`,
    });
  }
  const { columns, rowCount, provenance } = table;
  const numeric = (name: string): NumberAt | undefined =>
    Object.hasOwn(columns, name) ? numbersOf(columns[name], name, role) : undefined;
  const text = (name: string): TextAt | undefined =>
    Object.hasOwn(columns, name) ? textsOf(columns[name]) : undefined;
  const missing = (argument: string): never => {
    throw new InvalidArgumentError(role, {
      what: `The ${role} has no ${argument}.`,
      why: `Its columns are ${Object.keys(columns).join(", ")}.`,
      remedy:
        "Name its columns variantId, effectAllele, otherAllele, beta (or oddsRatio), standardError, effectAlleleFrequency, as mr.associations does.",
    });
  };
  const effect = effectOf(numeric) ?? missing("effects: beta, oddsRatio or hazardRatio");
  const stated = numeric("negLog10PValue") ?? negLog10(numeric("pValue"));
  const standardError =
    numeric("standardError") ??
    widthOf(numeric, effect.isRatio) ??
    errorOfP(effect.beta, stated) ??
    missing("standard errors, intervals or P values");
  const idOf = text("variantId") ?? text("rsid");
  const [contig, position] = [codesOf(columns["chromosome"], role), numeric("basePairLocation")];
  if (!idOf && !(contig && position)) missing("variantId");
  const allele = text("effectAllele");
  const otherAllele = text("otherAllele") ?? none;
  const frequency = numeric("effectAlleleFrequency") ?? unknown;
  const n = numeric("n") ?? unknown;
  const chromosome = contig ?? zero;
  const basePairLocation = position ?? zero;
  const variantId = idOf ?? ((row: number) => `${chromosome(row)}_${basePairLocation(row)}`);
  const negLog10PValue = (row: number): number => {
    const value = stated?.(row) ?? NaN;
    return Number.isNaN(value) ? wald(effect.beta(row), standardError(row)) : value;
  };
  return {
    rowCount,
    provenance: provenance ?? {},
    columnNames: Object.keys(columns),
    unit: effect.unit,
    hasAlleles: allele !== undefined,
    hasPositions: contig !== undefined && position !== undefined,
    variantId,
    rsid: text("rsid") ?? none,
    chromosome,
    basePairLocation,
    beta: effect.beta,
    standardError,
    negLog10PValue,
    statedNegLog10PValue: stated ?? unknown,
    association: (row) => ({
      variantId: variantId(row),
      chromosome: chromosome(row),
      basePairLocation: basePairLocation(row),
      effectAllele: alleleText(allele?.(row) ?? ""),
      otherAllele: alleleText(otherAllele(row)),
      effectAlleleFrequency: share(frequency(row)),
      beta: effect.beta(row),
      standardError: standardError(row),
      negLog10PValue: negLog10PValue(row),
      n: n(row),
    }),
  };
}

function effectOf(
  numeric: (name: string) => NumberAt | undefined,
): { beta: NumberAt; isRatio: boolean; unit?: string } | undefined {
  const beta = numeric("beta");
  if (beta) return { beta, isRatio: false };
  for (const [name, unit] of [
    ["oddsRatio", "log odds"],
    ["hazardRatio", "log hazard"],
  ] as const) {
    const ratio = numeric(name);
    // A ratio of 0 or less has no logarithm.
    if (ratio)
      return {
        beta: (row) => (ratio(row) > 0 ? Math.log(ratio(row)) : NaN),
        isRatio: true,
        unit,
      };
  }
  return undefined;
}

/** Standard errors of 95 % intervals. */
function widthOf(
  numeric: (name: string) => NumberAt | undefined,
  isRatio: boolean,
): NumberAt | undefined {
  const [low, high] = [numeric("ciLower"), numeric("ciUpper")];
  if (!low || !high) return undefined;
  const scale = isRatio ? Math.log : (value: number): number => value;
  return (row) => (scale(high(row)) - scale(low(row))) / (2 * NORMAL_975);
}

function errorOfP(beta: NumberAt, negLog10P: NumberAt | undefined): NumberAt | undefined {
  if (!negLog10P) return undefined;
  return (row) => Math.abs(beta(row)) / Math.abs(normalQuantileOfLnP(-negLog10P(row) * Math.LN10));
}

/** −log10 P of an effect that is normal. */
export function wald(beta: number, standardError: number): number {
  if (!(standardError > 0) || Number.isNaN(beta)) return NaN;
  const value = -normalLnP(beta / standardError) / Math.LN10;
  return value === 0 ? 0 : value;
}

function negLog10(pValue: NumberAt | undefined): NumberAt | undefined {
  // A P value of 0 was too small to be written, and effect and standard error still tell it.
  return pValue && ((row) => (pValue(row) > 0 ? -Math.log10(pValue(row)) : NaN));
}

function numbersOf(column: Column, name: string, role: string): NumberAt {
  if (ArrayBuffer.isView(column)) return (row) => (column as Float64Array)[row];
  const given = column as readonly (string | number)[];
  const text = given.find(isWord);
  if (text !== undefined) {
    throw new InvalidArgumentError(role, {
      what: `Column ${name} of the ${role} holds text: ${text.slice(0, 30)}.`,
      why: "It is read as numbers.",
      remedy: "Convert it to a Float64Array, with NaN where a value is missing.",
    });
  }
  return (row) => (given[row] === "" ? NaN : Number(given[row]));
}

function textsOf(column: Column): TextAt {
  return (row) => String(column[row] ?? "");
}

function isWord(value: string | number): value is string {
  return typeof value === "string" && value !== "" && Number.isNaN(Number(value));
}

/** Chromosomes may be codes or names. */
function codesOf(column: Column | undefined, role: string): NumberAt | undefined {
  if (column === undefined) return undefined;
  if (ArrayBuffer.isView(column)) return numbersOf(column, "chromosome", role);
  return (row) => summaryChromosomeCode(String((column as readonly unknown[])[row]));
}

function alleleText(allele: string): string {
  const letters = allele.trim().toUpperCase();
  return letters === "NA" || letters === "." ? "" : letters;
}

function share(frequency: number): number {
  return frequency >= 0 && frequency <= 1 ? frequency : NaN;
}

const none: TextAt = () => "";
const unknown: NumberAt = () => NaN;
const zero: NumberAt = () => 0;
