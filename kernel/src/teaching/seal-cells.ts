import type { PageLanguage } from "../page-language.ts";
import type { SealedCell, SealOutput } from "./seal-output.ts";
import { sealExercises } from "./seal-exercises.ts";
import { teachingWords } from "./words/words.ts";

/**
 * Puts seals in place of the answers in some cells; a later seal of the same question counts.
 *
 * @param language - of what is said about exercises without a seal
 */
export async function sealCells(
  sources: readonly string[],
  outputs: readonly SealOutput[],
  language: PageLanguage = "en",
): Promise<SealedCell[]> {
  const { default: ts } = await import("typescript");
  const seals = new Map(outputs.map(({ question, seal }) => [question, seal]));
  const { copies: words } = teachingWords(language);
  return sources.map((source) =>
    sealExercises(ts, source, (question) => seals.get(question), words),
  );
}
