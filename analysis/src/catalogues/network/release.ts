import { isAnalysisError } from "../../errors.ts";
import { ask } from "./ask.ts";
import type { Ask } from "./request.ts";

/**
 * A teller of a catalogue's release. The answer is kept as any other; a service that cannot tell now keeps no one from asking
 * it for data.
 */
export function releaseTeller(
  question: Ask,
  read: (json: unknown) => string,
): (signal: AbortSignal | undefined) => Promise<string> {
  return async (signal) => {
    try {
      return (await ask(question, read, { signal })).value;
    } catch (error) {
      if (isAnalysisError(error) && !isAnalysisError(error, "cancelled")) return "";
      throw error;
    }
  };
}
