/** Messages between kernel and extension, defined once: the kernel sends them, the extension imports the types. */

import type { CatalogueRequests } from "./requests/catalogues/catalogue-messages.ts";
import type { FileRequests, StripBar } from "./requests/files/file-messages.ts";
import type { SealedCell, SealOutput } from "./teaching/seal-output.ts";

export type * from "./requests/catalogues/catalogue-messages.ts";
export type * from "./requests/files/file-messages.ts";

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
  /** Of a regional plot. */
  readonly region?: PlotRegion | undefined;
}

/** What part of the genome a regional plot shows, and the variant that r² is with. */
export interface PlotRegion {
  /** 1–25. */
  readonly chromosome: number;
  readonly from: number;
  readonly to: number;
  readonly reference: string;
}

/** What the page asks a kernel: for each name what goes there and what comes back. Binary parts travel as buffers. */
export interface PageRequests extends FileRequests, CatalogueRequests {
  /** What this kernel is and runs on. */
  "kernel.about": { readonly asks: Record<string, never>; readonly answers: KernelAbout };
  /** The regional plot of a place in a plot that this session made. */
  "plot.region": {
    readonly asks: {
      /** `id` of the plot's description. */
      readonly plotId: string;
      readonly chromosome: number;
      readonly from: number;
      readonly to: number;
      /** The strongest variant of the region unless given. */
      readonly referenceVariantId?: string | undefined;
    };
    readonly answers: {
      /** Vega-Lite, with the description in `usermeta.genobook`. */
      readonly spec: { readonly usermeta: { readonly genobook: PlotDescription } };
      /** The region's variants, strongest first, at most ten. */
      readonly hits: readonly RegionHit[];
    };
  };
  /** Data sets among the values of the session's cells. */
  "datasets.open": {
    readonly asks: Record<string, never>;
    readonly answers: { readonly datasets: readonly OpenDataset[] };
  };
  /** What stands against a document of a notebook, before anything is written. */
  "document.judge": { readonly asks: DocumentQuestion; readonly answers: DocumentJudgement };
  /** One page of a notebook, or a crate with it; what comes back as a buffer is the file. */
  "document.make": { readonly asks: DocumentOrder; readonly answers: DocumentAnswer };
  /** The project's registry, from the kernel's folder or the nearest above it. */
  "registry.list": { readonly asks: Record<string, never>; readonly answers: RegistryList };
  /** What the files of a data set tell of it, before a person confirms it. */
  "registry.sense": { readonly asks: { readonly path: string }; readonly answers: SensedFacts };
  /** Writes a data set into the registry; facts that are given count as confirmed. */
  "registry.register": {
    readonly asks: {
      readonly path: string;
      readonly id: string;
      readonly replace: boolean;
      readonly facts: RegistryFacts;
    };
    readonly answers: { readonly notices: readonly string[] };
  };
  "registry.remove": {
    readonly asks: { readonly id: string };
    readonly answers: Record<string, never>;
  };
  /** Columns, quality and first rows of a data set's file; no row of a person. */
  "datasets.preview": {
    readonly asks: {
      readonly path: string;
      /** What it was registered as, where its content leaves it open. */
      readonly kind?: string | undefined;
      /** Every row, however long that takes. */
      readonly isEvery: boolean;
    };
    readonly answers: DatasetPreview;
  };
  /** Reads the files of a registered data set and holds them against their SHA-256. */
  "registry.verify": {
    readonly asks: { readonly id: string };
    readonly answers: { readonly files: readonly VerifiedFile[] };
  };
  /** Cells of a notebook in which seals stand for the answers of exercises. */
  "teaching.seal": {
    readonly asks: {
      readonly sources: readonly string[];
      /** What exercises have left in the notebook's outputs. */
      readonly seals: readonly SealOutput[];
    };
    readonly answers: { readonly cells: readonly SealedCell[] };
  };
  /** Sends an update whenever the status has changed, once a second at most, until it is cancelled. */
  "session.status": { readonly asks: Record<string, never>; readonly answers: SessionStatus };
  /**
   * Runs of cells and their outputs, for a page that was reloaded meanwhile. Sends what has changed as an update, and
   * answers when no cell has run for a while.
   */
  "session.runs": { readonly asks: Record<string, never>; readonly answers: SessionRuns };
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

/** A variant of a region, as much of it as its table tells. */
export interface RegionHit {
  readonly variantId?: string | undefined;
  /** `6:32,000,000`. */
  readonly place: string;
  readonly alleles?: string | undefined;
  readonly negLog10PValue: number;
  readonly beta?: number | undefined;
  readonly oddsRatio?: number | undefined;
  readonly hazardRatio?: number | undefined;
  /** r² with the reference. */
  readonly r2?: number | undefined;
  /** Credible set. */
  readonly set?: number | undefined;
  readonly pip?: number | undefined;
  readonly nearestGene?: string | undefined;
  /** Base pairs; 0 within the gene. */
  readonly geneDistance?: number | undefined;
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

/** Of what a document says by itself; what stands in the notebook stays as it is. */
export type DocumentLanguage = "en" | "zh-CN";

export interface DocumentQuestion {
  /** Content of the notebook's file. */
  readonly text: string;
  /** Counts of people below it are refused; 5 unless given. */
  readonly smallestCount?: number | undefined;
  /** English unless given. */
  readonly language?: DocumentLanguage | undefined;
}

export interface DocumentJudgement {
  readonly refusals: readonly DocumentRefusal[];
  /** What somebody decided to make public, cell by cell. */
  readonly releases: readonly { readonly cell: number; readonly reason: string }[];
  /** For each picture that no program can look into, its cell, counted from 1. */
  readonly uncheckedPictures: readonly number[];
}

/** A notebook that is to become a document. */
export interface DocumentOrder extends DocumentQuestion {
  /** File name of the notebook. */
  readonly name: string;
  readonly form: "page" | "crate";
  /** Whether this is the notebook's own kernel, which is in its folder and may hold its results. */
  readonly isOwnNotebook: boolean;
  /** Of a crate: an SPDX identifier, or an address. */
  readonly licence?: string | undefined;
}

export type DocumentAnswer =
  | { readonly isMade: true; readonly bytes: number }
  | { readonly isMade: false; readonly refusals: readonly DocumentRefusal[] };

/** An output that should not be shared as it is. */
export interface DocumentRefusal {
  /** Counted from 1. */
  readonly cell: number;
  readonly cellId: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

export interface KernelAbout {
  /** Of the kernel package. */
  readonly version: string;
  readonly node: string;
  /** Names of `PageRequests` that this kernel answers. */
  readonly answers: readonly string[];
}

export type DatasetSensitivity = "public" | "controlled" | "individual-level";

/** What is known of a data set: sensed from its files, or said by a person. */
export interface RegistryFacts {
  readonly title?: string | undefined;
  readonly kind?: string | undefined;
  readonly build?: string | undefined;
  readonly ancestry?: string | undefined;
  readonly samples?: number | undefined;
  readonly variants?: number | undefined;
  readonly sensitivity?: DatasetSensitivity | undefined;
  readonly from?: string | undefined;
  readonly software?: string | undefined;
  readonly parents?: readonly string[] | undefined;
  readonly licence?: string | undefined;
  readonly citation?: string | undefined;
  readonly notes?: string | undefined;
}

export interface SensedFacts {
  /** That it would have. */
  readonly id: string;
  readonly facts: RegistryFacts;
  readonly format: string;
  readonly members: readonly string[];
  readonly columns: readonly string[];
  /** How the build was told; "" when it was not. */
  readonly buildEvidence: string;
}

export interface RegisteredDataset extends RegistryFacts {
  readonly id: string;
  readonly kind: string;
  readonly sensitivity: DatasetSensitivity;
  readonly format?: string | undefined;
  /** From the kernel's folder; the first is the one to open. */
  readonly files: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
  readonly registered: string;
  /** Facts that a person gave or confirmed. */
  readonly confirmed: readonly string[];
  /** `there`, `missing`, `touched` where size or time are not the registered ones, or `outdated`. */
  readonly state: string;
  /** Ids of the data sets that it was made of and that are newer. */
  readonly newerParents: readonly string[];
}

export interface RegistryList {
  /** The registry's file, from the kernel's folder. */
  readonly path: string;
  readonly datasets: readonly RegisteredDataset[];
}

export interface VerifiedFile {
  readonly path: string;
  /** `same`, `missing` or `differs`. */
  readonly state: string;
}

export interface DatasetPreview {
  /** What was looked into; absent where nothing but the head was. */
  readonly basis?: PreviewBasis | undefined;
  readonly columns: readonly { readonly name: string; readonly meaning: string }[];
  readonly quality: readonly PreviewQuality[];
  /** Why rows are left out or faulty, the commonest reasons first. */
  readonly refused: readonly { readonly reason: string; readonly count: number }[];
  /** Counts of variants by frequency, and by share of missing calls. */
  readonly strips: readonly { readonly name: string; readonly bars: readonly StripBar[] }[];
  /** What the file says of itself. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly rows: readonly (readonly string[])[];
  /** Names over the rows. */
  readonly header: readonly string[];
  readonly notices: readonly string[];
}

export interface PreviewBasis {
  readonly seen: number;
  /** Null where it is not known without reading on. */
  readonly total: number | null;
  readonly unit: "rows" | "variants";
  readonly isEvery: boolean;
}

/** One number of quality; null where there is nothing to tell it from. */
export interface PreviewQuality {
  /** `lambda`, `minimumP`, `callRate`, … */
  readonly name: string;
  readonly value: number | string | null;
  readonly as: "count" | "share" | "number" | "text";
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
