import { InvalidArgumentError } from "../errors.ts";
import { Table } from "../table.ts";
import { GENOME_WIDE_NEG_LOG10_P } from "./genome-wide.ts";
import type { AssociationColumns, GwasResult } from "./gwas-result.ts";

export type TraitSummaryColumns = {
  readonly trait: readonly string[];
  /** Samples with the trait, genotypes and all covariates. */
  readonly n: Int32Array;
  readonly variantCount: Int32Array;
  /** Variants with P < 5e-8. */
  readonly significantCount: Int32Array;
  readonly lambdaGC: Float64Array;
  readonly leadVariantId: readonly string[];
  readonly negLog10PValue: Float64Array;
};

/** The results of many traits, which is shown as one row for each. */
export class ManyTraitsResult<C extends AssociationColumns = AssociationColumns> {
  /** One row a trait, with its best variant. */
  readonly summary: Table<TraitSummaryColumns>;
  readonly traits: readonly string[];
  readonly #results: readonly GwasResult<C>[];

  constructor(results: readonly GwasResult<C>[]) {
    this.#results = results;
    this.traits = results.map(({ provenance }) => String(provenance["trait"]));
    const best = results.map(({ columns }) => indexOfLargest(columns.negLog10PValue));
    this.summary = new Table<TraitSummaryColumns>(
      {
        trait: this.traits,
        n: Int32Array.from(results, ({ provenance }) => Number(provenance["n"])),
        variantCount: Int32Array.from(results, ({ rowCount }) => rowCount),
        significantCount: Int32Array.from(results, ({ columns }) =>
          countAbove(columns.negLog10PValue, GENOME_WIDE_NEG_LOG10_P),
        ),
        lambdaGC: Float64Array.from(results, ({ lambdaGC }) => lambdaGC),
        leadVariantId: results.map(({ columns }, i) => columns.variantId[best[i]] ?? ""),
        negLog10PValue: Float64Array.from(
          results,
          ({ columns }, i) => columns.negLog10PValue[best[i]] ?? NaN,
        ),
      },
      { method: "linear regression of many traits" },
    );
  }

  /**
   * The result of one trait.
   *
   * @throws InvalidArgumentError when it was not among the traits
   */
  get(trait: string): GwasResult<C> {
    const index = this.traits.indexOf(trait);
    if (index >= 0) return this.#results[index];
    throw new InvalidArgumentError("trait", {
      what: `There is no result of ${trait}.`,
      why: `The scan was of ${this.traits.slice(0, 5).join(", ")}${this.traits.length > 5 ? ", …" : ""}.`,
      remedy: "Check the spelling, or scan it too.",
    });
  }

  [Symbol.iterator](): IterableIterator<GwasResult<C>> {
    return this.#results[Symbol.iterator]();
  }
}

// Computed symbol keys in a class would have no declaration, but for the well-known ones.
for (const symbol of [Symbol.for("Jupyter.display"), Symbol.for("nodejs.util.inspect.custom")]) {
  Object.defineProperty(ManyTraitsResult.prototype, symbol, {
    value(this: ManyTraitsResult) {
      return (this.summary as unknown as Record<symbol, () => unknown>)[symbol]();
    },
  });
}

function indexOfLargest(values: Float64Array): number {
  let best = -1;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i]) && (best < 0 || values[i] > values[best])) best = i;
  }
  return best;
}

function countAbove(values: Float64Array, limit: number): number {
  let count = 0;
  for (const value of values) if (value > limit) count++;
  return count;
}
