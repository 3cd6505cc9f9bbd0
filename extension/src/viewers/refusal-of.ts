import type { Refusal } from "@genobook/kernel/messages";
import { RefusedRequest } from "../data-service/kernel-requests.ts";

/** What went wrong, why, and what to do; of any error of a question to the data service. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusedRequest) return error.refusal;
  return {
    tag: "no-service",
    what: "The data service could not be started.",
    why: error instanceof Error ? error.message : String(error),
    remedy:
      "Check that the Genobook kernel is installed (genobook doctor), then open the file again.",
  };
}
