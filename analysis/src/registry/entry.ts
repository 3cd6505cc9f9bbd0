/** What a registered data set is. */
export type RegisteredKind =
  "genotypes" | "phenotypes" | "summary-statistics" | "scoring-file" | "ld-panel" | "other";

export const KINDS: readonly RegisteredKind[] = [
  "genotypes",
  "phenotypes",
  "summary-statistics",
  "scoring-file",
  "ld-panel",
  "other",
];

/**
 * Who may see a data set: anyone (`public`), those whom its owner lets (`controlled`), or those who may see people's own
 * data (`individual-level`).
 */
export type Sensitivity = "public" | "controlled" | "individual-level";

export const SENSITIVITIES: readonly Sensitivity[] = ["public", "controlled", "individual-level"];

/** A file of a data set, as it was when it was registered. */
export interface RegisteredFile {
  /** Relative to the registry's folder, with `/` between folders. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Time of the last change; while it and the size stay, the content is not looked at again. */
  readonly modified: string;
}

/** A file that a data set was made of, as it was when that was registered. */
export interface RegisteredInput {
  /** Id of the data set that has it. */
  readonly dataset: string;
  /** Relative to the registry's folder, with `/` between folders. */
  readonly path: string;
  readonly sha256: string;
}

/** What a person may say of a data set. */
export interface DatasetFacts {
  readonly title?: string | undefined;
  readonly kind?: RegisteredKind | undefined;
  /** Of the positions: `GRCh37`, `GRCh38`. */
  readonly build?: string | undefined;
  readonly ancestry?: string | undefined;
  /** People. */
  readonly samples?: number | undefined;
  readonly variants?: number | undefined;
  readonly sensitivity?: Sensitivity | undefined;
  /** Where it was had from: an address, a person, a programme. */
  readonly from?: string | undefined;
  /** What made the files. */
  readonly software?: string | undefined;
  /** Ids of the data sets that it was made of. */
  readonly parents?: readonly string[] | undefined;
  readonly licence?: string | undefined;
  readonly citation?: string | undefined;
  readonly notes?: string | undefined;
}

/** One data set of a registry. */
export interface RegistryEntry extends DatasetFacts {
  /** Letters, digits, `-` and `_`; `data.open` takes it. */
  readonly id: string;
  readonly kind: RegisteredKind;
  readonly sensitivity: Sensitivity;
  /** Name of the file format, as sensed. */
  readonly format?: string | undefined;
  /** The first is the one that is named to open the set. */
  readonly files: readonly RegisteredFile[];
  /** The files of its parents as they were then; whether it is outdated is told by these. */
  readonly inputs?: readonly RegisteredInput[] | undefined;
  /** When it was registered. */
  readonly registered: string;
  /** Facts that a person gave or confirmed; what is not among them was sensed from the files. */
  readonly confirmed: readonly string[];
}

const TEXTS = ["title", "build", "ancestry", "from", "software", "licence", "citation", "notes"];
const NUMBERS = ["samples", "variants"];

/** What each key of an entry holds, in the order in which they are written. */
export const ENTRY_KEYS: Readonly<Record<string, "text" | "count" | "words" | "files" | "inputs">> =
  {
    title: "text",
    kind: "text",
    format: "text",
    files: "files",
    build: "text",
    ancestry: "text",
    samples: "count",
    variants: "count",
    sensitivity: "text",
    from: "text",
    software: "text",
    parents: "words",
    inputs: "inputs",
    licence: "text",
    citation: "text",
    notes: "text",
    registered: "text",
    confirmed: "words",
  };

/** Keys that a person may give. */
export const FACT_KEYS: readonly string[] = [
  "kind",
  "sensitivity",
  "parents",
  ...TEXTS,
  ...NUMBERS,
];

/** True for what may name a data set; no path with a folder or an ending does. */
export function isDatasetId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/.test(text);
}
