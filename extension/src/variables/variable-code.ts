import type { SessionVariable } from "@genobook/kernel/messages";

/** A first thing to do with a variable of a kind; other kinds are shown. */
const FIRST_STEPS: Partial<Record<SessionVariable["kind"], (name: string) => string>> = {
  genotypes: (name) => `await qc.frequency(${name})`,
  people: (name) => `Object.keys(${name}.columns)`,
  "summary-statistics": (name) => `plot.leadVariants(${name})`,
  associations: (name) => `plot.leadVariants(${name})`,
  weights: (name) => `${name}.head()`,
  table: (name) => `${name}.head()`,
};

/** A cell to go on from: the first step with a variable of this kind. */
export function starterCode(variable: Pick<SessionVariable, "name" | "kind">): string {
  return FIRST_STEPS[variable.kind]?.(variable.name) ?? variable.name;
}

/** A cell that plots a variable; a plot shows itself. Undefined when no plot fits. */
export function plotCode(
  variable: Pick<SessionVariable, "name" | "kind" | "plot">,
): string | undefined {
  if (variable.kind === "plot") return variable.name;
  return variable.plot === undefined ? undefined : `plot.${variable.plot}(${variable.name})`;
}
