import { languageOf, type PageLanguage } from "../page-language.ts";
import { teachingWords, type TeachingWords } from "./words/words.ts";

const BEGINS = /^(\s*)\/\/\s*solution\b:?\s*(.*)$/i;
const ENDS = /^\s*\/\/\s*end solution\s*$/i;

export interface SolutionOptions {
  /** Counted from 1, for messages. */
  readonly cellNumber: number;
  /** Of the line that asks, unless the task itself is Chinese; English unless given. */
  readonly language?: PageLanguage | undefined;
  /** Of messages. */
  readonly words?: TeachingWords | undefined;
}

/**
 * Replaces what stands between `// solution` and `// end solution` by a line that asks for it; words behind the first
 * mark, as in `// solution: the slope of Egger`, are kept as what is to be done.
 *
 * @throws Error when a mark has no partner
 */
export function withoutSolutions(
  source: string,
  { cellNumber, language = "en", words = teachingWords("en") }: SolutionOptions,
): { readonly source: string; readonly solutions: number } {
  const unpaired = (line: number, mark: string, partner: string): Error =>
    new Error(words.copies.unpaired(cellNumber, line, mark, partner));
  const kept: string[] = [];
  let solutions = 0;
  let openedAt: number | undefined;
  source.split("\n").forEach((line, index) => {
    if (ENDS.test(line)) {
      if (openedAt === undefined) throw unpaired(index + 1, "end solution", "solution");
      openedAt = undefined;
      return;
    }
    const begin = BEGINS.exec(line);
    if (begin) {
      if (openedAt !== undefined) throw unpaired(openedAt, "solution", "end solution");
      openedAt = index + 1;
      solutions++;
      const [, indent = "", task = ""] = begin;
      const { yourTurn } = teachingWords(languageOf(task) ?? language).copies;
      kept.push(`${indent}// ${yourTurn(task)}`);
    } else if (openedAt === undefined) kept.push(line);
  });
  if (openedAt !== undefined) throw unpaired(openedAt, "solution", "end solution");
  return { source: kept.join("\n"), solutions };
}
