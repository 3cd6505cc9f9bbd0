import type { Arena } from "../compute/arena.ts";
import type { ProgramReference } from "../compute/block-program.ts";
import type { Engine } from "../compute/device.ts";
import { compiledModule } from "../compute/engine/compiled-module.ts";
import { runProgram, type RunReport } from "../compute/engine/run-program.ts";
import { sharedUint8, shareUint32 } from "../compute/engine/shared-arrays.ts";
import {
  placeWritten,
  roomForColumns,
} from "../compute/operations/dosage-products/placed-columns.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import type { ColumnAlgebra } from "../stats/column-algebra.ts";
import { orthonormalise } from "../stats/orthonormal.ts";
import type { TaskOptions } from "../task.ts";
import type { EffectAlleleChoice } from "./effect-allele.ts";
import { covariateLoadings } from "./linear-collinearity.ts";
import { linearScan, type LinearGroup, type LinearSetup } from "./linear-program.ts";
import type { ReportFile } from "./report-program.ts";
import { emptyResults, scanSetup, type ScanResults } from "./scan-setup.ts";
import type { TraitGroup } from "./trait-groups.ts";
import type { VariantText } from "./variant-text.ts";

/** What the workers run. */
export const LINEAR_SCAN: ProgramReference = {
  module: compiledModule("./linear-program.js", import.meta.url),
  name: "linearScan",
};

export interface LinearScanOptions extends TaskOptions {
  readonly title: string;
  readonly effectAllele: EffectAlleleChoice;
  readonly engine: Engine;
  readonly algebra: ColumnAlgebra;
}

/** Where the rows of a scan go when they are not kept: for each group, a file for each of its traits. */
export interface LinearReports {
  readonly text: VariantText;
  readonly files: readonly (readonly ReportFile[])[];
}

/** Runs the linear regressions of all groups in one pass over the genotypes; results group by group. */
export async function scanLinear(
  genotypes: Genotypes,
  groups: readonly TraitGroup[],
  options: LinearScanOptions,
): Promise<{ readonly results: readonly ScanResults[]; readonly report: RunReport }> {
  const results = groups.map(({ traits }) => emptyResults(genotypes.variants.count, traits.length));
  const targets = results.map((kept) => ({ results: kept }));
  return { results, report: await run(genotypes, groups, targets, options) };
}

/** The same, the rows written to files by the workers. */
export function reportLinear(
  genotypes: Genotypes,
  groups: readonly TraitGroup[],
  { text, files }: LinearReports,
  options: LinearScanOptions,
): Promise<RunReport> {
  const targets = files.map((ofGroup) => ({ files: ofGroup }));
  return run(genotypes, groups, targets, options, text);
}

/** Bytes of a row of text, generously; what workers keep at a time is planned with it. */
const TEXT_BYTES = 160;

/** What a worker keeps of a row and trait beside the text: five estimates and a code. */
const ESTIMATE_BYTES = 41;

function run(
  genotypes: Genotypes,
  groups: readonly TraitGroup[],
  targets: readonly Pick<LinearGroup, "results" | "files">[],
  { title, effectAllele, engine, algebra, signal, onProgress }: LinearScanOptions,
  text?: VariantText,
): Promise<RunReport> {
  const traits = groups.reduce((sum, group) => sum + group.traits.length, 0);
  const columns = groups.reduce((sum, group) => sum + group.covariates.length + 4, traits);
  return runProgram<LinearSetup>({
    signal,
    onProgress,
    title,
    source: genotypes,
    program: LINEAR_SCAN,
    here: linearScan,
    device: engine,
    columns,
    bytesPerRow: 8 * columns + traits * (ESTIMATE_BYTES + (text ? TEXT_BYTES : 0)),
    setup: (arena) => ({
      groups: groups.map((group, g) => ({
        ...prepareGroup(genotypes, group, algebra, arena),
        ...targets[g],
      })),
      text,
      ...scanSetup(
        genotypes,
        effectAllele,
        groups.map(({ samples }) => samples),
      ),
    }),
  });
}

function prepareGroup(
  genotypes: Genotypes,
  group: TraitGroup,
  algebra: ColumnAlgebra,
  arena: Arena | undefined,
): LinearGroup {
  const { maxInflation, measured, samples, covariates, traits } = group;
  const sampleCount = genotypes.samples.count;
  const { columns: sources } = measured;
  const { combination, norms } = orthonormalise(measured, algebra);
  const columns = roomForColumns(sampleCount, covariates.length + 1 + traits.length, arena);
  const { values: into, width } = columns;
  const written = algebra.writeRows({ columns: sources, combination, rows: samples, into, width });
  return {
    columns: arena ? placeWritten(columns, written, samples.length, arena) : columns,
    traitNorms: norms,
    maxInflation,
    exclusion: exclusionOfUnused(written.used, sampleCount),
    samples: shareUint32(samples),
    covariateCount: covariates.length,
    loadings: covariateLoadings(combination, sources.rowCount),
  };
}

/** 0b11 for everybody whose bit is not set, and past the last sample. */
function exclusionOfUnused(used: Uint32Array, sampleCount: number): Uint8Array {
  const bytes = sharedUint8(4 * used.length);
  const words = new Uint32Array(bytes.buffer);
  for (let w = 0; w < words.length; w++) words[w] = ~(3 * used[w]);
  return bytes.subarray(0, Math.ceil(sampleCount / 4));
}
