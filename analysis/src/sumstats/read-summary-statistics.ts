import { FormatError } from "../errors.ts";
import type { ByteSource } from "../io/byte-source.ts";
import { readDelimited } from "../io/delimited.ts";
import { summaryFormat } from "../io/summary-formats.ts";
import { Table, type Column } from "../table.ts";
import { INVALID, type Field, type ReadPlan } from "./fields.ts";
import { pValueOf } from "./p-value.ts";
import { plink2Plan } from "./plink2-columns.ts";
import { ssfPlan } from "./ssf-columns.ts";

/** Columns that every summary statistics table has; others (`n`, `rsid`, `info`, …) where the file has them. */
export type SummaryColumns = Readonly<Record<string, Column>> & {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly standardError: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
};

/** Association results with the names and types of `columns.ts`. */
export type SummaryStatistics = Table<SummaryColumns>;

/**
 * Reads association results into the columns of `columns.ts`; P values below 1e-308 keep their −log10.
 *
 * @throws FormatError with the line number of a row that is not one
 */
export async function readSummaryStatistics(source: ByteSource): Promise<SummaryStatistics> {
  const values = new Map<string, { type: Field["type"]; cells: (string | number)[] }>();
  let format = "";
  let dropped = 0;
  await readDelimited(source, (header) => {
    const layout = summaryFormat(header);
    if (!layout || layout.id === "other") {
      throw new FormatError(source.name, {
        what: `${source.name} is ${layout ? `a file of the format ${layout.name}` : "no summary statistics"}.`,
        why: "GWAS-SSF and PLINK 2 association files are read.",
        remedy:
          "Rename its columns to those of GWAS-SSF: chromosome, base_pair_location, effect_allele, other_allele, beta, standard_error, effect_allele_frequency, p_value.",
      });
    }
    format = layout.name;
    const { fields: plan, isKept }: ReadPlan =
      layout.id === "plink2" ? plink2Plan(header) : ssfPlan(header);
    const cells = plan.map(({ column, type }) => {
      const collected: (string | number)[] = [];
      values.set(column, { type, cells: collected });
      return collected;
    });
    return (fields, line) => {
      if (isKept && !isKept(fields)) {
        dropped++;
        return;
      }
      for (let i = 0; i < plan.length; i++) {
        const cell = plan[i].read(fields);
        if (cell === INVALID) throw badCell(source.name, line, plan[i].column);
        cells[i].push(cell);
      }
    };
  });
  const columns: Record<string, Column> = {};
  for (const [name, { type, cells }] of values) columns[name] = typed(type, cells);
  columns.pValue = (columns.negLog10PValue as Float64Array).map(pValueOf);
  return new Table(columns as SummaryColumns, {
    source: source.name,
    format,
    ...(dropped > 0 ? { rowsOfOtherTests: dropped } : {}),
  });
}

function typed(type: Field["type"], cells: (string | number)[]): Column {
  if (type === "text") return cells as string[];
  const numbers = cells as number[];
  if (type === "float64") return Float64Array.from(numbers);
  return type === "int32" ? Int32Array.from(numbers) : Uint8Array.from(numbers);
}

function badCell(path: string, line: number, column: string): FormatError {
  return new FormatError(path, {
    what: `Line ${line} of ${path} has no valid ${column}.`,
    why: "It is neither a value of that column nor NA.",
    remedy: "Look at that line; a shifted column is the usual cause.",
  });
}
