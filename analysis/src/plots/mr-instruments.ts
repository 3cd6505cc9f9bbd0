import { NothingToPlotError } from "./plot-errors.ts";
import { numberAt, requireColumns, textAt } from "./plot-tables.ts";
import type { HarmonisedTable } from "./mr-tables.ts";

/** One instrument with its effects, the exposure's made positive. */
export interface InstrumentPoint {
  readonly variantId: string;
  /** `A/G`, effect allele first; "" when unknown. */
  readonly alleles: string;
  readonly betaExposure: number;
  readonly standardErrorExposure: number;
  readonly betaOutcome: number;
  readonly standardErrorOutcome: number;
  /** Of the effects, and its first-order standard error. */
  readonly ratio: number;
  readonly ratioStandardError: number;
}

export interface Instruments {
  readonly points: readonly InstrumentPoint[];
  /** Rows of the table. */
  readonly total: number;
  /** What is not drawn and why, in words; empty when everything is. */
  readonly leftOut: readonly string[];
}

const COLUMNS = [
  "variantId",
  "betaExposure",
  "standardErrorExposure",
  "betaOutcome",
  "standardErrorOutcome",
];

/** @throws MissingColumnsError, NothingToPlotError */
export function readInstruments(table: HarmonisedTable): Instruments {
  requireColumns(table, COLUMNS, "mr.harmonise");
  const points: InstrumentPoint[] = [];
  const { rowCount: total } = table;
  let excluded = 0;
  let unusable = 0;
  for (let row = 0; row < total; row++) {
    if (numberAt(table, "isKept", row) === 0) {
      excluded++;
      continue;
    }
    const point = instrumentAt(table, row);
    if (Number.isFinite(point.ratio) && point.ratioStandardError > 0) points.push(point);
    else unusable++;
  }
  if (points.length === 0) {
    throw new NothingToPlotError({
      what: `None of the ${total} instruments can be drawn.`,
      why: `Harmonisation left out ${excluded}; ${unusable} have a missing effect, an exposure effect of 0, or a standard error that is not above 0.`,
      remedy: "Look at the verdict and reason columns of the harmonised table.",
    });
  }
  const leftOut = [
    excluded > 0 && `${excluded} left out by harmonisation`,
    unusable > 0 && `${unusable} without usable numbers left out`,
  ].filter((words) => words !== false);
  return { points, total, leftOut };
}

function instrumentAt(table: HarmonisedTable, row: number): InstrumentPoint {
  const sign = numberAt(table, "betaExposure", row) < 0 ? -1 : 1;
  const betaExposure = sign * numberAt(table, "betaExposure", row);
  const betaOutcome = sign * numberAt(table, "betaOutcome", row);
  const standardErrorOutcome = numberAt(table, "standardErrorOutcome", row);
  const alleles = [textAt(table, "effectAllele", row), textAt(table, "otherAllele", row)];
  if (sign < 0) alleles.reverse();
  return {
    variantId: textAt(table, "variantId", row),
    alleles: alleles.includes("") ? "" : alleles.map(shortAllele).join("/"),
    betaExposure,
    standardErrorExposure: numberAt(table, "standardErrorExposure", row),
    betaOutcome,
    standardErrorOutcome,
    ratio: betaOutcome / betaExposure,
    ratioStandardError: standardErrorOutcome / betaExposure,
  };
}

const LONGEST_ALLELE = 12;

function shortAllele(allele: string): string {
  return allele.length <= LONGEST_ALLELE ? allele : `${allele.slice(0, 8)}…(${allele.length})`;
}
