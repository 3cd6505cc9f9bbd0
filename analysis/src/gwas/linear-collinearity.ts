import type { PackedBlock } from "../compute/packed.ts";
import { findCollinearity } from "../stats/collinearity.ts";
import { callsOf } from "./calls.ts";
import type { ErrorCode } from "./error-codes.ts";

/** Looks at all predictors of one variant among its own samples, which the sums can only bound. */
export function linearCollinearity(
  block: PackedBlock,
  row: number,
  samples: Uint32Array,
  covariates: readonly Float64Array[],
): ErrorCode | undefined {
  const { dosages, positions } = callsOf(block, row, samples);
  const columns = [
    dosages,
    ...covariates.map((column) => Float64Array.from(positions, (i) => column[i])),
  ];
  const k = columns.length;
  const gram = new Float64Array(k * k);
  for (const column of columns) {
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const square = column.reduce((sum, value) => sum + value * value, 0);
    for (let i = 0; i < column.length; i++) column[i] -= mean;
    if (column.reduce((sum, value) => sum + value * value, 0) < 1e-12 * square)
      return "VIF_INFINITE";
  }
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let s = 0; s < positions.length; s++) sum += columns[i][s] * columns[j][s];
      gram[i * k + j] = sum;
    }
  }
  const found = findCollinearity(gram, k);
  if (!found) return undefined;
  if (found.kind === "correlation") return "CORR_TOO_HIGH";
  return found.kind === "inflation" ? "VIF_TOO_HIGH" : "VIF_INFINITE";
}
