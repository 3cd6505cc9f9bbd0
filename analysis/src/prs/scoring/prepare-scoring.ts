import type { ProgramReference } from "../../compute/block-program.ts";
import { compiledModule } from "../../compute/engine/compiled-module.ts";
import { cpuDevice, prepareWorkers } from "../../compute/engine/cpu-device.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import type { ScoringFile } from "./scoring-file.ts";

export const SCORE_PROGRAM: ProgramReference = {
  module: compiledModule("./score-program.js", import.meta.url),
  name: "sumScores",
};

/** Lets the workers start and load their program while scores are matched. */
export function prepareScoring(
  { variants, samples }: Genotypes,
  files: readonly ScoringFile[],
): void {
  const columns = files.reduce((sum, { scores }) => sum + scores.length, 0);
  const rows = files.reduce((most, file) => Math.max(most, file.columns.effectAllele.length), 0);
  const count = Math.min(variants.count, rows);
  if (cpuDevice({ variants: { count }, samples, columns }) !== "wasm") return;
  prepareWorkers({ products: count * samples.count * columns, program: SCORE_PROGRAM });
}
