/** What the page asks about the data sets that a session holds; part of `PageRequests`. */
export interface DatasetRequests {
  /** Data sets among the values of the session's cells. */
  readonly "datasets.open": {
    readonly asks: Record<string, never>;
    readonly answers: { readonly datasets: readonly OpenDataset[] };
  };
}

export type OpenDatasetKind =
  | "genotypes"
  | "people"
  | "summary-statistics"
  | "associations"
  | "weights"
  | "scores"
  | "ld-panel"
  | "relationship-matrix"
  | "table";

/** A data set that a session holds: what it is and how large, nothing of any person. */
export interface OpenDataset {
  /** How cells name it: `cohort`, `simulated.genotypes`. */
  readonly name: string;
  readonly kind: OpenDatasetKind;
  /** Name of its class; "" for a plain object. */
  readonly type: string;
  /** Whether its rows or columns are people. */
  readonly hasPeople: boolean;
  /** A file, or how it was made. */
  readonly source?: string | undefined;
  /** The file that it was read from, from the kernel's folder; absent where there is none. */
  readonly file?: string | undefined;
  /** Whether a viewer can show its rows: those of a table, of no person. */
  readonly hasRows: boolean;
  readonly build?: string | undefined;
  readonly variants?: number | undefined;
  readonly samples?: number | undefined;
  /** Of a table that is none of the above. */
  readonly rows?: number | undefined;
  readonly columns?: readonly string[] | undefined;
  /** What the library noted when it made it: method, parameters, counts. */
  readonly provenance: Readonly<Record<string, string>>;
}
