import { isAnalysisError } from "../../errors.ts";
import { ask, type Answer, type AskOptions } from "./ask.ts";
import type { Ask } from "./request.ts";

/** Asks for a text, such as a list of files; undefined when there is none under this address. */
export async function askText(
  question: Ask,
  options: AskOptions,
): Promise<Answer<string> | undefined> {
  try {
    return await ask({ ...question, as: "text" }, (text) => String(text), options);
  } catch (error) {
    if (isAnalysisError(error, "not-in-catalogue")) return undefined;
    throw error;
  }
}
