import type { LdPanel } from "../../ld/ld-panel.ts";
import type { GenomeBuild } from "../../io/genome-build.ts";
import { escapeHtml, tableHtml, tableText } from "../../table-display.ts";
import { Table, type Columns, type Provenance } from "../../table.ts";
import { ScoringFile } from "../scoring/scoring-file.ts";
import type { MatchCountColumns } from "./match-log.ts";
import type { PanelMatch } from "./match-panel.ts";

/**
 * Weights that a method made of a study's effects and a panel's LD, per copy of the panel's effect allele; a scoring
 * file in memory. `issues` tells the study's rows that were not used.
 */
export class PanelWeights extends ScoringFile {
  /** How many rows were used, turned and left out, by reason. */
  readonly matching: Table<MatchCountColumns>;

  constructor(made: MadeWeights) {
    const { match, panel, scores, weights, provenance, notices = [], annotations = {} } = made;
    const { variants } = panel;
    const take = (texts: readonly string[]): string[] => Array.from(match.variant, (v) => texts[v]);
    super(
      {
        variantId: take(variants.variantId),
        chromosome: Uint8Array.from(match.variant, (v) => variants.chromosome[v]),
        basePairLocation: Int32Array.from(match.variant, (v) => variants.basePairLocation[v]),
        effectAllele: take(variants.effectAllele),
        otherAllele: take(variants.otherAllele),
        effectType: new Array<"additive">(match.variant.length).fill("additive"),
      },
      {
        ...provenance,
        panel: panel.source,
        panelPeople: panel.sampleCount,
        variants: match.variant.length,
        notices: [...match.notices, ...notices],
        ...(match.cautions.length > 0 && { caution: match.cautions }),
      },
      {
        source: String(provenance["method"] ?? "weights"),
        scores,
        weights: weights.map((standard) => perAllele(standard, match.scale)),
        dosageWeights: undefined,
        build: panel.build as GenomeBuild["name"] | undefined,
        header: { weightType: "beta" },
        issues: match.issues,
        annotations: new Table(annotations),
        notices: [...match.notices, ...notices],
      },
    );
    this.matching = match.counts;
  }

  /** Tables that tell how the weights were made, best first, with their titles. */
  get parts(): readonly WeightsPart[] {
    return [{ title: "What became of the study's variants", table: this.matching }];
  }
}

export interface WeightsPart {
  readonly title: string;
  readonly table: Table;
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(PanelWeights.prototype, Symbol.for("Jupyter.display"), {
  value(this: PanelWeights) {
    return { "text/plain": weightsText(this), "text/html": weightsHtml(this) };
  },
});
Object.defineProperty(PanelWeights.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: PanelWeights) {
    return weightsText(this);
  },
});

/** What the table does not say below its rows. */
function otherNotices({ notices, provenance }: PanelWeights): readonly string[] {
  const cautions = [provenance["caution"] ?? []].flat().map(String);
  return notices.filter((notice) => !cautions.includes(notice));
}

function weightsText(weights: PanelWeights): string {
  const parts = weights.parts.flatMap(({ title, table }) => ["", title, tableText(table)]);
  return [tableText(weights), ...otherNotices(weights), ...parts].join("\n");
}

function weightsHtml(weights: PanelWeights): string {
  const notices = otherNotices(weights).map((notice) => `<div>${escapeHtml(notice)}</div>`);
  const parts = weights.parts.map(
    ({ title, table }) =>
      `<details><summary>${escapeHtml(title)}</summary>${tableHtml(table)}</details>`,
  );
  return [tableHtml(weights), ...notices, ...parts].join("");
}

/** What a method has made of matched effects. */
export interface MadeWeights {
  readonly match: PanelMatch;
  readonly panel: LdPanel;
  readonly scores: readonly string[];
  /** A column a score: effects of standardised genotypes on the standardised trait. */
  readonly weights: readonly Float64Array[];
  readonly provenance: Provenance;
  readonly notices?: readonly string[];
  readonly annotations?: Columns;
}

function perAllele(standard: Float64Array, scale: Float64Array): Float64Array {
  return standard.map((effect, j) => effect * scale[j]);
}
