import type { SummaryRole } from "../io/summary-roles.ts";
import { Words } from "../io/coded-texts.ts";
import type { ColumnReader, FieldBlock, RawColumn } from "./column-reader.ts";
import { NumberReader, PValueReader, type NumberRange } from "./number-readers.ts";
import { ChromosomeReader, PositionReader } from "./place-readers.ts";
import { AlleleReader, TextReader, WordReader } from "./text-readers.ts";
import { IssueLog } from "./issues.ts";

// More people than live.
const LARGEST_N = 1e10;

const RANGES: Readonly<Partial<Record<SummaryRole, NumberRange>>> = {
  standardError: { low: 0, high: Infinity, open: true, reason: "a standard error is positive" },
  effectAlleleFrequency: { low: 0, high: 1, reason: "a frequency lies between 0 and 1" },
  minorAlleleFrequency: {
    low: 0,
    high: 0.5,
    reason: "a minor allele's frequency lies between 0 and 0.5",
  },
  n: { low: 0, high: LARGEST_N, reason: "no number of people" },
  nCases: { low: 0, high: LARGEST_N, reason: "no number of people" },
  nControls: { low: 0, high: LARGEST_N, reason: "no number of people" },
  chiSquare: { low: 0, high: Infinity, reason: "a chi-square is not negative" },
  // Imputation programs print estimates slightly above 1.
  info: { low: 0, high: 2, reason: "imputation quality lies between 0 and 1" },
};

const NUMBERS: readonly SummaryRole[] = [
  "effectAlleleFrequency",
  "minorAlleleFrequency",
  "beta",
  "oddsRatio",
  "hazardRatio",
  "standardError",
  "ciLower",
  "ciUpper",
  "statistic",
  "chiSquare",
  "negLog10PValue",
  "n",
  "nCases",
  "nControls",
  "info",
  "heterogeneityISq",
  "heterogeneityChiSquare",
  "heterogeneityDegreesOfFreedom",
  "heterogeneityPValue",
];

/** Columns as they stand in the file, before anything is derived from them. */
type RawColumns = Partial<Record<SummaryRole, RawColumn>>;

/** Everything that was read, and what was wrong with it. */
export interface RawRows {
  readonly columns: RawColumns;
  /** Columns that are none of ours, under the names to give them. */
  readonly kept: Readonly<Record<string, RawColumn>>;
  /** Line of the file of every row. */
  readonly lines: Int32Array;
  readonly count: number;
  readonly log: IssueLog;
  /** Names of columns of numbers in which not one field is a number. */
  readonly withoutNumbers: readonly SummaryRole[];
  /** Alleles that were in small letters. */
  readonly lowerCaseAlleles: number;
}

/** Takes rows, a field after another, into typed columns. */
export class RowCollector {
  readonly log: IssueLog = new IssueLog();
  readonly readers: readonly ColumnReader[];
  readonly #roles: readonly SummaryRole[];
  readonly #kept: readonly string[];
  #lines: Int32Array;
  count = 0;

  /**
   * @param roles - of the first readers
   * @param kept - names of the text columns that the last readers collect
   */
  constructor(roles: readonly SummaryRole[], kept: readonly string[], expected: number) {
    this.#roles = roles;
    this.#kept = kept;
    this.#lines = new Int32Array(expected);
    const alleles = new Words();
    this.readers = [
      ...roles.map((role) => readerOf(role, this.log, expected, alleles)),
      ...kept.map(() => new TextReader(expected)),
    ];
  }

  /** Begins a row; its fields are then appended to the readers. */
  startRow(line: number): void {
    this.log.row = this.count;
    this.#makeRoom(1);
    this.#lines[this.count++] = line;
  }

  /**
   * Takes rows, a column after another.
   *
   * @param fields - of each reader its field
   * @param lines - of each row its line, counted from `firstLine`
   */
  appendRows(
    block: FieldBlock,
    fields: readonly number[],
    lines: Int32Array,
    firstLine: number,
  ): void {
    const { rows } = block;
    this.#makeRoom(rows);
    for (let r = 0; r < rows; r++) this.#lines[this.count + r] = firstLine + lines[r];
    this.readers.forEach((reader, k) => reader.appendRows(block, fields[k], this.count));
    this.count += rows;
  }

  #makeRoom(more: number): void {
    if (this.count + more <= this.#lines.length) return;
    const grown = new Int32Array(2 * (this.count + more) + 16);
    grown.set(this.#lines);
    this.#lines = grown;
  }

  /** Some of the rows so far, copied, as if they were all; without what is wrong with them. */
  slice(from: number, to: number): RawRows {
    const columns: RawColumns = {};
    const kept: Record<string, RawColumn> = {};
    this.readers.forEach((reader, i) => {
      const column = reader.slice(from, to);
      if (i < this.#roles.length) columns[this.#roles[i]] = column;
      else kept[this.#kept[i - this.#roles.length]] = column;
    });
    const lines = this.#lines.slice(from, to);
    return {
      ...{ columns, kept, lines, count: lines.length, log: new IssueLog() },
      withoutNumbers: [],
      lowerCaseAlleles: 0,
    };
  }

  finish(): RawRows {
    const columns: RawColumns = {};
    const withoutNumbers: SummaryRole[] = [];
    let lowerCaseAlleles = 0;
    this.#roles.forEach((role, i) => {
      const reader = this.readers[i];
      const column = reader.finish();
      columns[role] = column;
      const notNumbers =
        reader instanceof NumberReader || reader instanceof PValueReader ? reader.notNumbers : 0;
      if (notNumbers > 0 && (column as Float64Array).every((value) => Number.isNaN(value))) {
        withoutNumbers.push(role);
      }
      if (reader instanceof AlleleReader) lowerCaseAlleles += reader.lowerCase;
    });
    // As they are found when rows come one by one.
    this.log.sort((column) => this.#roles.indexOf(column as SummaryRole));
    const kept = this.#kept.map((name, i) => [name, this.readers[this.#roles.length + i].finish()]);
    return {
      columns,
      kept: Object.fromEntries(kept) as Record<string, RawColumn>,
      lines: this.#lines.subarray(0, this.count),
      count: this.count,
      log: this.log,
      withoutNumbers,
      lowerCaseAlleles,
    };
  }
}

/** Whether a column is read as numbers. */
export function isNumberRole(role: SummaryRole): boolean {
  return ["chromosome", "basePairLocation", "pValue", ...NUMBERS].includes(role);
}

function readerOf(
  role: SummaryRole,
  log: IssueLog,
  expected: number,
  alleles: Words,
): ColumnReader {
  if (role === "chromosome") return new ChromosomeReader(log, expected);
  if (role === "basePairLocation") return new PositionReader(log, expected);
  if (role === "pValue") return new PValueReader(log, expected);
  if (NUMBERS.includes(role)) return new NumberReader(log, role, expected, RANGES[role]);
  if (/[aA]llele$/.test(role) && role !== "refAllele") {
    return new AlleleReader(log, role, alleles, expected);
  }
  if (role === "variantId" || role === "rsid") return new TextReader(expected);
  return new WordReader(expected, role === "errorCode" ? "." : role === "strand" ? "-" : undefined);
}
