import type { Verdict } from "../harmonised.ts";

/** Why an effect and its standard error cannot be used; undefined when they can. */
export function judgeNumbers(
  role: "exposure" | "outcome",
  beta: number,
  standardError: number,
): { readonly verdict: Verdict; readonly reason: string } | undefined {
  if (!Number.isFinite(beta)) return missing(`The ${role} has no effect for it.`);
  if (standardError === 0)
    return { verdict: "zero standard error", reason: `Its standard error in the ${role} is 0.` };
  if (!Number.isFinite(standardError)) return missing(`The ${role} has no standard error for it.`);
  if (standardError < 0) return missing(`Its standard error in the ${role} is ${standardError}.`);
  if (role === "exposure" && beta === 0)
    return missing("Its effect on the exposure is 0, so that no ratio is defined.");
  return undefined;
}

function missing(reason: string): { verdict: Verdict; reason: string } {
  return { verdict: "missing value", reason };
}
