import { InvalidArgumentError } from "../../errors.ts";
import { chromosomeName, summaryChromosomeCode } from "../../io/chromosome.ts";
import { buildOfVariants } from "../../io/genome-build.ts";
import type { Column, Table } from "../../table.ts";

type NumberAt = (row: number) => number;
type TextAt = (row: number) => string;

/** Rows of association results as the methods read them; NaN, 0 and "" where a value is not known. */
export interface SummaryEffects {
  readonly rowCount: number;
  readonly variantId: TextAt;
  readonly rsid: TextAt;
  readonly chromosome: NumberAt;
  readonly basePairLocation: NumberAt;
  readonly effectAllele: TextAt;
  readonly otherAllele: TextAt;
  readonly beta: NumberAt;
  readonly standardError: NumberAt;
  readonly effectAlleleFrequency: NumberAt;
  readonly n: NumberAt;
  readonly hasPositions: boolean;
  readonly build: string | undefined;
}

/**
 * @param n - effective number of people for every variant, in place of a column `n`
 * @throws InvalidArgumentError naming the column that is missing
 */
export function readSummaryEffects(summary: Table, n: number | undefined): SummaryEffects {
  if (typeof summary !== "object" || summary === null || typeof summary.columns !== "object") {
    throw new InvalidArgumentError("summary", {
      what: "summary is no table.",
      why: `Effects are read from named columns, not from a ${typeof summary}.`,
      remedy: "Pass what data.summaryStatistics or gwas.linear returned; await it first.",
    });
  }
  const { columns } = summary;
  const column = (name: string): Column | undefined =>
    Object.hasOwn(columns, name) ? columns[name] : undefined;
  const ratio = numbersOf(column("oddsRatio"));
  const beta =
    numbersOf(column("beta")) ??
    (ratio && ((row) => (ratio(row) > 0 ? Math.log(ratio(row)) : NaN)));
  const missing = (name: string, remedy: string): never => {
    throw new InvalidArgumentError("summary", {
      what: `The summary statistics have no ${name}.`,
      why: `Their columns are ${Object.keys(columns).join(", ")}.`,
      remedy,
    });
  };
  const chromosome = chromosomesOf(column("chromosome"));
  const basePairLocation = numbersOf(column("basePairLocation"));
  const variantId = textsOf(column("variantId"));
  if (!variantId && !(chromosome && basePairLocation))
    missing("variantId", "Name variants by variantId, or by chromosome and basePairLocation.");
  return {
    rowCount: summary.rowCount,
    variantId: variantId ?? none,
    rsid: textsOf(column("rsid")) ?? none,
    chromosome: chromosome ?? zero,
    basePairLocation: basePairLocation ?? zero,
    effectAllele:
      textsOf(column("effectAllele")) ??
      missing("effectAllele", "Without it the sign of an effect means nothing."),
    otherAllele: textsOf(column("otherAllele")) ?? none,
    beta: beta ?? missing("beta", "Name the effects beta, or oddsRatio when they are odds ratios."),
    standardError:
      numbersOf(column("standardError")) ??
      missing("standardError", "Read the file with data.summaryStatistics, which derives it."),
    effectAlleleFrequency: numbersOf(column("effectAlleleFrequency")) ?? unknown,
    n:
      n !== undefined
        ? () => n
        : (numbersOf(column("n")) ??
          missing(
            "n",
            "Pass n: the number of people, 4 / (1/cases + 1/controls) of a case-control study.",
          )),
    hasPositions: isSomePlaced(summary.rowCount, chromosome, basePairLocation),
    build: buildOf(summary, chromosome, basePairLocation),
  };
}

/** Tables of files without positions have 0 in all rows. */
function isSomePlaced(
  rowCount: number,
  chromosome: NumberAt | undefined,
  position: NumberAt | undefined,
): boolean {
  if (!chromosome || !position) return false;
  for (let row = 0; row < rowCount; row++)
    if (chromosome(row) > 0 && position(row) > 0) return true;
  return false;
}

const none = (): string => "";
const zero = (): number => 0;
const unknown = (): number => NaN;

function numbersOf(column: Column | undefined): NumberAt | undefined {
  if (!column) return undefined;
  return (row) => {
    const value = column[row];
    return typeof value === "number" ? value : value === "" ? NaN : Number(value);
  };
}

function textsOf(column: Column | undefined): TextAt | undefined {
  return column && ((row) => String(column[row] ?? ""));
}

function chromosomesOf(column: Column | undefined): NumberAt | undefined {
  if (!column) return undefined;
  return (row) => {
    const value = column[row];
    return typeof value === "number" ? value : summaryChromosomeCode(value ?? "");
  };
}

function buildOf(
  { provenance, rowCount }: Table,
  chromosome: NumberAt | undefined,
  position: NumberAt | undefined,
): string | undefined {
  const declared = provenance?.["build"];
  if (typeof declared === "string" && declared !== "") return declared;
  if (!chromosome || !position) return undefined;
  const furthest = new Map<number, number>();
  for (let row = 0; row < rowCount; row++) {
    const code = chromosome(row);
    if (position(row) > (furthest.get(code) ?? 0)) furthest.set(code, position(row));
  }
  return buildOfVariants(
    Array.from(furthest, ([code, at]) => ({ id: "", contig: chromosomeName(code), position: at })),
  )?.name;
}
