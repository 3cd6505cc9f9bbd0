import type { Refusal } from "@genobook/kernel/messages";

/** Why a kernel did not answer, whatever was thrown. */
export function refusalOf(error: unknown): Refusal {
  if (typeof error === "object" && error !== null && "refusal" in error) {
    return (error as { readonly refusal: Refusal }).refusal;
  }
  const what = error instanceof Error ? error.message : String(error);
  return {
    tag: "internal",
    what: /[.!?]$/.test(what) ? what : `${what}.`,
    why: "The page did not expect this.",
    remedy: "Run a cell, or reload the page; if it comes back, restart the kernel.",
  };
}
