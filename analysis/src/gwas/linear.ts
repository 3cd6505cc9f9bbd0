import { chooseDevice, JAVASCRIPT } from "../compute/device.ts";
import { alleleCounts } from "../compute/operations/allele-counts/index.ts";
import {
  dosageProducts,
  productIndex,
  type Columns,
} from "../compute/operations/dosage-products/index.ts";
import { missingProducts } from "../compute/operations/missing-products/index.ts";
import { exclusionBytes, maskPacked } from "../compute/packed.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { ploidyOf } from "../genotypes/ploidy.ts";
import { norm, orthogonalTo, orthonormalBasis } from "../stats/orthonormal.ts";
import { MAX_VARIANCE_INFLATION } from "../stats/collinearity.ts";
import { studentTTail, type StudentTTail } from "../stats/student-t.ts";
import { runTask } from "../task.ts";
import type { AssociationOptions } from "./association-options.ts";
import { linearCollinearity } from "./linear-collinearity.ts";
import { founderCounts, scanBlockBytes } from "./scan-blocks.ts";
import { isOtherAlleleMinor } from "./effect-allele.ts";
import {
  codeNotices,
  commonColumns,
  emptyScan,
  GwasResult,
  type AssociationColumns,
  type ScanColumns,
} from "./gwas-result.ts";
import { prepareLinearFit, type LinearEstimate, type LinearSums } from "./linear-fit.ts";
import { prepareModel, type AssociationModel } from "./model.ts";
import { provenanceOf } from "./provenance.ts";
import { confidenceColumns } from "./confidence.ts";

export type LinearColumns = AssociationColumns & { readonly beta: Float64Array };

/**
 * Regresses a quantitative trait on each variant with covariates, one variant at a time: PLINK 2's `--glm`.
 *
 * Samples without a call at a variant leave its regression exactly, so every row has its own `n`. Covariates may be in
 * any unit. X, Y and MT variants are not tested yet (NOT_DIPLOID).
 *
 * @param options.genotypes - m variants × n samples
 * @param options.trait - in the trait's own unit
 * @returns m rows: `beta` (trait units per copy of `effectAllele`), `standardError`, `statistic` (Student t),
 * `negLog10PValue` (exact also where `pValue` underflows to 0), `errorCode` (`.`, or why there is no estimate)
 * @throws CollinearityError naming covariates that are constant or cannot be told apart
 * @throws ConstantTraitError, NoOverlapError, InvalidArgumentError, DeviceUnavailableError, CancelledError
 * @example
 * const result = await gwas.linear({ genotypes: cohort, phenotypes: people, trait: "height", covariates: ["age", "sex"] });
 * @see Frisch & Waugh 1933, doi:10.2307/1907330 (covariates projected out once)
 */
export async function linear(options: AssociationOptions): Promise<GwasResult<LinearColumns>> {
  const started = performance.now();
  const { genotypes, confidenceLevel } = options;
  const computed = chooseDevice(options.compute);
  const model = prepareModel(options, "quantitative");
  const scan = emptyScan(genotypes.variants.count);
  const traitScale = await scanLinear(options, model, scan);
  for (let v = 0; v < scan.beta.length; v++) {
    scan.beta[v] *= traitScale;
    scan.standardError[v] *= traitScale;
  }
  const { before, after } = commonColumns(genotypes, scan);
  const degreesOfFreedom = (v: number): number => scan.n[v] - model.covariates.length - 2;
  return new GwasResult<LinearColumns>(
    {
      ...before,
      beta: scan.beta,
      standardError: scan.standardError,
      ...confidenceColumns(scan, confidenceLevel, degreesOfFreedom),
      ...after,
    },
    provenanceOf("linear regression", options, model, computed, started),
    model.aligned.attrition,
    [...model.aligned.notices, ...codeNotices(scan.errorCode)],
  );
}

/** Fills the scan in units of the residual trait's norm, which it returns. */
async function scanLinear(
  options: AssociationOptions,
  model: AssociationModel,
  scan: ScanColumns,
): Promise<number> {
  const { genotypes, effectAllele = "minor" } = options;
  const { aligned, covariates, maxInflation, traitName } = model;
  const k = covariates.length;
  const { columns, traitNorm } = projectionColumns(genotypes, model);
  const included = new Uint8Array(genotypes.samples.count);
  for (const sample of aligned.samples) included[sample] = 1;
  const exclusion = exclusionBytes(genotypes.samples.count, included);
  const count = alleleCounts.prepare({}, JAVASCRIPT);
  const products = dosageProducts.prepare(columns, JAVASCRIPT);
  const missing = missingProducts.prepare(columns, JAVASCRIPT);
  const founders = founderCounts(genotypes, included, effectAllele, count);
  const fit = prepareLinearFit(k, maxInflation);
  const estimate: LinearEstimate = {
    code: ".",
    beta: NaN,
    standardError: NaN,
    degreesOfFreedom: 0,
    inflationBound: 0,
  };
  const tailOf = tailCache();
  const n = aligned.samples.length;
  const rowProducts = new Float64Array(columns.width);
  let buffer = new Uint8Array(0);

  await runTask(
    `linear regression of ${traitName}`,
    genotypes.variants.count,
    "variants",
    options,
    async (task) => {
      for await (const block of genotypes.blocks({ maxBytes: scanBlockBytes(genotypes) })) {
        if (buffer.length < block.packed.length) buffer = new Uint8Array(block.packed.length);
        const own = maskPacked(block, exclusion, buffer);
        const counts = await count(own);
        const sums = await products(own);
        await task.step(block.start);
        const gone = await missing({ block: own, missing: counts.missing });
        const founder = await founders(block, counts);
        let gramRow = 0;
        for (let row = 0; row < block.count; row++) {
          const v = block.start + row;
          const called = n - counts.missing[row];
          const isMissing = gone.rows[gramRow] === row;
          const flipped =
            effectAllele === "minor" && isOtherAlleleMinor(founder.counts, founder.size, row);
          scan.isFlipped[v] = Number(flipped);
          scan.n[v] = called;
          const copies = 2 * counts.twos[row] + counts.ones[row];
          scan.frequency[v] = (flipped ? 2 * called - copies : copies) / (2 * called);
          for (let c = 0; c < columns.width; c++) {
            rowProducts[c] = sums[productIndex(block.count, row, c)];
          }
          const lineSums: LinearSums = {
            called,
            twos: counts.twos[row],
            ones: counts.ones[row],
            products: rowProducts,
            productsAt: 0,
            grams: gone.grams,
            gramAt: isMissing ? gramRow * columns.width * columns.width : -1,
          };
          if (isMissing) gramRow++;
          if (ploidyOf(genotypes.variants, v) !== "diploid") {
            scan.errorCode[v] = "NOT_DIPLOID";
            scan.frequency[v] = NaN;
            continue;
          }
          fit(lineSums, estimate);
          if (estimate.inflationBound > MAX_VARIANCE_INFLATION) {
            const code = linearCollinearity(block, row, aligned.samples, covariates);
            if (code) estimate.code = code;
          }
          scan.errorCode[v] = estimate.code;
          if (estimate.code !== ".") continue;
          scan.beta[v] = flipped ? -estimate.beta : estimate.beta;
          scan.standardError[v] = estimate.standardError;
          scan.lnP[v] = tailOf(estimate.degreesOfFreedom)(estimate.beta / estimate.standardError);
        }
        await task.step(block.start + block.count);
      }
    },
  );
  return traitNorm;
}

/** Row-major [1/√n, Q₁ … Q_K, residual trait of norm 1], zero for samples outside the regression. */
function projectionColumns(
  genotypes: Genotypes,
  { aligned, covariates }: AssociationModel,
): { columns: Columns; traitNorm: number } {
  const n = aligned.samples.length;
  const intercept = new Float64Array(n).fill(1 / Math.sqrt(n));
  const basis = orthonormalBasis([intercept, ...covariates]);
  const residual = orthogonalTo(basis, aligned.trait);
  const traitNorm = norm(residual);
  const width = basis.length + 1;
  const values = new Float64Array(genotypes.samples.count * width);
  for (let i = 0; i < n; i++) {
    const row = aligned.samples[i] * width;
    for (let j = 0; j < basis.length; j++) values[row + j] = basis[j][i];
    values[row + basis.length] = residual[i] / traitNorm;
  }
  return { columns: { sampleCount: genotypes.samples.count, width, values }, traitNorm };
}

function tailCache(): (degreesOfFreedom: number) => StudentTTail {
  const tails = new Map<number, StudentTTail>();
  return (degreesOfFreedom) => {
    let tail = tails.get(degreesOfFreedom);
    if (!tail) tails.set(degreesOfFreedom, (tail = studentTTail(degreesOfFreedom)));
    return tail;
  };
}
