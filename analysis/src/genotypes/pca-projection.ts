import { sharedFloat64 } from "../compute/engine/shared-arrays.ts";
import { productsLength } from "../compute/operations/dosage-products/index.ts";
import { deviceProvenance, runMethod, type ComputeOptions } from "../compute/run-method.ts";
import { InvalidArgumentError, NoOverlapError } from "../errors.ts";
import type { SampleTable } from "../io/sample-table.ts";
import { tableHtml, tableText } from "../table-display.ts";
import { Table, type Provenance } from "../table.ts";
import type { Genotypes } from "./genotypes.ts";
import { columnOf, PCA_MODULE, standardisedValues } from "./pca.ts";
import { augmentedProjection } from "./pca-augmented.ts";
import { projectGenotypes, type ProjectionSetup } from "./pca-programs.ts";
import type { PrincipalComponents } from "./pca-result.ts";
import { ploidyOf } from "./ploidy.ts";

export interface ProjectSamplesOptions extends ComputeOptions {
  readonly reference: PrincipalComponents;
  /**
   * `augmented` (default): on the scale of the reference's own people. `plain`: genotypes times loadings, as PLINK 2's
   * `--score`, which is nearer 0, the more so the later the component.
   */
  readonly method?: "augmented" | "plain" | undefined;
  /** Least share of the reference's variants that must be found, 0.75 by default. */
  readonly minimumOverlap?: number | undefined;
}

export type ProjectionMatchColumns = {
  readonly match: readonly string[];
  readonly variants: Int32Array;
};

/** Components of people who were not in the reference: a sample table. Shows how variants matched, never a person. */
export class ProjectedSamples implements SampleTable {
  readonly kind = "sample-table";
  readonly source: string;
  readonly count: number;
  readonly familyId?: readonly string[];
  readonly individualId: readonly string[];
  /** `PC1` …, comparable with those of the reference. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly matches: Table<ProjectionMatchColumns>;
  readonly notices: readonly string[];
  readonly provenance: Provenance;

  constructor(
    genotypes: Genotypes,
    account: Pick<ProjectedSamples, "columns" | "matches" | "notices" | "provenance">,
  ) {
    const { samples } = genotypes;
    this.source = genotypes.source;
    this.count = samples.count;
    if (samples.familyId.some((id) => id !== "0")) this.familyId = samples.familyId;
    this.individualId = samples.individualId;
    this.columns = account.columns;
    this.matches = account.matches;
    this.notices = account.notices;
    this.provenance = account.provenance;
  }
}

/**
 * Places people among the components of a reference, by its frequencies and loadings.
 *
 * Variants are joined by variantId and must have the same two alleles, in either order. A missing call, and a variant that is
 * not found, counts as the reference's mean: too many of them draw people towards 0.
 *
 * @returns a sample table with `PC1` …
 * @throws InvalidArgumentError, NoOverlapError when too few of the variants are found, CancelledError
 * @example
 * const reference = await qc.principalComponents(panel, { components: 4 });
 * const people = await qc.projectSamples(panel, { reference });
 * @see Zhang, Dey & Lee 2020, doi:10.1093/bioinformatics/btaa152
 */
export async function projectSamples(
  genotypes: Genotypes,
  options: ProjectSamplesOptions,
): Promise<ProjectedSamples> {
  const { reference, method = "augmented", minimumOverlap = 0.75 } = options;
  if (!(minimumOverlap >= 0 && minimumOverlap <= 1)) {
    throw new InvalidArgumentError("minimumOverlap", {
      what: `minimumOverlap is ${minimumOverlap}.`,
      why: "It is a share of the reference's variants.",
      remedy: "Choose a number between 0 and 1.",
    });
  }
  const matched = matchLoadings(genotypes, reference);
  const m = reference.loadings.rowCount;
  const found = matched.variants.length;
  if (found === 0 || found < minimumOverlap * m) throw tooFew(matched, m, minimumOverlap);
  const source = genotypes.select({ variants: matched.variants });
  const names = Object.keys(reference.columns);
  const k = names.length;
  const n = genotypes.samples.count;
  const values = standardisedValues(matched.frequency);
  const loadings = sharedFloat64(found * k);
  names.forEach((name, j) => {
    const column = (reference.loadings.columns as Record<string, unknown>)[name] as Float64Array;
    matched.rows.forEach((row, v) => (loadings[v * k + j] = matched.sign[v] * column[row]));
  });
  const totals = sharedFloat64(productsLength(n, k));
  const squareTotals = sharedFloat64(productsLength(n, 1));
  const computed = await runMethod<ProjectionSetup>(
    {
      signal: options.signal,
      onProgress: options.onProgress,
      title: "projection",
      source,
      program: { module: PCA_MODULE, name: "projectGenotypes" },
      here: projectGenotypes,
      isOrderFixed: true,
      setup: () => ({
        ...{ sampleCount: n, width: k, values, loadings, totals, squareTotals },
        squares: sharedSquares(values),
      }),
    },
    options.compute,
    { columns: k + 1, hasGpu: true },
  );
  const singular = reference.eigenvalues.columns.eigenvalue.map((value) => Math.sqrt(m * value));
  const sums = names.map((_, j) => columnOf(totals, j, n));
  const squares = columnOf(squareTotals, 0, n);
  const placed = names.map((_, j) => sums[j].map((sum) => sum / singular[j]));
  for (let i = 0; method === "augmented" && i < n; i++) {
    const own = augmentedProjection(
      singular,
      Float64Array.from(sums, (column) => column[i]),
      squares[i],
    );
    own.forEach((value, j) => (placed[j][i] = value));
  }
  return new ProjectedSamples(genotypes, {
    columns: Object.fromEntries(names.map((name, j) => [name, placed[j]])),
    matches: matched.counts,
    notices:
      found < m
        ? [
            `${m - found} of the reference's ${m} variants are not found and count as its mean, which draws people towards 0.`,
          ]
        : [],
    provenance: {
      method: `projection on principal components, ${method}`,
      source: genotypes.source,
      reference: reference.source,
      samples: n,
      variants: found,
      ...deviceProvenance(computed),
    },
  });
}

interface MatchedLoadings {
  /** Of the genotypes, ascending; and the reference's row, sign and frequency of each. */
  readonly variants: Uint32Array;
  readonly rows: number[];
  readonly sign: number[];
  /** Of the allele that the genotypes count. */
  readonly frequency: Float64Array;
  readonly counts: Table<ProjectionMatchColumns>;
}

function matchLoadings(genotypes: Genotypes, { loadings }: PrincipalComponents): MatchedLoadings {
  const { variantId, effectAllele, otherAllele, effectAlleleFrequency } = loadings.columns;
  const { variants } = genotypes;
  const rowOf = new Map(variantId.map((id, row) => [id, row] as const));
  const found: number[] = [];
  const rows: number[] = [];
  const sign: number[] = [];
  let different = 0;
  for (let v = 0; v < variants.count; v++) {
    const row = rowOf.get(variants.variantId[v]);
    if (row === undefined || ploidyOf(variants, v) !== "diploid") continue;
    const [one, other] = [variants.effectAllele[v], variants.otherAllele[v]];
    const isSame = one === effectAllele[row] && other === otherAllele[row];
    const isSwapped = one === otherAllele[row] && other === effectAllele[row];
    if (!isSame && !isSwapped) {
      different++;
      continue;
    }
    rowOf.delete(variants.variantId[v]);
    found.push(v);
    rows.push(row);
    sign.push(isSame ? 1 : -1);
  }
  const swapped = sign.filter((own) => own < 0).length;
  return {
    variants: Uint32Array.from(found),
    rows,
    sign,
    frequency: Float64Array.from(rows, (row, v) =>
      sign[v] > 0 ? effectAlleleFrequency[row] : 1 - effectAlleleFrequency[row],
    ),
    counts: new Table({
      match: ["same alleles", "alleles swapped", "alleles differ", "not found"],
      variants: Int32Array.of(
        rows.length - swapped,
        swapped,
        different,
        Math.max(variantId.length - rows.length - different, 0),
      ),
    }),
  };
}

function sharedSquares(values: Float64Array): Float64Array {
  const squares = sharedFloat64(values.length);
  for (let i = 0; i < values.length; i++) squares[i] = values[i] * values[i];
  return squares;
}

function tooFew(matched: MatchedLoadings, m: number, least: number): NoOverlapError {
  const { match, variants } = matched.counts.columns;
  const parts = match.map((name, i) => `${variants[i]} ${name}`);
  return new NoOverlapError({
    what: `${matched.variants.length} of the reference's ${m} variants are found: ${parts.join(", ")}.`,
    why: `At least ${Math.max(Math.ceil(least * m), 1)} must be; absent ones count as the mean and draw people towards 0.`,
    remedy:
      "Compute the reference's components on variants that both data sets have, named and coded alike.",
  });
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(ProjectedSamples.prototype, Symbol.for("Jupyter.display"), {
  value(this: ProjectedSamples) {
    const shown = new Table(this.matches.columns, this.provenance);
    return { "text/plain": tableText(shown), "text/html": tableHtml(shown) };
  },
});
Object.defineProperty(ProjectedSamples.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: ProjectedSamples) {
    return tableText(new Table(this.matches.columns, this.provenance));
  },
});
