import { columnAlgebra } from "../compute/column-algebra.ts";
import type { Computed } from "../compute/device.ts";
import { compiledModule } from "../compute/engine/compiled-module.ts";
import { cpuDevice } from "../compute/engine/cpu-device.ts";
import { runMethod } from "../compute/run-method.ts";
import { withSource } from "../genotypes/source-genotypes.ts";
import type { AssociationOptions } from "./association-options.ts";
import { confidenceColumns } from "./confidence.ts";
import {
  codeNotices,
  commonColumns,
  GwasResult,
  scanColumns,
  type AssociationColumns,
} from "./gwas-result.ts";
import { logisticScan, type LogisticSetup } from "./logistic-program.ts";
import { prepareModel, type AssociationModel } from "./model.ts";
import { provenanceOf } from "./provenance.ts";
import { emptyResults, exclusionOf, scanSetup, type ScanResults } from "./scan-setup.ts";

export type LogisticColumns = AssociationColumns & { readonly oddsRatio: Float64Array };

/**
 * Logistic regression of a case/control trait on each variant with covariates: PLINK 2's `--glm no-firth`.
 *
 * The trait is coded 1 control and 2 case (0 missing), or 0 and 1. Samples without a call at a variant leave its
 * regression. Where an allele is absent from all cases or all controls there is no finite odds ratio: the row says
 * SEPARATION and has no estimate; separation by genotype and covariates together shows as UNFINISHED.
 *
 * @returns m rows: `oddsRatio` per copy of `effectAllele`, `standardError` of its logarithm, `statistic` (Wald z),
 * `negLog10PValue`, `errorCode` (`.`, or why there is no estimate: `gwas.explainErrorCode(code)`)
 * @throws CollinearityError naming covariates that are constant or cannot be told apart
 * @throws ConstantTraitError, NoOverlapError, InvalidArgumentError, DeviceUnavailableError, CancelledError
 * @example
 * const result = await gwas.logistic({ genotypes: cohort, phenotypes: people, trait: "asthma", covariates: ["age"] });
 */
export async function logistic(options: AssociationOptions): Promise<GwasResult<LogisticColumns>> {
  const started = performance.now();
  const { genotypes, confidenceLevel } = options;
  const algebra = await columnAlgebra(cpuDevice(genotypes));
  const model = prepareModel(options, "binary", algebra);
  const { results, computed } = await scanLogistic(options, model);
  const scan = scanColumns(results, 0);
  const { before, after } = commonColumns(genotypes, scan);
  const interval = confidenceColumns(scan, confidenceLevel);
  const cases = model.aligned.trait.reduce((sum, isCase) => sum + isCase, 0);
  const result = new GwasResult<LogisticColumns>(
    {
      ...before,
      oddsRatio: scan.beta.map(Math.exp),
      standardError: scan.standardError,
      ...(interval.ciLower && { ciLower: interval.ciLower.map(Math.exp) }),
      ...(interval.ciUpper && { ciUpper: interval.ciUpper.map(Math.exp) }),
      ...after,
    },
    {
      ...provenanceOf("logistic regression", options, model, computed, started),
      cases,
      controls: model.aligned.trait.length - cases,
    },
    model.aligned.attrition,
    [...model.aligned.notices, ...codeNotices(scan.errorCode)],
  );
  return withSource(result, genotypes);
}

const PROGRAM = {
  module: compiledModule("./logistic-program.js", import.meta.url),
  name: "logisticScan",
};

/** Samples × predictors of the fits of one block: about a twentieth of a second, which a cancelled worker still needs. */
const FIT_SIZE = 10_000_000;
/** A fit costs as much as this many products of genotypes and columns. */
const STEPS = 6;

async function scanLogistic(
  options: AssociationOptions,
  { aligned, covariates, traitName }: AssociationModel,
): Promise<{ results: ScanResults; computed: Computed }> {
  const { genotypes, effectAllele = "minor", signal, onProgress } = options;
  const { samples, trait } = aligned;
  const predictors = covariates.length + 2;
  const results = emptyResults(genotypes.variants.count, 1);
  const computed = await runMethod<LogisticSetup>(
    {
      signal,
      onProgress,
      title: `logistic regression of ${traitName}`,
      source: genotypes,
      program: PROGRAM,
      here: logisticScan,
      mostRows: Math.max(1, Math.floor(FIT_SIZE / (samples.length * predictors))),
      setup: () => ({
        ...scanSetup(genotypes, effectAllele, [samples]),
        exclusion: exclusionOf(genotypes, samples),
        samples,
        trait,
        covariates,
        results,
      }),
    },
    options.compute,
    { columns: STEPS * predictors * predictors, hasGpu: false },
  );
  return { results, computed };
}
