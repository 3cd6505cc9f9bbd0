import type { WasmDevice } from "../compute/operation.ts";
import { placeColumns } from "../compute/operations/dosage-products/placed-columns.ts";
import { missingProductsWasm } from "../compute/operations/missing-products/wasm.ts";
import { growable } from "../compute/wasm/growable.ts";
import { genotypeVariationWasm } from "./genotype-variation.ts";
import type { LinearEstimates, LinearFitInput, LinearFitSetup } from "./linear-fit.ts";
import { rowsATile } from "./linear-fit-tile.ts";

/** Degrees of freedom from which the table of Student's t is exact; see the kernel. */
const FEWEST_OF_TABLE = 64;
const TABLE_LENGTH = 512;

export function linearFitWasm(
  setup: LinearFitSetup,
  device: WasmDevice,
): (input: LinearFitInput) => LinearEstimates {
  const { kernels, arena } = device;
  const { covariateCount: k, traitCount, sampleCount, maxCovariateInflation } = setup;
  const columns = placeColumns(setup.columns, arena);
  const q = k + 1;
  const missing = missingProductsWasm({ columns, shared: q }, device);
  const traitNorms = arena.float64(traitCount);
  traitNorms.set(setup.traitNorms);
  const norms = arena.pointer(traitNorms);
  const normalisers = arena.pointer(arena.zeroed(arena.float64(sampleCount + 1)));
  const tile = rowsATile(setup);
  const vary = genotypeVariationWasm(device);
  const kernelRoom = arena.pointer(arena.float64(q * q + 3 * q + 2 * traitCount + 2 * tile + 4));
  const table = tailTable(sampleCount - k - 2);
  const room = {
    n: growable(arena.int32),
    centred: growable(arena.float64),
    estimates: growable(arena.float64),
    errorCode: growable(arena.uint8),
    inflationBound: growable(arena.float64),
    isFlipped: growable(arena.uint8),
    refused: growable(arena.uint8),
    products: growable(arena.float64),
  };

  return ({ block, counts, products, isFlipped, refused }) => {
    const m = block.count;
    const size = m * traitCount;
    const n = room.n(m).subarray(0, m);
    const centred = room.centred(m);
    const estimates = room.estimates(4 * size);
    const errorCode = room.errorCode(size).subarray(0, size);
    const inflationBound = room.inflationBound(m).subarray(0, m);
    const flips = flagsInArena(room.isFlipped(m).subarray(0, m), isFlipped);
    const refusals = flagsInArena(room.refused(m).subarray(0, m), refused);
    const sums = productsInArena(products);
    vary(counts, sampleCount, m, n, centred);
    const absent = counts.dosages?.missing ?? counts.missing;
    for (let first = 0; first < m; first += tile) {
      const end = Math.min(first + tile, m);
      const gone = missing({ block, missing: absent, first, end });
      kernels.fitLinear(
        first,
        end,
        m,
        arena.pointer(n),
        arena.pointer(centred),
        sums,
        arena.pointer(gone.rows),
        gone.rows.length,
        arena.pointer(gone.products),
        arena.pointer(gone.squares),
        gone.stride,
        k,
        traitCount,
        maxCovariateInflation,
        norms,
        flips,
        refusals,
        normalisers,
        table,
        sampleCount,
        kernelRoom,
        arena.pointer(estimates),
        arena.pointer(errorCode),
        arena.pointer(inflationBound),
      );
    }
    const part = (kind: number): Float64Array => estimates.subarray(kind * size, (kind + 1) * size);
    return {
      n,
      beta: part(0),
      standardError: part(1),
      statistic: part(2),
      lnP: part(3),
      errorCode,
      inflationBound,
    };
  };

  /** Of rows without a missing call, by far the most or nearly none: for others filling it would take longer than it saves. */
  function tailTable(df: number): number {
    if (df < FEWEST_OF_TABLE) return 0;
    const target = arena.pointer(arena.float64(TABLE_LENGTH));
    kernels.fillStudentTTable(df, kernels.studentTNormaliser(df), target);
    return target;
  }

  /** A GPU leaves its products elsewhere. */
  function productsInArena(products: Float64Array): number {
    if (arena.has(products)) return arena.pointer(products);
    const target = room.products(products.length);
    target.set(products);
    return arena.pointer(target);
  }

  function flagsInArena(target: Uint8Array, flags: Uint8Array | undefined): number {
    if (flags) target.set(flags.subarray(0, target.length));
    else target.fill(0);
    return arena.pointer(target);
  }
}
