import type { WasmDevice } from "../compute/operation.ts";
import { MAX_VARIANCE_INFLATION, varianceInflation } from "../stats/collinearity.ts";
import { crossProducts } from "../stats/cross-products.ts";
import { readCalls } from "./calls.ts";
import { CODES } from "./error-codes.ts";
import { genotypeVariation } from "./genotype-variation.ts";
import { logisticBasis, withIntercept } from "./logistic-basis.ts";
import { placeInChunks } from "./logistic-chunks.ts";
import { prepareCollinearityCheck, type CollinearityCheck } from "./logistic-collinearity.ts";
import {
  codeOfCounts,
  keepEstimate,
  prepareRowFit,
  roomForEstimates,
  separationCode,
  type RowFit,
} from "./logistic-fit-cpu.ts";
import type { LogisticEstimates, LogisticFitInput, LogisticFitSetup } from "./logistic-fit.ts";
import type { LogisticEstimate } from "./logistic-newton.ts";

/** Below this bound no inflation factor exceeds PLINK's limit, rounding in single precision included. */
const SURELY_TOLD_APART = 0.9 * MAX_VARIANCE_INFLATION;

/** What does not converge within a few steps is fitted by the twin, so that separation has its codes. */
export function logisticFitWasm(
  setup: LogisticFitSetup,
  { kernels, arena }: WasmDevice,
): (input: LogisticFitInput) => LogisticEstimates {
  const { samples, trait, covariates } = setup;
  const n = samples.length;
  const p = covariates.length + 2;
  const basis = logisticBasis(withIntercept(n, covariates));
  const chunks = placeInChunks(basis.columns, arena);
  const isCase = arena.zeroed(arena.float64(chunks.paddedCount));
  isCase.set(trait);
  const narrowCase = arena.float32(chunks.paddedCount).fill(0);
  narrowCase.set(trait);
  const hessian = arena.float64(p * p);
  const addresses = {
    wide: arena.pointer(chunks.wide),
    narrow: arena.pointer(chunks.narrow),
    isCase: arena.pointer(isCase),
    narrowCase: arena.pointer(narrowCase),
    combination: placed(basis.combination),
    caseProducts: placed(crossProducts(basis.columns, [trait.map((y) => y - 0.5)])),
    positions: samples.every((sample, i) => sample === i) ? 0 : placedPositions(),
    hessian: arena.pointer(hessian),
    room: arena.pointer(arena.uint8(kernels.logisticRoom(n, p))),
  };
  const tables = arena.pointer(arena.float32(2 * 1024));
  kernels.fillCallTables(tables);
  const missing = arena.int32(n + 4);
  const missingList = arena.pointer(missing);
  const sums = arena.float64(4 + p);
  const fitted = arena.float64(2);
  const dosages = new Float64Array(n);
  const called = new Uint32Array(n);
  const maxInflation = largestInflation(covariates);
  const cases = trait.reduce((sum, y) => sum + y, 0);
  let findCollinear: CollinearityCheck | undefined;
  let fitCarefully: RowFit | undefined;
  const estimate: LogisticEstimate = { code: ".", beta: NaN, standardError: NaN, steps: 0 };

  function placed(values: Float64Array): number {
    const target = arena.float64(values.length);
    target.set(values);
    return arena.pointer(target);
  }

  function placedPositions(): number {
    const target = arena.uint32(n);
    target.set(samples);
    return arena.pointer(target);
  }

  return ({ block, counts, isFlipped, refused }) => {
    const { count, bytesPerVariant } = block;
    const estimates = roomForEstimates(count);
    if (count === 0) return estimates;
    const rows = arena.pointer(block.packed);
    const sizes = new Int32Array(count);
    const variation = new Float64Array(count);
    genotypeVariation(counts, n, count, sizes, variation);
    const copies = counts.dosages?.sum;
    for (let row = 0; row < count; row++) {
      const sum = copies ? copies[row] : 2 * counts.twos[row] + counts.ones[row];
      fitRow(row, sum > sizes[row]);
      keepEstimate(estimates, row, estimate);
    }
    return estimates;

    /** @param isOther - whether to count the other allele, which is the rarer one: its sums lose fewer digits */
    function fitRow(row: number, isOther: boolean): void {
      estimate.code = CODES[refused[row]];
      if (estimate.code === ".") estimate.code = codeOfCounts(setup, counts, row);
      estimate.beta = estimate.standardError = NaN;
      if (estimate.code !== ".") return;
      const gaps = readRow(row, isOther);
      kernels.startLogistic(
        n,
        p,
        addresses.wide,
        addresses.narrow,
        addresses.isCase,
        addresses.caseProducts,
        missingList,
        gaps,
        arena.pointer(sums),
        addresses.hessian,
      );
      const own = cases - sums[2];
      const controls = n - gaps - own;
      const separation = isOther
        ? separationCode(2 * own - sums[1], 2 * controls - sums[0] + sums[1], own, controls)
        : separationCode(sums[1], sums[0] - sums[1], own, controls);
      if (separation) {
        estimate.code = separation;
        return;
      }
      if (!areSurelyToldApart(variation[row])) {
        findCollinear ??= prepareCollinearityCheck(n, covariates);
        const code = findCollinear(chunks.lastColumn(dosages), missing.subarray(0, gaps));
        if (code) {
          estimate.code = code;
          return;
        }
      }
      const isTurned = isOther !== (isFlipped[row] === 1);
      const hasConverged = kernels.fitLogistic(
        n,
        p,
        addresses.wide,
        addresses.narrow,
        addresses.isCase,
        addresses.narrowCase,
        missingList,
        gaps,
        addresses.combination,
        Number(isTurned),
        addresses.hessian,
        arena.pointer(sums) + 32,
        addresses.room,
        arena.pointer(fitted),
      );
      if (!hasConverged) {
        fitCarefully ??= prepareRowFit(setup);
        fitCarefully(block, row, isFlipped[row] === 1, estimate);
        return;
      }
      estimate.beta = isTurned ? -fitted[0] : fitted[0];
      estimate.standardError = fitted[1];
    }

    /** Puts a row's genotypes into the last column; returns how many are missing. */
    function readRow(row: number, isOther: boolean): number {
      const sparse = block.dosages;
      if (!sparse || sparse.offsets[row + 1] === sparse.offsets[row]) {
        return kernels.readCallsInChunks(
          rows + row * bytesPerVariant,
          n,
          addresses.positions,
          tables + (isOther ? 4096 : 0),
          p,
          addresses.wide,
          addresses.narrow,
          missingList,
        );
      }
      const size = readCalls(block, row, samples, dosages, called);
      if (isOther) for (let i = 0; i < size; i++) dosages[i] = 2 - dosages[i];
      return chunks.setLastColumn(dosages, called, size, missing);
    }
  };

  /** Bounds all inflation factors; missing samples take at most their leverage from any direction. */
  function areSurelyToldApart(variation: number): boolean {
    const gone = sums[3];
    if (!(gone < 1)) return false;
    const last = (p - 1) * p;
    let explained = 0;
    for (let j = 1; j < p - 1; j++) {
      explained += (4 * (hessian[last + j] - (hessian[last] * hessian[j * p]) / hessian[0])) ** 2;
    }
    const inverse = 1 / (1 - gone);
    const rest = variation - (explained * inverse) / n;
    return rest > 0 && (variation / rest) * maxInflation * inverse < SURELY_TOLD_APART;
  }
}

function largestInflation(covariates: readonly Float64Array[]): number {
  const gram = crossProducts(covariates, covariates).map(
    (product) => product / covariates[0].length,
  );
  return Math.max(1, ...(varianceInflation(gram, covariates.length) ?? [Infinity]));
}
