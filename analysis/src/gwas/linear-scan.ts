import type { Arena } from "../compute/arena.ts";
import type { Engine } from "../compute/device.ts";
import { compiledModule } from "../compute/engine/compiled-module.ts";
import { runProgram, type RunReport } from "../compute/engine/run-program.ts";
import { sharedFloat64 } from "../compute/engine/shared-arrays.ts";
import type { Columns } from "../compute/operations/dosage-products/index.ts";
import { placeColumns } from "../compute/operations/dosage-products/placed-columns.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { norm, orthogonalTo, orthonormalBasis } from "../stats/orthonormal.ts";
import type { TaskOptions } from "../task.ts";
import type { EffectAlleleChoice } from "./effect-allele.ts";
import { linearScan, type LinearGroup, type LinearSetup } from "./linear-program.ts";
import { emptyResults, exclusionOf, scanSetup, type ScanResults } from "./scan-setup.ts";
import type { TraitGroup } from "./trait-groups.ts";

const PROGRAM = {
  module: compiledModule("./linear-program.js", import.meta.url),
  name: "linearScan",
};

export interface LinearScanOptions extends TaskOptions {
  readonly title: string;
  readonly effectAllele: EffectAlleleChoice;
  readonly engine: Engine;
}

/** Runs the linear regressions of all groups in one pass over the genotypes; results group by group. */
export async function scanLinear(
  genotypes: Genotypes,
  groups: readonly TraitGroup[],
  { title, effectAllele, engine, signal, onProgress }: LinearScanOptions,
): Promise<{ readonly results: readonly ScanResults[]; readonly report: RunReport }> {
  const prepared = groups.map((group) => prepareGroup(genotypes, group));
  const report = await runProgram<LinearSetup>({
    signal,
    onProgress,
    title,
    source: genotypes,
    program: PROGRAM,
    here: linearScan,
    device: engine,
    bytesPerRow: 8 * Math.max(...prepared.map(({ columns }) => columns.width + 4)),
    setup: (arena) => ({
      groups: prepared.map((group) => ({ ...group, columns: place(group.columns, arena) })),
      ...scanSetup(
        genotypes,
        effectAllele,
        groups.map(({ samples }) => samples),
      ),
    }),
  });
  return { results: prepared.map(({ results }) => results), report };
}

function place(columns: Columns, arena: Arena | undefined): Columns {
  return arena ? placeColumns(columns, arena) : columns;
}

function prepareGroup(genotypes: Genotypes, group: TraitGroup): LinearGroup {
  const sampleCount = genotypes.samples.count;
  const { samples, covariates, maxInflation } = group;
  return {
    ...projectionColumns(sampleCount, group),
    maxInflation,
    exclusion: exclusionOf(genotypes, samples),
    samples,
    covariates,
    results: emptyResults(genotypes.variants.count, group.traits.length),
  };
}

/** Row-major [1/√n, Q₁ … Q_K, residual traits of norm 1], zero for samples outside the regression. */
function projectionColumns(
  sampleCount: number,
  { samples, covariates, traits }: TraitGroup,
): { columns: Columns; traitNorms: Float64Array } {
  const n = samples.length;
  const intercept = new Float64Array(n).fill(1 / Math.sqrt(n));
  const basis = orthonormalBasis([intercept, ...covariates]);
  const width = basis.length + traits.length;
  const values = sharedFloat64(sampleCount * width);
  const write = (column: Float64Array, place: number, scale: number): void => {
    for (let i = 0; i < n; i++) values[samples[i] * width + place] = column[i] * scale;
  };
  basis.forEach((column, j) => write(column, j, 1));
  const traitNorms = Float64Array.from(traits, ({ aligned }, p) => {
    const residual = orthogonalTo(basis, aligned.trait);
    const size = norm(residual);
    write(residual, basis.length + p, 1 / size);
    return size;
  });
  return { columns: { sampleCount, width, values }, traitNorms };
}
