import type { PageLanguage } from "../page-language.ts";
import { CHINESE } from "./chinese.ts";
import { ENGLISH } from "./english.ts";

/** What happened, why, and what to do next. */
export interface Account {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

/** Why the kernel refuses what a page asks, by tag, in one language. */
export interface RefusalWords {
  readonly cancelled: () => Account;
  readonly "unknown-request": (name: string) => Account;
  /** An error that nobody foresaw, with what it says. */
  readonly internal: (message: string) => Account;
  readonly outside: (path: string) => Account;
  readonly "not-found": (path: string, root: string) => Account;
  readonly "closed-file": () => Account;
  readonly people: () => Account;
  readonly region: (text: string) => Account;
  readonly "other-kind": (wanted: "frequencies" | "correlations") => Account;
  readonly "no-file": (catalogue: string) => Account;
  readonly "no-regions": () => Account;
  readonly "no-notebook": () => Account;
  readonly "notebook-format": (format: number | undefined) => Account;
  readonly "smallest-count": (given: number) => Account;
  readonly licence: (given: string) => Account;
}

/** Words for one language, with what stands before the analysis library's own words, which are English. */
export interface PageWords {
  readonly refusals: RefusalWords;
  readonly fromLibrary: (tag: string, account: Account) => Account;
}

const WORDS: Readonly<Record<PageLanguage, PageWords>> = { en: ENGLISH, "zh-CN": CHINESE };

export function pageWords(language: PageLanguage): PageWords {
  return WORDS[language];
}
