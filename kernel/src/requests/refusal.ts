import type { Refusal } from "../messages.ts";

/** An error as the page shows it; what the library says of its own errors is kept word by word. */
export function refusalOf(error: unknown, isCancelled: boolean): Refusal {
  if (isCancelled) {
    return {
      tag: "cancelled",
      what: "The request was cancelled.",
      why: "It was not needed any more.",
      remedy: "Ask again.",
    };
  }
  if (typeof error === "object" && error !== null && "isAnalysisError" in error) {
    const { tag, what, why, remedy } = error as unknown as Refusal;
    return { tag, what, why, remedy };
  }
  return {
    tag: "internal",
    what: error instanceof Error ? error.message : String(error),
    why: "The kernel did not expect this.",
    remedy: "Try again; if it comes back, report it with what you did.",
  };
}
