import type { InstrumentPoint } from "./mr-instruments.ts";
import { numberAt, requireColumns, textAt } from "./plot-tables.ts";
import type { EstimatesTable, MrTable } from "./mr-tables.ts";

/** An estimate of one method, as a line or a diamond shows it. */
export interface MethodEstimate {
  /** With all conventions: `Inverse variance weighted (multiplicative random effects)`. */
  readonly method: string;
  /** Without what stands in brackets, where that is enough to tell the methods apart. */
  readonly name: string;
  readonly methodId: string;
  readonly beta: number;
  readonly ciLower: number;
  readonly ciUpper: number;
  /** Of the interval: 0.95. */
  readonly confidence: number;
  /** NaN when the table does not say. */
  readonly intercept: number;
}

export interface MethodEstimates {
  readonly drawn: readonly MethodEstimate[];
  /** Methods that gave no estimate, with their reason. */
  readonly refused: readonly string[];
}

/** Reads a row a method; an interval that the table lacks is made from the standard error. */
export function readEstimates(table: EstimatesTable | undefined): MethodEstimates {
  if (table === undefined) return { drawn: [], refused: [] };
  requireColumns(table, ["method", "beta"], "mr.estimate");
  const drawn: Omit<MethodEstimate, "name">[] = [];
  const refused: string[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const method = textAt(table, "method", row);
    const beta = numberAt(table, "beta", row);
    if (Number.isFinite(beta)) {
      const [ciLower, ciUpper] = intervalAt(table, row);
      const methodId = textAt(table, "methodId", row);
      const intercept = interceptAt(table, row, methodId);
      const confidence = confidenceOf(table);
      drawn.push({ method, methodId, beta, ciLower, ciUpper, confidence, intercept });
    } else {
      const reason = textAt(table, "reason", row) || textAt(table, "errorCode", row);
      refused.push(reason === "" ? method : `${method}: ${reason}`);
    }
  }
  const names = shortNames(drawn.map(({ method }) => method));
  return { drawn: drawn.map((estimate, i) => ({ ...estimate, name: names[i] })), refused };
}

function interceptAt(table: EstimatesTable, row: number, methodId: string): number {
  const own = numberAt(table, "intercept", row);
  // A radial intercept is no height of this plot.
  if (!Number.isNaN(own) || !methodId.startsWith("egger")) return own;
  const found = table.details?.(methodId) as { details?: { intercept?: unknown } } | undefined;
  const intercept = found?.details?.intercept;
  return typeof intercept === "number" ? intercept : NaN;
}

/** Of a table's intervals, by its provenance; 0.95 when that does not say. */
function confidenceOf({ provenance }: MrTable): number {
  const said = provenance?.confidence;
  return typeof said === "number" && said > 0 && said < 1 ? said : 0.95;
}

/** Notes on methods without a line. */
export function refusals({ refused }: MethodEstimates): string[] {
  return refused.length === 0 ? [] : [`Not estimated: ${refused.join("; ")}`];
}

const NORMAL_95 = 1.959963984540054;

/** `[NaN, NaN]` where the table has neither an interval nor a standard error. */
export function intervalAt(table: MrTable, row: number): [lower: number, upper: number] {
  const lower = numberAt(table, "ciLower", row);
  const upper = numberAt(table, "ciUpper", row);
  if (!Number.isNaN(lower) && !Number.isNaN(upper)) return [lower, upper];
  const beta = numberAt(table, "beta", row);
  const half = NORMAL_95 * numberAt(table, "standardError", row);
  return [beta - half, beta + half];
}

/** Names without their brackets, unless two would then be the same. */
export function shortNames(methods: readonly string[]): string[] {
  const short = methods.map((method) => method.replace(/\s*\(.*\)\s*$/, "") || method);
  return methods.map((method, i) =>
    short.filter((name) => name === short[i]).length === 1 ? short[i] : method,
  );
}

/**
 * Where a method's line meets the outcome axis: 0, except for Egger's.
 *
 * A weighted regression line passes through the weighted means, from which the intercept follows where the table has none.
 */
export function interceptOf(
  { methodId, method, beta, intercept }: MethodEstimate,
  points: readonly InstrumentPoint[],
): number {
  if (Number.isFinite(intercept)) return intercept;
  if (!methodId.startsWith("egger") && !/^(MR[- ])?Egger\b/i.test(method)) return 0;
  let weights = 0;
  let residuals = 0;
  for (const { betaExposure, betaOutcome, standardErrorOutcome } of points) {
    const weight = standardErrorOutcome ** -2;
    weights += weight;
    residuals += weight * (betaOutcome - beta * betaExposure);
  }
  return residuals / weights;
}
