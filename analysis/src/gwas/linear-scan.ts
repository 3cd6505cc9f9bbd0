import type { Arena } from "../compute/arena.ts";
import type { Engine } from "../compute/device.ts";
import { compiledModule } from "../compute/engine/compiled-module.ts";
import { runProgram, type RunReport } from "../compute/engine/run-program.ts";
import type { Columns } from "../compute/operations/dosage-products/index.ts";
import {
  emptyColumns,
  placeColumns,
} from "../compute/operations/dosage-products/placed-columns.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { norm, orthogonalToAll, orthonormalBasis } from "../stats/orthonormal.ts";
import { writeRowMajor } from "../stats/row-major.ts";
import type { TaskOptions } from "../task.ts";
import type { EffectAlleleChoice } from "./effect-allele.ts";
import { linearScan, type LinearGroup, type LinearSetup } from "./linear-program.ts";
import type { ReportFile } from "./report-program.ts";
import { emptyResults, exclusionOf, scanSetup, type ScanResults } from "./scan-setup.ts";
import type { TraitGroup } from "./trait-groups.ts";
import type { VariantText } from "./variant-text.ts";

const PROGRAM = {
  module: compiledModule("./linear-program.js", import.meta.url),
  name: "linearScan",
};

export interface LinearScanOptions extends TaskOptions {
  readonly title: string;
  readonly effectAllele: EffectAlleleChoice;
  readonly engine: Engine;
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
  { title, effectAllele, engine, signal, onProgress }: LinearScanOptions,
  text?: VariantText,
): Promise<RunReport> {
  const traits = groups.reduce((sum, group) => sum + group.traits.length, 0);
  const columns = groups.reduce((sum, group) => sum + group.covariates.length + 4, traits);
  return runProgram<LinearSetup>({
    signal,
    onProgress,
    title,
    source: genotypes,
    program: PROGRAM,
    here: linearScan,
    device: engine,
    bytesPerRow: 8 * columns + traits * (ESTIMATE_BYTES + (text ? TEXT_BYTES : 0)),
    setup: (arena) => ({
      groups: groups.map((group, g) => ({
        ...prepareGroup(genotypes, group, arena),
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
  arena: Arena | undefined,
): LinearGroup {
  const { samples, covariates, maxInflation } = group;
  const { columns, traitNorms } = projectionColumns(genotypes.samples.count, group, arena);
  return {
    columns: arena ? placeColumns(columns, arena) : columns,
    traitNorms,
    maxInflation,
    exclusion: exclusionOf(genotypes, samples),
    samples,
    covariates,
  };
}

// Enough for products of blocks to pay, few enough to need little memory of their own.
const TRAITS_AT_A_TIME = 64;

/** Row-major [1/√n, Q₁ … Q_K, residual traits of norm 1], zero for samples outside the regression. */
function projectionColumns(
  sampleCount: number,
  { samples, covariates, traits }: TraitGroup,
  arena: Arena | undefined,
): { columns: Columns; traitNorms: Float64Array } {
  const n = samples.length;
  const intercept = new Float64Array(n).fill(1 / Math.sqrt(n));
  const basis = orthonormalBasis([intercept, ...covariates]);
  const columns = emptyColumns(sampleCount, basis.length + traits.length, arena);
  const { values, width } = columns;
  writeRowMajor({ columns: basis, rows: samples, into: values, width });
  const traitNorms = new Float64Array(traits.length);
  for (let p = 0; p < traits.length; p += TRAITS_AT_A_TIME) {
    const some = traits.slice(p, p + TRAITS_AT_A_TIME).map(({ aligned }) => aligned.trait);
    const residuals = orthogonalToAll(basis, some);
    traitNorms.set(residuals.map(norm), p);
    const scales = residuals.map((_, i) => 1 / traitNorms[p + i]);
    const place = basis.length + p;
    writeRowMajor({ columns: residuals, rows: samples, into: values, width, place, scales });
  }
  return { columns, traitNorms };
}
