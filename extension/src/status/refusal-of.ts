import type { Refusal } from "@genobook/kernel/messages";

/** Why a kernel did not answer, whatever was thrown. */
export function refusalOf(error: unknown): Refusal {
  if (typeof error === "object" && error !== null && "refusal" in error) {
    return (error as { readonly refusal: Refusal }).refusal;
  }
  const what = error instanceof Error ? error.message : String(error);
  return { tag: "internal", what, why: "", remedy: "" };
}
