import type { SampleTable } from "../io/sample-table.ts";
import type { LeadingEigenvectors } from "../stats/leading-eigenvectors.ts";
import { tableHtml, tableText } from "../table-display.ts";
import { Table, type Column, type Provenance } from "../table.ts";
import type { Genotypes } from "./genotypes.ts";

export type EigenvalueColumns = {
  readonly component: readonly string[];
  /** Variance of people along the component, over variants: 1 where there is no structure and linkage, at many variants. */
  readonly eigenvalue: Float64Array;
  /** ‖Au − λu‖ / λ, how far from exact. */
  readonly residual: Float64Array;
};

/** What projecting needs of each variant, beside columns `PC1` …, loadings of unit length. */
export type LoadingColumns = {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly effectAlleleFrequency: Float64Array;
};

/** Principal components of people: a sample table with columns `PC1` … of unit length. Shows eigenvalues, never a person. */
export class PrincipalComponents implements SampleTable {
  readonly kind = "sample-table";
  readonly source: string;
  readonly count: number;
  readonly familyId?: readonly string[];
  readonly individualId: readonly string[];
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly eigenvalues: Table<EigenvalueColumns>;
  readonly loadings: Table<LoadingColumns>;
  readonly notices: readonly string[];
  readonly provenance: Provenance;

  constructor(result: {
    readonly genotypes: Genotypes;
    readonly frequency: Float64Array;
    readonly found: LeadingEigenvectors;
    /** Variants × components, row-major. */
    readonly loadings: Float64Array;
    readonly notices: readonly string[];
    readonly provenance: Provenance;
  }) {
    const { genotypes, frequency, found, loadings, notices, provenance } = result;
    const { samples, variants, source } = genotypes;
    const names = found.vectors.map((_, j) => `PC${j + 1}`);
    this.source = source;
    this.count = samples.count;
    if (samples.familyId.some((id) => id !== "0")) this.familyId = samples.familyId;
    this.individualId = samples.individualId;
    this.columns = Object.fromEntries(names.map((name, j) => [name, found.vectors[j]]));
    this.eigenvalues = new Table<EigenvalueColumns>(
      {
        component: names,
        eigenvalue: found.values,
        residual: found.residuals.map((own, j) => own / found.values[j]),
      },
      { ...provenance, ...(notices.length > 0 && { caution: notices }) },
    );
    const own: Record<string, Column> = {};
    names.forEach((name, j) => {
      own[name] = Float64Array.from(frequency, (_, v) => loadings[v * names.length + j]);
    });
    this.loadings = new Table<LoadingColumns>(
      {
        variantId: variants.variantId,
        chromosome: variants.chromosome,
        basePairLocation: variants.basePairLocation,
        effectAllele: variants.effectAllele,
        otherAllele: variants.otherAllele,
        effectAlleleFrequency: frequency,
        ...own,
      },
      { ...provenance, method: "loadings of principal components" },
    );
    this.notices = notices;
    this.provenance = provenance;
  }
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(PrincipalComponents.prototype, Symbol.for("Jupyter.display"), {
  value(this: PrincipalComponents) {
    const { eigenvalues } = this;
    return { "text/plain": tableText(eigenvalues), "text/html": tableHtml(eigenvalues) };
  },
});
Object.defineProperty(PrincipalComponents.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: PrincipalComponents) {
    return tableText(this.eigenvalues);
  },
});
