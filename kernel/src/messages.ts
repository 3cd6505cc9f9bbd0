/** Messages between kernel and extension, defined once: the kernel sends them, the extension imports the types. */

/** MIME type of a plot's description; the drawing itself travels beside it as Vega-Lite v5. */
export const PLOT_MIME = "application/vnd.genobook.plot.v1+json";
export const VEGA_LITE_MIME = "application/vnd.vegalite.v5+json";

/** Comm target of everything that the extension asks a kernel. */
export const COMM_TARGET = "genobook";

/** Content of `PLOT_MIME`. The rows and the drawing are in the Vega-Lite spec of the same bundle. */
export interface PlotDescription {
  readonly version: 1;
  /** `manhattan`, `qq`, … */
  readonly kind: string;
  readonly id: string;
  /** What the plot shows, as a person would name it. */
  readonly dataset?: string | undefined;
  /** Channels on which a selection travels between plots: `variant`. */
  readonly links: readonly string[];
  /** One sentence that says what the plot shows, for readers, screen readers and logs. */
  readonly summary: string;
  readonly rows: { readonly shown: number; readonly total: number };
  /** TypeScript that makes this plot again, when it is known. */
  readonly code?: string | undefined;
}

/** What the page asks a kernel: for each name what goes there and what comes back. Binary parts travel as buffers. */
export interface PageRequests {
  /** What this kernel is and runs on. */
  "kernel.about": { readonly asks: Record<string, never>; readonly answers: KernelAbout };
  /** Data sets among the values of the session's cells. */
  "datasets.open": {
    readonly asks: Record<string, never>;
    readonly answers: { readonly datasets: readonly OpenDataset[] };
  };
  /** Sends an update whenever the status has changed, once a second at most, until it is cancelled. */
  "session.status": { readonly asks: Record<string, never>; readonly answers: SessionStatus };
  /** Data sets, results, tables and plots among the values of the session's cells, and nothing of any person. */
  "session.variables": {
    readonly asks: Record<string, never>;
    readonly answers: {
      readonly variables: readonly SessionVariable[];
      /** How many there are, where too many to list. */
      readonly total: number;
    };
  };
}

/** What a session computes on, holds and runs. */
export interface SessionStatus {
  /** Absent when the library could not be loaded. */
  readonly compute?: SessionCompute | undefined;
  readonly memory: {
    /** Of the whole process. */
    readonly processBytes: number;
    /** Of JavaScript values. */
    readonly heapBytes: number;
  };
  /** The cell that runs. */
  readonly cell?: { readonly label: string; readonly elapsedMs: number } | undefined;
  /** The innermost long call that runs. */
  readonly job?: SessionJob | undefined;
}

export interface SessionJob {
  readonly title: string;
  readonly done: number;
  readonly total: number;
  /** What is counted, in the plural; "" when it has no name. */
  readonly unit: string;
  readonly elapsedMs: number;
}

/** `ComputeStatus` of the analysis library. */
export interface SessionCompute {
  readonly threads: number;
  readonly workers: number;
  readonly simd: boolean;
  readonly memoryBytes: number;
  readonly gpu?:
    | { readonly name: string; readonly isSoftware: boolean }
    | { readonly refusal: string }
    | undefined;
  readonly last?: { readonly device: "cpu" | "webgpu"; readonly reason: string } | undefined;
}

/** A value that cells hold under a name, and that is more than a number or a text. */
export interface SessionVariable {
  /** How cells name it: `cohort`, `simulated.genotypes`. */
  readonly name: string;
  readonly kind: OpenDatasetKind | "result" | "plot" | "numbers";
  /** Name of its class, or what it calls itself; "" when neither says anything. */
  readonly type: string;
  readonly variants?: number | undefined;
  readonly samples?: number | undefined;
  readonly rows?: number | undefined;
  readonly columns?: number | undefined;
  readonly build?: string | undefined;
  /** A file, a method and its parameters, or what a plot shows. */
  readonly origin?: string | undefined;
  /** Whether its rows or columns are people. */
  readonly hasPeople: boolean;
  /** Memory that it holds at least; what stays in its file is not counted. */
  readonly bytes: number;
  /** Number of the execution that gave the name this value. */
  readonly execution?: number | undefined;
  /** Which plot of the library shows it: `manhattan`. */
  readonly plot?: string | undefined;
}

export interface KernelAbout {
  /** Of the kernel package. */
  readonly version: string;
  readonly node: string;
  /** Names of `PageRequests` that this kernel answers. */
  readonly answers: readonly string[];
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
  readonly build?: string | undefined;
  readonly variants?: number | undefined;
  readonly samples?: number | undefined;
  /** Of a table that is none of the above. */
  readonly rows?: number | undefined;
  readonly columns?: readonly string[] | undefined;
  /** What the library noted when it made it: method, parameters, counts. */
  readonly provenance: Readonly<Record<string, string>>;
}

export type RequestName = keyof PageRequests;

/** From the page, over a comm of `COMM_TARGET`. */
export type PageMessage =
  | {
      readonly type: "request";
      /** Chosen by the page; the answer carries it back. */
      readonly id: number;
      readonly name: string;
      readonly asks: unknown;
    }
  | { readonly type: "cancel"; readonly id: number };

/** From the kernel; after `answer` or `refusal` nothing more comes for an id. */
export type KernelMessage =
  | { readonly type: "answer"; readonly id: number; readonly answers: unknown }
  | { readonly type: "refusal"; readonly id: number; readonly error: Refusal }
  /** What would be the answer now; another follows when it has changed, for as long as the request is open. */
  | { readonly type: "update"; readonly id: number; readonly answers: unknown }
  | {
      readonly type: "progress";
      readonly id: number;
      readonly title: string;
      readonly done: number;
      /** Absent while nobody knows. */
      readonly total?: number | undefined;
    };

/** Why a request has no answer: what happened, why, and what to do next. */
export interface Refusal {
  /** `cancelled`, `unknown-request`, `internal`, or the tag of an error of the library. */
  readonly tag: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}
