import { productIndex } from "../compute/operations/dosage-products/index.ts";
import { missingProductsCpu } from "../compute/operations/missing-products/cpu.ts";
import { studentTTail, type StudentTTail } from "../stats/student-t.ts";
import { genotypeVariation } from "./genotype-variation.ts";
import { codeNumber } from "./error-codes.ts";
import type { LinearEstimates, LinearFitInput, LinearFitSetup } from "./linear-fit.ts";
import { rowsATile } from "./linear-fit-tile.ts";
import { ownSamples } from "./own-samples.ts";

const TOO_FEW_SAMPLES = codeNumber("SAMPLE_CT<=PREDICTOR_CT");
const CONSTANT_GENOTYPE = codeNumber("CONST_OMITTED_ALLELE");
const INFLATION_INFINITE = codeNumber("VIF_INFINITE");
const INVALID_RESULT = codeNumber("INVALID_RESULT");

/** What rounding leaves of an exact combination, relative to what there was. */
const SMALLEST_REST = 1e-12;
const SMALLEST_RESIDUAL = 1e-13;

export function linearFitCpu(setup: LinearFitSetup): (input: LinearFitInput) => LinearEstimates {
  const { columns, covariateCount: k, traitCount, sampleCount, traitNorms } = setup;
  const maxInflation = Math.max(1, setup.maxCovariateInflation);
  const q = k + 1;
  const missing = missingProductsCpu({ columns, shared: q });
  const own = ownSamples(q);
  const projected = new Float64Array(q);
  const tailOf = tailCache();
  const tile = rowsATile(setup);

  return ({ block, counts, products, isFlipped, refused }) => {
    const m = block.count;
    const estimates = emptyEstimates(m, traitCount);
    const { n, beta, standardError, statistic, lnP, errorCode, inflationBound } = estimates;
    const centred = new Float64Array(m);
    genotypeVariation(counts, sampleCount, m, n, centred);
    const absent = counts.dosages?.missing ?? counts.missing;

    for (let first = 0; first < m; first += tile) {
      const end = Math.min(first + tile, m);
      const gone = missing({ block, missing: absent, first, end });
      const { stride } = gone;
      let next = 0;
      for (let v = first; v < end; v++) {
        const gap = gone.rows[next] === v ? next++ : -1;
        const gramAt = gap * q * stride;
        const df = n[v] - k - 2;
        let code = refused?.[v] ?? 0;
        if (code === 0 && df <= 0) code = TOO_FEW_SAMPLES;
        else if (code === 0 && !(centred[v] > 0)) code = CONSTANT_GENOTYPE;
        let gg = centred[v];
        if (code === 0) {
          for (let j = 0; j < q; j++) projected[j] = products[productIndex(m, v, j)];
          let shrink = 1;
          let u: Float64Array = projected;
          if (gap >= 0) {
            const norm2 = own.factor(gone.products, gramAt, stride, projected);
            u = own.u;
            if (norm2 < 0) code = INFLATION_INFINITE;
            // ‖WᵀW‖ bounds the smallest eigenvalue of I − WᵀW from below.
            else shrink = Math.max(0, 1 - Math.sqrt(norm2));
          }
          for (let j = 1; j < q; j++) gg -= u[j] ** 2;
          inflationBound[v] = k === 0 ? 1 : ((centred[v] / gg) * maxInflation) / shrink;
          if (!(gg > SMALLEST_REST * centred[v])) code = INFLATION_INFINITE;
          if (code === INFLATION_INFINITE) inflationBound[v] = Infinity;
        }
        for (let p = 0; p < traitCount; p++) {
          const at = p * m + v;
          errorCode[at] = code;
          if (code !== 0) continue;
          let gy = products[productIndex(m, v, q + p)];
          let yy = 1;
          if (gap >= 0) {
            const { gained, lost } = own.project(gone.products, gramAt + q + p, stride);
            gy += gained;
            yy -= lost + gone.squares[gap * stride + q + p];
          }
          const slope = gy / gg;
          const residual = yy - slope * gy;
          if (!(residual > SMALLEST_RESIDUAL * Math.max(yy, 1e-6))) {
            errorCode[at] = INVALID_RESULT;
            continue;
          }
          const error = Math.sqrt(residual / (df * gg));
          const sign = isFlipped?.[v] ? -1 : 1;
          beta[at] = sign * slope * traitNorms[p];
          standardError[at] = error * traitNorms[p];
          statistic[at] = (sign * slope) / error;
          lnP[at] = tailOf(df)(statistic[at]);
        }
      }
    }
    return estimates;
  };
}

function emptyEstimates(m: number, traitCount: number): LinearEstimates {
  const empty = (): Float64Array => new Float64Array(m * traitCount).fill(NaN);
  return {
    n: new Int32Array(m),
    beta: empty(),
    standardError: empty(),
    statistic: empty(),
    lnP: empty(),
    errorCode: new Uint8Array(m * traitCount),
    inflationBound: new Float64Array(m),
  };
}

function tailCache(): (degreesOfFreedom: number) => StudentTTail {
  const tails = new Map<number, StudentTTail>();
  return (degreesOfFreedom) => {
    let tail = tails.get(degreesOfFreedom);
    if (!tail) tails.set(degreesOfFreedom, (tail = studentTTail(degreesOfFreedom)));
    return tail;
  };
}
