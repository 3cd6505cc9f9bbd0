import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { NotEstimableError } from "../mr-errors.ts";

/** Of singular values of columns of length 1: what rounding of printed effects leaves of an exact combination. */
const SMALLEST_SINGULAR_VALUE = 1e-8;
/** Of the largest part of a combination: parts below are rounding. */
const SMALLEST_PART = 1e-5;

/**
 * Refuses columns of which one is a combination of others, and says of which.
 *
 * @param columns - p columns of k values
 * @throws NotEstimableError COLLINEAR
 */
export function refuseCollinear(columns: readonly Float64Array[], names: readonly string[]): void {
  const found = findCombination(columns);
  if (!found) return;
  const { column, parts } = found;
  const involved = [column, ...parts.map(({ of }) => of)].map((i) => names[i]);
  throw new NotEstimableError("COLLINEAR", {
    what: `${parts.length > 0 ? involved.join(", ") : names[column]} cannot be told apart: ${combinationText(found, names)}.`,
    why: "The variants' effects on one are an exact combination of those on the others, so no variant holds the others fixed.",
    remedy: `Leave out one of them, or add instruments that act on ${names[column]} alone.`,
  });
}

interface Combination {
  readonly column: number;
  readonly parts: readonly { readonly of: number; readonly factor: number }[];
}

function findCombination(columns: readonly Float64Array[]): Combination | undefined {
  const lengths = columns.map((column) => Math.sqrt(column.reduce((sum, x) => sum + x * x, 0)));
  const empty = lengths.findIndex((length) => !(length > 0));
  if (empty >= 0) return { column: empty, parts: [] };
  if (columns.length === 1) return undefined;
  const k = columns[0].length;
  const unit = new Matrix(k, columns.length);
  for (let j = 0; j < k; j++) columns.forEach((x, i) => unit.set(j, i, x[j] / lengths[i]));
  const decomposition = new SingularValueDecomposition(unit, { autoTranspose: true });
  const singular = decomposition.diagonal;
  const least = singular.indexOf(Math.min(...singular));
  if (singular.length === columns.length && singular[least] > SMALLEST_SINGULAR_VALUE) {
    return undefined;
  }
  const direction = decomposition.rightSingularVectors.getColumn(least);
  const most = Math.max(...direction.map(Math.abs));
  const involved = [...direction.keys()].filter(
    (i) => Math.abs(direction[i]) > SMALLEST_PART * most,
  );
  const column = involved[involved.length - 1];
  const parts = involved.slice(0, -1).map((of) => ({
    of,
    factor: -((direction[of] / direction[column]) * lengths[column]) / lengths[of],
  }));
  return { column, parts };
}

function combinationText({ column, parts }: Combination, names: readonly string[]): string {
  if (parts.length === 0) return `all effects on ${names[column]} are 0`;
  const terms = parts.map(({ of, factor }) => `${Number(factor.toPrecision(4))} × ${names[of]}`);
  return `${names[column]} = ${terms.join(" + ").replaceAll("+ -", "− ").replace(/^-/, "−")}`;
}
