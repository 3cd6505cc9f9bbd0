import type { SealedCell, SealOutput } from "./seal-output.ts";
import { sealExercises } from "./seal-exercises.ts";

/** Puts seals in place of the answers in some cells; a later seal of the same question counts. */
export async function sealCells(
  sources: readonly string[],
  outputs: readonly SealOutput[],
): Promise<SealedCell[]> {
  const { default: ts } = await import("typescript");
  const seals = new Map(outputs.map(({ question, seal }) => [question, seal]));
  return sources.map((source) => sealExercises(ts, source, (question) => seals.get(question)));
}
