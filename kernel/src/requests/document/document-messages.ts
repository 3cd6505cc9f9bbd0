import type { PageLanguage } from "../../page-language.ts";

/** What the page asks about documents; part of `PageRequests`. */
export interface DocumentRequests {
  /** What stands against a document of a notebook, before anything is written. */
  readonly "document.judge": {
    readonly asks: DocumentQuestion;
    readonly answers: DocumentJudgement;
  };
  /** One page of a notebook, or a crate with it; what comes back as a buffer is the file. */
  readonly "document.make": { readonly asks: DocumentOrder; readonly answers: DocumentAnswer };
}

/** Of what a document says by itself; what stands in the notebook stays as it is. */
export type DocumentLanguage = PageLanguage;

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
