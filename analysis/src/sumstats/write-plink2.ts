import { InvalidArgumentError } from "../errors.ts";
import type { Variants } from "../io/cohort.ts";
import { chromosomeName, plinkContig } from "../io/chromosome.ts";
import type { Column, Table } from "../table.ts";
import { formatPlinkNumber, formatPlinkPValue } from "./format-plink-number.ts";
import type { RowFormat } from "./write.ts";

/**
 * Rows as `plink2 --glm` prints them.
 *
 * REF and ALT are the other and the counted allele of `variants`, as PLINK 2 reads a .bed; without it they come from the
 * table's `refAllele`, and where that is unknown the effect allele is ALT.
 */
export function plink2Rows(table: Table, variants: Variants | undefined): RowFormat {
  const columns: Readonly<Record<string, Column | undefined>> = table.columns;
  const isOdds = columns.oddsRatio !== undefined;
  const effect = numbers(columns, isOdds ? "oddsRatio" : "beta");
  const error = numbers(columns, "standardError");
  const statistic = numbers(columns, "statistic");
  const n = numbers(columns, "n");
  const negLog10 = numbers(columns, "negLog10PValue");
  const chromosome = numbers(columns, "chromosome");
  const position = numbers(columns, "basePairLocation");
  const id = strings(columns, "variantId");
  const effectAllele = strings(columns, "effectAllele");
  const otherAllele = strings(columns, "otherAllele");
  const refAllele = columns.refAllele as readonly string[] | undefined;
  const code = columns.errorCode as readonly string[] | undefined;
  const source = variants && sameRows(id, variants);

  const header = `#CHROM\tPOS\tID\tREF\tALT\tA1\tTEST\tOBS_CT\t${isOdds ? "OR\tLOG(OR)_SE\tZ_STAT" : "BETA\tSE\tT_STAT"}\tP\tERRCODE`;
  const row = (i: number): string => {
    const isRef = source ? source.otherAllele[i] === effectAllele[i] : refAllele?.[i] === "EA";
    const chrom = source
      ? plinkContig(source.contig[i], chromosome[i])
      : chromosomeName(chromosome[i]);
    return [
      chrom,
      position[i],
      id[i],
      isRef ? effectAllele[i] : otherAllele[i],
      isRef ? otherAllele[i] : effectAllele[i],
      effectAllele[i],
      "ADD",
      n[i],
      formatPlinkNumber(effect[i]),
      formatPlinkNumber(error[i]),
      formatPlinkNumber(statistic[i]),
      formatPlinkPValue(negLog10[i]),
      code?.[i] ?? ".",
    ].join("\t");
  };
  return { header, row };
}

function sameRows(id: readonly string[], variants: Variants): Variants {
  if (id.length === variants.count && id.every((name, i) => name === variants.variantId[i])) {
    return variants;
  }
  throw new InvalidArgumentError("genotypes", {
    what: `The table's ${id.length} rows are not the ${variants.count} variants of the genotypes, in order.`,
    why: "REF and ALT are looked up row by row.",
    remedy: "Pass the genotypes that the table was made from, or leave them out.",
  });
}

export function numbers(
  columns: Readonly<Record<string, Column | undefined>>,
  name: string,
): ArrayLike<number> {
  const column = columns[name];
  if (column && ArrayBuffer.isView(column)) return column;
  throw missingColumn(columns, name);
}

export function strings(
  columns: Readonly<Record<string, Column | undefined>>,
  name: string,
): readonly string[] {
  const column = columns[name];
  if (column && !ArrayBuffer.isView(column)) return column;
  throw missingColumn(columns, name);
}

function missingColumn(
  columns: Readonly<Record<string, Column | undefined>>,
  name: string,
): InvalidArgumentError {
  return new InvalidArgumentError("table", {
    what: `The table has no column ${name}.`,
    why: `Association results have it; these columns are ${Object.keys(columns).join(", ")}.`,
    remedy: 'Write other tables with format: "tsv".',
  });
}
