import { InvalidArgumentError, LengthMismatchError } from "../../errors.ts";
import { summaryChromosomeCode } from "../../io/chromosome.ts";
import type { SummaryStatistics } from "../../sumstats/summary-file.ts";
import { pValueOf } from "../../sumstats/p-value.ts";
import { Table, type Columns } from "../../table.ts";
import type { MrTrait } from "../harmonised.ts";
import { readAssociationTable } from "./association-reader.ts";

/** Associations of one trait as somebody types or computes them; equally long, variant after variant. */
export interface GivenAssociations extends Partial<MrTrait> {
  readonly name: string;
  readonly variantId: readonly string[];
  readonly effectAllele: readonly string[];
  /** "" where it is not known. */
  readonly otherAllele?: readonly string[] | undefined;
  readonly effectAlleleFrequency?: ArrayLike<number> | undefined;
  /** Per effect allele; in place of it `oddsRatio`, whose standard error is that of its logarithm. */
  readonly beta?: ArrayLike<number> | undefined;
  readonly oddsRatio?: ArrayLike<number> | undefined;
  readonly standardError?: ArrayLike<number> | undefined;
  /** Ends of 95 % intervals, where there are no standard errors. */
  readonly ciLower?: ArrayLike<number> | undefined;
  readonly ciUpper?: ArrayLike<number> | undefined;
  readonly pValue?: ArrayLike<number> | undefined;
  readonly negLog10PValue?: ArrayLike<number> | undefined;
  readonly chromosome?: ArrayLike<number> | readonly string[] | undefined;
  readonly basePairLocation?: ArrayLike<number> | undefined;
  /** Samples in all, or of each variant. */
  readonly n?: number | ArrayLike<number> | undefined;
}

/**
 * Associations typed by hand, as a table that `mr.instruments` and `mr.harmonise` take.
 *
 * @returns a row a variant; effects as `beta`, log-odds where odds ratios were given
 * @throws LengthMismatchError, InvalidArgumentError
 * @example
 * const ldl = mr.associations({
 *   name: "LDL cholesterol",
 *   unit: "SD",
 *   variantId: ["rs12916", "rs11591147"],
 *   effectAllele: ["C", "T"],
 *   otherAllele: ["T", "G"],
 *   effectAlleleFrequency: [0.42, 0.02],
 *   beta: [0.073, -0.497],
 *   standardError: [0.004, 0.018],
 *   n: 173_000,
 * });
 */
export function associations(given: GivenAssociations): SummaryStatistics {
  const count = given.variantId.length;
  const columns: Record<string, Columns[string]> = {};
  const numbers = (name: keyof GivenAssociations): void => {
    const values = given[name] as ArrayLike<number> | undefined;
    if (values !== undefined) columns[name] = Float64Array.from(checkLength(values, name, count));
  };
  const texts = (name: keyof GivenAssociations): void => {
    const values = given[name] as readonly string[] | undefined;
    if (values !== undefined) columns[name] = Array.from(checkLength(values, name, count));
  };
  for (const name of ["variantId", "effectAllele", "otherAllele"] as const) texts(name);
  for (const name of [
    "effectAlleleFrequency",
    "beta",
    "oddsRatio",
    "standardError",
    "ciLower",
    "ciUpper",
    "negLog10PValue",
    "pValue",
  ] as const)
    numbers(name);
  const { chromosome, n } = given;
  if (typeof n === "object") numbers("n");
  else if (n !== undefined) columns["n"] = new Float64Array(count).fill(n);
  const reader = readAssociationTable(new Table(columns), given.name);
  const negative = Array.from({ length: count }, (_, i) => reader.standardError(i)).findIndex(
    (value) => value < 0,
  );
  if (negative >= 0) {
    throw new InvalidArgumentError("standardError", {
      what: `The standard error of ${given.variantId[negative]} is ${reader.standardError(negative)}.`,
      why: "A standard error is positive.",
      remedy: "Check which column it came from.",
    });
  }
  const each = (read: (row: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => read(i));
  const negLog10PValue = each(reader.negLog10PValue);
  const { name, unit = reader.unit, cases, controls, prevalence, build, source } = given;
  const said = { trait: name, unit, cases, controls, prevalence, build, source };
  return new Table(
    {
      variantId: columns["variantId"] as string[],
      chromosome: Uint8Array.from(
        checkLength(chromosome ?? new Uint8Array(count), "chromosome", count) as ArrayLike<unknown>,
        (value) => summaryChromosomeCode(String(value)),
      ),
      basePairLocation: Int32Array.from(
        checkLength(given.basePairLocation ?? new Int32Array(count), "basePairLocation", count),
      ),
      effectAllele: columns["effectAllele"] as string[],
      otherAllele: (columns["otherAllele"] ?? Array<string>(count).fill("")) as string[],
      effectAlleleFrequency: (columns["effectAlleleFrequency"] ??
        new Float64Array(count).fill(NaN)) as Float64Array,
      beta: each(reader.beta),
      standardError: each(reader.standardError),
      negLog10PValue,
      pValue: negLog10PValue.map(pValueOf),
      ...(columns["n"] && { n: columns["n"] }),
    },
    Object.fromEntries(
      Object.entries({ method: "associations given by hand", ...said }).filter(
        (entry): entry is [string, string | number] => entry[1] !== undefined,
      ),
    ),
  );
}

/** @throws LengthMismatchError */
export function checkLength<T extends { readonly length: number }>(
  values: T,
  name: string,
  count: number,
): T {
  if (values.length === count) return values;
  throw new LengthMismatchError({
    what: `${name} has ${values.length} values for ${count} variants.`,
    why: "Each variant has one value.",
    remedy: `Give ${count} values, NaN or "" where one is not known.`,
  });
}
