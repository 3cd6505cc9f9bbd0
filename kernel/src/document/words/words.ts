import type { DocumentLanguage } from "../../messages.ts";
import type { PlotFacts } from "../plots/plot-facts.ts";
import { CHINESE } from "./chinese.ts";
import { ENGLISH } from "./english.ts";

/** Where rows were seen. */
export type RowsForm = "table" | "text" | "plot rows";

/** What the gate saw in an output. Neither ids nor counts themselves: this is shown and printed. */
export type Seen =
  | {
      readonly kind: "id column" | "names in column";
      readonly form: RowsForm;
      readonly name: string;
    }
  | { readonly kind: "rows of a cohort"; readonly form: RowsForm; readonly rows: number }
  | { readonly kind: "attributes"; readonly form: RowsForm; readonly columns: readonly string[] }
  | {
      readonly kind: "small counts";
      readonly form: RowsForm;
      readonly name: string;
      readonly smallest: number;
      readonly rows: number;
    }
  | { readonly kind: "pedigree lines" | "names in VCF" | "list of a cohort" }
  | { readonly kind: "id values"; readonly name: string }
  | { readonly kind: "small count in text"; readonly smallest: number };

/** In which order the cells of a notebook record that they were run. */
export interface RunOrder {
  /** Cells with code. */
  readonly cells: number;
  /** Of them, those that record a run. */
  readonly ran: number;
  readonly isSorted: boolean;
}

/** All that a document says by itself, in one language. What stands in the notebook stays as it is. */
export interface DocumentWords {
  /** As in `<html lang>`. */
  readonly language: DocumentLanguage;
  readonly page: {
    readonly skip: string;
    readonly contents: string;
    readonly hideCode: string;
    readonly code: string;
    readonly released: string;
    readonly messages: string;
    readonly printed: string;
    readonly error: string;
    readonly table: string;
    readonly cutHere: string;
    readonly pictureLeftOut: (alt: string) => string;
  };
  readonly plot: {
    readonly plot: string;
    /** What stands before the library's own sentence, which is English; undefined where that says all. */
    readonly gist: (facts: PlotFacts) => string | undefined;
    readonly keys: string;
    readonly linkedKeys: string;
    readonly regions: string;
    readonly regionOf: (variant: string) => string;
    readonly showing: (shown: string, total: string) => string;
    readonly rowsBehind: string;
    readonly rows: (count: number, shown: string) => string;
    readonly firstRows: (shown: string, total: string, isStrongest: boolean) => string;
  };
  readonly provenance: {
    readonly title: string;
    readonly notebook: string;
    readonly notebookHash: string;
    readonly written: string;
    readonly writtenBy: string;
    readonly kernel: string;
    readonly notRecorded: string;
    readonly run: string;
    readonly timesNotRecorded: string;
    readonly fromTo: (from: string, to: string) => string;
    readonly order: string;
    readonly orderOf: (order: RunOrder) => string;
    readonly checked: string;
    readonly whatWasChecked: (smallest: number, pictures: number) => string;
    readonly releases: string;
    readonly datasets: string;
    readonly steps: string;
    readonly results: string;
    readonly cell: string;
    readonly reason: string;
    readonly file: string;
    readonly bytes: string;
    readonly hashNow: string;
    readonly registered: string;
    readonly call: string;
    readonly parameters: string;
    readonly recorded: string;
    readonly notAtHand: string;
    readonly no: string;
    readonly registeredAs: (
      id: string,
      hash: "same" | "other" | "unknown",
      shown: string,
    ) => string;
  };
  readonly gate: {
    readonly seen: (seen: Seen) => string;
    readonly why: Readonly<Record<"people" | "small count", string>>;
    readonly remedy: Readonly<Record<"people" | "small count", string>>;
    readonly reasonMissing: string;
  };
}

const WORDS: Readonly<Record<DocumentLanguage, DocumentWords>> = { en: ENGLISH, "zh-CN": CHINESE };

export function wordsIn(language: DocumentLanguage): DocumentWords {
  return WORDS[language];
}
