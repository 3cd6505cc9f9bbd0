import { columnAlgebra } from "../compute/column-algebra.ts";
import { chooseEngine, computedBy, type Computed } from "../compute/device.ts";
import { cpuDevice, prepareWorkers } from "../compute/engine/cpu-device.ts";
import { withSource } from "../genotypes/source-genotypes.ts";
import type { Table } from "../table.ts";
import type { AssociationOptions } from "./association-options.ts";
import { confidenceColumns } from "./confidence.ts";
import {
  codeNotices,
  commonColumns,
  GwasResult,
  scanColumns,
  type AssociationColumns,
} from "./gwas-result.ts";
import { LINEAR_SCAN, scanLinear } from "./linear-scan.ts";
import { writeLinear, type ReportColumns, type ReportOptions } from "./linear-report.ts";
import { ManyTraitsResult } from "./many-traits-result.ts";
import { runProvenance, provenanceOf } from "./provenance.ts";
import type { ScanResults } from "./scan-setup.ts";
import { groupTraits, type TraitGroup } from "./trait-groups.ts";

export type LinearColumns = AssociationColumns & { readonly beta: Float64Array };

/** What `gwas.linear` takes for many traits at once. */
export type ManyTraitsOptions = Omit<AssociationOptions, "trait"> & {
  /** Columns of `phenotypes`. */
  readonly traits: readonly string[];
};

/** With it rows are written while they are computed, and no table is kept: for scans larger than memory. */
export interface WithReport {
  readonly out: ReportOptions;
}

/**
 * Regresses a quantitative trait on each variant with covariates, one variant at a time: PLINK 2's `--glm`.
 *
 * Samples without a call at a variant leave its regression exactly, so every row has its own `n`. Covariates may be in
 * any unit. X, Y and MT variants are not tested yet (NOT_DIPLOID). With `traits` instead of `trait`, many traits share
 * one pass over the genotypes, which costs little more than one of them. With `out` the rows go to a file, and memory
 * does not grow with the number of traits.
 *
 * @param options.genotypes - m variants × n samples; dosages are used where the file has them
 * @param options.trait - in the trait's own unit
 * @returns m rows: `beta` (trait units per copy of `effectAllele`), `standardError`, `statistic` (Student t),
 * `negLog10PValue` (exact also where `pValue` underflows to 0), `errorCode` (`.`, or why there is no estimate); with
 * `traits`, such a result for each: `results.get("height")`; with `out`, a row for each file that was written
 * @throws CollinearityError naming covariates that are constant or cannot be told apart
 * @throws ConstantTraitError, NoOverlapError, InvalidArgumentError, DeviceUnavailableError, CancelledError
 * @example
 * const result = await gwas.linear({ genotypes: cohort, phenotypes: people, trait: "height", covariates: ["age", "sex"] });
 * @see Frisch & Waugh 1933, doi:10.2307/1907330 (covariates projected out once)
 */
export function linear(
  options: (AssociationOptions | ManyTraitsOptions) & WithReport,
): Promise<Table<ReportColumns>>;
export function linear(options: ManyTraitsOptions): Promise<ManyTraitsResult<LinearColumns>>;
export function linear(options: AssociationOptions): Promise<GwasResult<LinearColumns>>;
export async function linear(
  options: (AssociationOptions | ManyTraitsOptions) & Partial<WithReport>,
): Promise<GwasResult<LinearColumns> | ManyTraitsResult<LinearColumns> | Table<ReportColumns>> {
  const started = performance.now();
  const { genotypes, effectAllele = "minor", out } = options;
  const isMany = "traits" in options;
  // Workers start while the samples are joined.
  const cpu = cpuDevice(genotypes);
  if (options.compute !== "webgpu" && cpu === "wasm") {
    const { variants, samples } = genotypes;
    const columns =
      Object.keys(options.covariates ?? {}).length + (isMany ? options.traits.length : 1);
    const products = variants.count * samples.count * columns;
    prepareWorkers({ products, program: LINEAR_SCAN });
  }
  const algebra = await columnAlgebra(cpu);
  const groups = groupTraits(options, isMany ? options.traits : [options.trait], algebra);
  const names = isMany ? options.traits : [groups[0].traits[0].name];
  const work = {
    variants: genotypes.variants,
    samples: genotypes.samples,
    columns: Math.max(...groups.map(({ covariates, traits }) => covariates.length + traits.length)),
    hasGpu: true,
  };
  const chosen = await chooseEngine(options.compute, work);
  const scan = {
    signal: options.signal,
    onProgress: options.onProgress,
    title: `linear regression of ${isMany ? `${names.length} traits` : names[0]}`,
    effectAllele,
    engine: chosen.engine,
    algebra,
  };
  if (out) {
    return writeLinear(genotypes, groups, names, out, scan, (report) => ({
      method: "linear regression",
      source: genotypes.source,
      covariates: groups[0].covariateNames,
      effectAllele,
      ...runProvenance(computedBy(chosen, report, work), started),
    }));
  }
  const { results, report } = await scanLinear(genotypes, groups, scan);
  const computed = computedBy(chosen, report, work);
  const tables = groups.flatMap((group, g) =>
    group.traits.map((_, p) => resultOf(options, group, p, results[g], computed, started)),
  );
  if (!isMany) return tables[0];
  return new ManyTraitsResult(
    names.map((name) => tables.find(({ provenance }) => provenance["trait"] === name)!),
  );
}

function resultOf(
  options: AssociationOptions | ManyTraitsOptions,
  group: TraitGroup,
  trait: number,
  results: ScanResults,
  computed: Computed,
  started: number,
): GwasResult<LinearColumns> {
  const { genotypes, confidenceLevel } = options;
  const { name, aligned } = group.traits[trait];
  const scan = scanColumns(results, trait);
  const { before, after } = commonColumns(genotypes, scan);
  const degreesOfFreedom = (v: number): number => scan.n[v] - group.covariates.length - 2;
  const result = new GwasResult<LinearColumns>(
    {
      ...before,
      beta: scan.beta,
      standardError: scan.standardError,
      ...confidenceColumns(scan, confidenceLevel, degreesOfFreedom),
      ...after,
    },
    provenanceOf(
      "linear regression",
      options,
      { traitName: name, covariateNames: group.covariateNames, aligned },
      computed,
      started,
    ),
    aligned.attrition,
    [...aligned.notices, ...codeNotices(scan.errorCode)],
  );
  return withSource(result, genotypes);
}
