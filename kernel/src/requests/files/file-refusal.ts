import type { Refusal } from "../../messages.ts";

/** Why a file cannot be shown; travels to the page as errors of the library do. */
export class FileRefusal extends Error {
  readonly isAnalysisError = true;
  readonly tag: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;

  constructor({ tag, what, why, remedy }: Refusal) {
    super(`${what} ${why} ${remedy}`);
    this.name = "FileRefusal";
    this.tag = tag;
    this.what = what;
    this.why = why;
    this.remedy = remedy;
  }
}
