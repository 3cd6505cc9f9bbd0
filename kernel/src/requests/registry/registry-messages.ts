import type { StripBar } from "../files/file-messages.ts";

/** What the page asks about the project's registry and its files; part of `PageRequests`. */
export interface RegistryRequests {
  /** The project's registry, from the kernel's folder or the nearest above it. */
  readonly "registry.list": {
    readonly asks: Record<string, never>;
    readonly answers: RegistryList;
  };
  /** What the files of a data set tell of it, before a person confirms it. */
  readonly "registry.sense": {
    readonly asks: { readonly path: string };
    readonly answers: SensedFacts;
  };
  /** Writes a data set into the registry; facts that are given count as confirmed. */
  readonly "registry.register": {
    readonly asks: {
      readonly path: string;
      readonly id: string;
      readonly replace: boolean;
      readonly facts: RegistryFacts;
    };
    readonly answers: { readonly notices: readonly string[] };
  };
  readonly "registry.remove": {
    readonly asks: { readonly id: string };
    readonly answers: Record<string, never>;
  };
  /** Reads the files of a registered data set and holds them against their SHA-256. */
  readonly "registry.verify": {
    readonly asks: { readonly id: string };
    readonly answers: { readonly files: readonly VerifiedFile[] };
  };
  /** Columns, quality and first rows of a data set's file; no row of a person. */
  readonly "datasets.preview": {
    readonly asks: {
      readonly path: string;
      /** What it was registered as, where its content leaves it open. */
      readonly kind?: string | undefined;
      /** Every row, however long that takes. */
      readonly isEvery: boolean;
    };
    readonly answers: DatasetPreview;
  };
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
  /** `there`, `missing`, `changed`, `outdated`, or `touched` where its time alone is not the registered one. */
  readonly state: string;
  /** Ids of the data sets that it was made of and whose hashes are no longer those that it was made of. */
  readonly changedParents: readonly string[];
  /** Ids of those of which no hash was kept and whose files are newer. */
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
  readonly columns: readonly PreviewColumn[];
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

export interface PreviewColumn {
  readonly name: string;
  /** What it was taken for; "" where it was taken for nothing. */
  readonly meaning: string;
  /** Of a table of people that was read. */
  readonly people?: PersonColumn | undefined;
}

/** What a column of people is: counts and means of at least ten people, and no value of a person. */
export interface PersonColumn {
  readonly type:
    | "id"
    | "quantitative"
    | "case-control"
    | "binary"
    | "categorical"
    /** In which most people differ. */
    | "text"
    /** In which all have the same. */
    | "constant"
    | "empty";
  /** By its name. */
  readonly isCovariate: boolean;
  /** People who have a value. */
  readonly known: number;
  readonly missingShare: number;
  readonly mean?: number | undefined;
  readonly sd?: number | undefined;
  readonly levels?: readonly PersonLevel[] | undefined;
  /** How many there are, with those that are not told. */
  readonly levelCount?: number | undefined;
}

export interface PersonLevel {
  readonly code: string;
  readonly meaning: "case" | "control" | "male" | "female" | "unknown" | "";
  /** Null where they are few, or where it would tell how many the others are. */
  readonly count: number | null;
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
