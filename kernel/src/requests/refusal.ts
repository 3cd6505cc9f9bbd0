import type { Refusal } from "../messages.ts";
import type { PageLanguage } from "../page-language.ts";
import { KernelRefusal } from "../refusals/kernel-refusal.ts";
import { pageWords } from "../refusals/refusal-words.ts";

/** An error as the page shows it; what the library says of its own errors is kept word by word, in English. */
export function refusalOf(error: unknown, isCancelled: boolean, language: PageLanguage): Refusal {
  const { refusals, fromLibrary } = pageWords(language);
  if (isCancelled) return { tag: "cancelled", ...refusals.cancelled() };
  if (error instanceof KernelRefusal) return { tag: error.tag, ...error.in(language) };
  if (typeof error === "object" && error !== null && "isAnalysisError" in error) {
    const { tag, what, why, remedy } = error as unknown as Refusal;
    return { tag, ...fromLibrary(tag, { what, why, remedy }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { tag: "internal", ...refusals.internal(message) };
}
