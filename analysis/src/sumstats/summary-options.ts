import type { Delimiter } from "../io/delimited.ts";
import type { SummaryRole } from "../io/summary-roles.ts";
import type { TaskOptions } from "../task.ts";
import type { RowsSoFar } from "./browse/rows-so-far.ts";
import type { Problem } from "./issues.ts";

/** What the caller knows better than the file's header. */
export interface ReadSummaryOptions {
  /**
   * Names in the file of our columns, where they were not or wrongly recognised:
   * `{ effectAllele: "A2", beta: "Effect" }`; `null` where a column is not what its name says.
   */
  readonly columns?: Readonly<Partial<Record<SummaryRole, string | null>>> | undefined;
  /** Of a file with the columns of two studies, the ending of the wanted ones: `.exposure` or `.outcome`. */
  readonly suffix?: string | undefined;
  /** What separates fields, where the header does not tell. */
  readonly delimiter?: Delimiter | undefined;
  readonly build?: "GRCh37" | "GRCh38" | undefined;
  /** Of a file of several traits, the one to read: a value of its phenotype column, or a sample of a GWAS-VCF. */
  readonly trait?: string | undefined;
  /** Rows of which test to read, where a variant has several: `ADD` (default), `DOM`, … */
  readonly test?: string | undefined;
  /** Of the file's intervals; 0.95. */
  readonly confidenceLevel?: number | undefined;
  /** What the standard errors of odds or hazard ratios are of; told from the P values when not given. */
  readonly standardErrorOf?: "logarithm" | "ratio" | undefined;
  /** Derives beta and its standard error, in SD units, from z, allele frequency and n, where a file has no effects. */
  readonly effectsFromZ?: boolean | undefined;
  /** Rows to leave out; by default all rows stay, and what is impossible in them becomes missing. */
  readonly drop?: readonly Problem[] | undefined;
  /** Names of further columns of the file to read, as text. */
  readonly keep?: readonly string[] | undefined;
}

export type SummaryOptions = TaskOptions &
  ReadSummaryOptions & {
    /** Called once the header is understood, for showing rows before all are read; not of GWAS-VCF. */
    readonly onRows?: ((soFar: RowsSoFar) => void) | undefined;
  };
