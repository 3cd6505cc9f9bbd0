/** What the viewers of files ask; part of `PageRequests`. Never anything about one person. */
export interface FileRequests {
  /** Opens a file; large ones are read on in the background, and their first rows can be had at once. */
  "file.open": {
    readonly asks: {
      readonly path: string;
      /** A table that the session holds under this name, in place of a file. */
      readonly value?: string | undefined;
    };
    readonly answers: OpenedFile;
  };
  /** Waits until all rows can be asked for; updates tell how many are read. */
  "file.whole": { readonly asks: OnHandle; readonly answers: OpenedFile };
  "file.rows": {
    readonly asks: OnHandle & {
      readonly view: FileView;
      readonly from: number;
      /** At most `MOST_ROWS`. */
      readonly count: number;
    };
    /** Numbers travel as buffers, in the order of `columns`. */
    readonly answers: FileRows;
  };
  "file.summary": {
    readonly asks: OnHandle & {
      readonly view: FileView;
      readonly column: string;
      /** Every row rather than a sample. */
      readonly isEvery: boolean;
    };
    readonly answers: FileColumnSummary;
  };
  /** Where a region, or a variant of a name, lies among the rows of a view. */
  "file.region": {
    readonly asks: OnHandle & { readonly view: FileView; readonly region: string };
    readonly answers: { readonly first: number | null; readonly count: number };
  };
  /** Frequencies and missing calls of genotypes, of variants spread evenly or of all. */
  "file.strip": {
    readonly asks: OnHandle & { readonly isEvery: boolean };
    readonly answers: FileStrip;
  };
  /** Correlations between consecutive variants of an LD panel: one buffer of count × count floats, NaN where none is kept. */
  "file.matrix": {
    readonly asks: OnHandle & { readonly first: number; readonly count: number };
    readonly answers: FileMatrix;
  };
  /** Whether an LD panel fits summary statistics. */
  "file.check": {
    readonly asks: OnHandle & {
      /** Path of the summary statistics from the server's root. */
      readonly study: string;
    };
    readonly answers: FilePanelCheck;
  };
  /** Answers when the file is closed; until then it tells by its refusal that the kernel has ended. */
  "file.watch": { readonly asks: OnHandle; readonly answers: Record<string, never> };
  "file.close": { readonly asks: OnHandle; readonly answers: Record<string, never> };
}

interface OnHandle {
  readonly handle: string;
}

/** Filter and order of rows; see `data.selectRows`. */
export interface FileView {
  readonly where: string;
  /** "" for the order of the file. */
  readonly orderBy: string;
  readonly isDescending: boolean;
}

export type FileKind = "summary-statistics" | "genotypes" | "scores" | "ld-panel";

export interface OpenedFile {
  readonly handle: string;
  readonly kind: FileKind;
  readonly columns: readonly FileColumn[];
  /** Rows that can be had now; of a file that is still being read those that are. */
  readonly rowCount: number;
  /** As many as there seem to be, while the file is still being read. */
  readonly rowsExpected: number;
  readonly isWhole: boolean;
  readonly build: string | null;
  /** What was assumed, derived and found odd, in words of the library. */
  readonly notices: readonly string[];
  readonly samples?: FileSamples | undefined;
  /** What the header of a scoring file, or the account of an LD panel, says. */
  readonly header: readonly (readonly [name: string, value: string])[];
  readonly leftOut?: FileLeftOut | undefined;
}

/** Rows of a file that are not shown, since nothing can be computed from them. */
export interface FileLeftOut {
  readonly count: number;
  /** Rows of the file, these included. */
  readonly ofRows: number;
  /** The first of them. */
  readonly rows: readonly {
    readonly line: number;
    readonly variantId: string;
    /** As the library names it, such as `missing weight`. */
    readonly problem: string;
  }[];
}

export interface FileColumn {
  readonly name: string;
  /** Name in the file; "" where it is the same or derived. */
  readonly fileName: string;
  readonly holds: "numbers" | "whole numbers" | "texts";
  readonly meaning: string;
  /** Made for the rows on a page only, so that it can neither be sorted nor filtered. */
  readonly isOfPage: boolean;
}

/** Counts of people; those below the smallest that is shown are null. */
export interface FileSamples {
  readonly count: number;
  readonly male: number | null;
  readonly female: number | null;
  readonly unknownSex: number | null;
  readonly founders: number | null;
}

export interface FileRows {
  readonly from: number;
  readonly count: number;
  /** Of the whole view. */
  readonly rowCount: number;
  readonly columns: readonly FileRowsColumn[];
}

export type FileRowsColumn =
  | { readonly name: string; readonly texts: readonly string[] }
  | { readonly name: string; readonly numbers: "float64" | "float32" | "int32" | "uint8" };

export type FileColumnSummary = {
  readonly rowsSeen: number;
  readonly rowCount: number;
  readonly missing: number;
} & (
  | {
      readonly holds: "numbers";
      /** Null where no row has a number. */
      readonly minimum: number | null;
      readonly maximum: number | null;
      readonly mean: number | null;
      readonly median: number | null;
      readonly bars: readonly {
        readonly from: number;
        readonly to: number;
        readonly count: number;
      }[];
    }
  | {
      readonly holds: "texts";
      readonly distinct: number;
      readonly top: readonly { readonly text: string; readonly count: number }[];
    }
);

export interface FileStrip {
  readonly variantsSeen: number;
  readonly variantCount: number;
  /** Variants by minor allele frequency; `to` of the last is 0.5. */
  readonly frequency: readonly StripBar[];
  /** Variants by share of missing calls. */
  readonly missing: readonly StripBar[];
  /** Mean of both by chromosome, 0 for contigs that are none. */
  readonly byChromosome: readonly {
    readonly chromosome: number;
    readonly variants: number;
    readonly minorAlleleFrequency: number | null;
    readonly missingRate: number | null;
  }[];
}

export interface StripBar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface FilePanelCheck {
  /** As it was asked for. */
  readonly study: string;
  readonly verdict: "fits" | "caution" | "does not fit";
  /** Reasons in words of the library, the gravest first. */
  readonly sentences: readonly string[];
  /** Variants that both have. */
  readonly matched: number;
  readonly issueCount: number;
  /** The first of them. */
  readonly issues: readonly {
    /** Of the study. */
    readonly row: number;
    readonly variantId: string;
    readonly problem: string;
    readonly reason: string;
  }[];
}

export interface FileMatrix {
  readonly first: number;
  readonly variants: readonly {
    readonly variantId: string;
    readonly chromosome: number;
    readonly basePairLocation: number;
  }[];
}
