import { COLUMNS } from "../columns.ts";
import type { AttritionStep } from "../genotypes/attrition.ts";
import type { Column, Table } from "../table.ts";
import { formatPlinkPValue } from "./format-plink-number.ts";
import type { RowFormat } from "./write.ts";
import { numbers, strings } from "./write-plink2.ts";

const MISSING = "#NA";
/** P values below this are 0 to most readers, so that −log10 is written instead. */
const SMALLEST_P_AS_NUMBER = 300;

/** GWAS-SSF rows, the rows that the standard has room for, and an account of the others. */
export interface SsfRows extends RowFormat {
  readonly rows: Uint32Array;
  readonly steps: readonly AttritionStep[];
  readonly isSorted: boolean;
}

/**
 * Rows of the GWAS-SSF standard: columns in its order, `#NA` for missing, chromosomes 1–25.
 *
 * @see https://github.com/EBISPOT/gwas-summary-statistics-standard
 */
export function ssfRows(table: Table): SsfRows {
  const columns: Readonly<Record<string, Column | undefined>> = table.columns;
  const chromosome = numbers(columns, "chromosome");
  const position = numbers(columns, "basePairLocation");
  const effectAllele = strings(columns, "effectAllele");
  const otherAllele = strings(columns, "otherAllele");
  const negLog10 = numbers(columns, "negLog10PValue");
  const { rows, steps } = keptRows(table.rowCount, [
    ["chromosome", "the contig is none of 1–22, X, Y, MT", (i) => chromosome[i] < 1],
    ["position", "the position is missing", (i) => position[i] < 1],
    [
      "alleles",
      "an allele is not written in A, C, G, T",
      (i) => !isSequence(effectAllele[i]) || !isSequence(otherAllele[i]),
    ],
    ["estimate", "there is no P value (see errorCode)", (i) => Number.isNaN(negLog10[i])],
  ]);
  const isExtreme = rows.some((i) => negLog10[i] > SMALLEST_P_AS_NUMBER);
  // Where there is a ratio the interval is of it, and beta its logarithm.
  const effect = ["oddsRatio", "hazardRatio", "beta"].find((name) => name in columns) ?? "beta";
  numbers(columns, effect);
  const number = (name: string): Cell => {
    const column = columns[name];
    if (!column || !ArrayBuffer.isView(column)) return () => MISSING;
    return (i) => (Number.isFinite(column[i]) ? decimal(column[i]) : MISSING);
  };
  const cells: (readonly [string, Cell])[] = [
    ["chromosome", (i) => String(chromosome[i])],
    ["base_pair_location", (i) => String(position[i])],
    ["effect_allele", (i) => effectAllele[i].toUpperCase()],
    ["other_allele", (i) => otherAllele[i].toUpperCase()],
    [COLUMNS[effect].ssf ?? effect, number(effect)],
    ["standard_error", number("standardError")],
    ["effect_allele_frequency", number("effectAlleleFrequency")],
    isExtreme
      ? ["neg_log_10_p_value", (i) => decimal(negLog10[i])]
      : ["p_value", (i) => formatPlinkPValue(negLog10[i])],
    ...identifiers(columns),
    ...(["ciUpper", "ciLower", "info", "n"] as const).flatMap((name) =>
      name in columns ? [[COLUMNS[name].ssf ?? name, number(name)] as const] : [],
    ),
    ...text(columns, "refAllele"),
  ];
  return {
    header: cells.map(([name]) => name).join("\t"),
    row: (i) => cells.map(([, cell]) => cell(i)).join("\t"),
    rows,
    steps,
    isSorted: isSorted(rows, chromosome, position),
  };
}

type Cell = (row: number) => string;
type Rule = readonly [step: string, reason: string, isLeftOut: (row: number) => boolean];

function keptRows(
  count: number,
  rules: readonly Rule[],
): { rows: Uint32Array; steps: AttritionStep[] } {
  let rows = Uint32Array.from({ length: count }, (_, i) => i);
  const steps: AttritionStep[] = [];
  for (const [step, reason, isLeftOut] of rules) {
    const before = rows.length;
    rows = rows.filter((i) => !isLeftOut(i));
    steps.push({
      step,
      kind: "variant",
      removed: before - rows.length,
      remaining: rows.length,
      reason,
    });
  }
  return { rows, steps };
}

function isSequence(allele: string): boolean {
  return /^[ACGTacgt]+$/.test(allele);
}

// chr_pos_allele_allele, also with the colons that many files use.
const STANDARD_ID = /^(?:chr)?(\d+|X|Y|MT)[_:](\d+)[_:]([ACGT]+)[_:]([ACGT]+)$/;

// The standard's variant_id is chr_pos_ref_alt; a name of another form is the rsid, or is not written.
function identifiers(
  columns: Readonly<Record<string, Column | undefined>>,
): (readonly [string, Cell])[] {
  const id = columns.variantId as readonly string[] | undefined;
  const rsid = columns.rsid as readonly string[] | undefined;
  const found: (readonly [string, Cell])[] = [];
  if (id?.some((name) => STANDARD_ID.test(name))) {
    found.push(["variant_id", (i) => STANDARD_ID.exec(id[i])?.slice(1).join("_") ?? MISSING]);
  }
  const names = rsid ?? id;
  if (names?.some((name) => /^rs\d+$/.test(name))) {
    found.push(["rsid", (i) => (/^rs\d+$/.test(names[i]) ? names[i] : MISSING)]);
  }
  return found;
}

function text(
  columns: Readonly<Record<string, Column | undefined>>,
  name: "refAllele",
): (readonly [string, Cell])[] {
  const column = columns[name] as readonly string[] | undefined;
  return column ? [[COLUMNS[name].ssf ?? name, (i) => column[i] || MISSING]] : [];
}

/** All the digits a number has, so that reading gives the same number back. */
function decimal(value: number): string {
  return String(value);
}

function isSorted(
  rows: Uint32Array,
  chromosome: ArrayLike<number>,
  position: ArrayLike<number>,
): boolean {
  for (let k = 1; k < rows.length; k++) {
    const [i, j] = [rows[k - 1], rows[k]];
    if (chromosome[i] > chromosome[j]) return false;
    if (chromosome[i] === chromosome[j] && position[i] > position[j]) return false;
  }
  return true;
}
