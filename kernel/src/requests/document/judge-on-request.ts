import { judgeNotebook, SMALLEST_COUNT } from "../../document/gate/gate.ts";
import { readNotebook } from "../../document/notebook.ts";
import { wordsIn } from "../../document/words/words.ts";
import type { DocumentJudgement, DocumentQuestion } from "../../messages.ts";

/** What stands against a document of a notebook that the page sends. */
export function judgeOnRequest({
  text,
  smallestCount = SMALLEST_COUNT,
  language = "en",
}: DocumentQuestion): DocumentJudgement {
  return judgeNotebook(readNotebook(text), smallestCount, wordsIn(language));
}
