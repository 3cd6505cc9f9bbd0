import type { OpenDatasetKind } from "./dataset-messages.ts";

/** What the page asks about a session; part of `PageRequests`. */
export interface SessionRequests {
  /** What this kernel is and runs on. */
  readonly "kernel.about": { readonly asks: Record<string, never>; readonly answers: KernelAbout };
  /** Sends an update whenever the status has changed, once a second at most, until it is cancelled. */
  readonly "session.status": {
    readonly asks: Record<string, never>;
    readonly answers: SessionStatus;
  };
  /**
   * Runs of cells and their outputs, for a page that was reloaded meanwhile. Sends what has changed as an update, and
   * answers when no cell has run for a while.
   */
  readonly "session.runs": { readonly asks: Record<string, never>; readonly answers: SessionRuns };
  /** Data sets, results, tables and plots among the values of the session's cells, and nothing of any person. */
  readonly "session.variables": {
    readonly asks: Record<string, never>;
    readonly answers: {
      readonly variables: readonly SessionVariable[];
      /** How many there are, where too many to list. */
      readonly total: number;
    };
  };
}

export interface KernelAbout {
  /** Of the kernel package. */
  readonly version: string;
  readonly node: string;
  /** Names of `PageRequests` that this kernel answers. */
  readonly answers: readonly string[];
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

export interface SessionJob {
  readonly title: string;
  readonly done: number;
  readonly total: number;
  /** What is counted, in the plural; "" when it has no name. */
  readonly unit: string;
  readonly elapsedMs: number;
}

/** Runs of cells that have changed since they were last told of. */
export interface SessionRuns {
  readonly runs: readonly SessionRun[];
  readonly isRunning: boolean;
  /** Grows with each change. */
  readonly revision: number;
}

/** How far a run is, and which of its outputs are new. */
export interface SessionRun {
  /** The notebook's name of the cell; absent when the page did not tell it. */
  readonly cellId?: string | undefined;
  readonly source: string;
  /** The page that asked for the run, by the session of its messages. */
  readonly page: string;
  readonly execution?: number | undefined;
  readonly isDone: boolean;
  /** How many outputs there are now; a page that has more takes the last ones away. */
  readonly count: number;
  readonly changes: readonly { readonly index: number; readonly output: RunOutput }[];
}

/** An output as notebooks keep it. */
export type RunOutput =
  | { readonly output_type: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | {
      readonly output_type: "display_data";
      readonly data: Record<string, unknown>;
      readonly metadata: Record<string, unknown>;
    }
  | {
      readonly output_type: "execute_result";
      readonly data: Record<string, unknown>;
      readonly metadata: Record<string, unknown>;
      readonly execution_count: number | null;
    }
  | {
      readonly output_type: "error";
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

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
