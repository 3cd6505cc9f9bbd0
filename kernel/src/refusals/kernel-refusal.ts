import type { PageLanguage } from "../page-language.ts";
import { type Account, pageWords, type RefusalWords } from "./refusal-words.ts";

type Tag = keyof RefusalWords;

/** A tag, and the facts that its words need. */
type Refused = { [T in Tag]: readonly [tag: T, ...facts: Parameters<RefusalWords[T]>] }[Tag];

/** Why the kernel refuses what a page asks; it is said in the language of the page. Its own words are English. */
export class KernelRefusal extends Error implements Account {
  readonly isAnalysisError = true;
  readonly tag: Tag;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly #refused: Refused;

  constructor(...refused: Refused) {
    const { what, why, remedy } = accountIn("en", refused);
    super(`${what} ${why} ${remedy}`);
    this.name = "KernelRefusal";
    this.tag = refused[0];
    this.what = what;
    this.why = why;
    this.remedy = remedy;
    this.#refused = refused;
  }

  in(language: PageLanguage): Account {
    return accountIn(language, this.#refused);
  }
}

function accountIn(language: PageLanguage, [tag, ...facts]: Refused): Account {
  const account = pageWords(language).refusals[tag] as (...facts: readonly unknown[]) => Account;
  return account(...facts);
}
