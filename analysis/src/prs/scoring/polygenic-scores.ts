import type { AttritionColumns } from "../../genotypes/attrition.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { InvalidArgumentError } from "../../errors.ts";
import type { SampleTable } from "../../io/sample-table.ts";
import { tableHtml, tableText } from "../../table-display.ts";
import { Table, type Provenance } from "../../table.ts";
import type { FileMatchColumns } from "./matched-scores.ts";
import type { ScoringFile } from "./scoring-file.ts";

/** Alleles that the scores of one file rest on, a number a person. */
export interface ScoredAlleles {
  readonly scores: readonly string[];
  /** Alleles of scored variants that are known; PLINK 2's ALLELE_CT. */
  readonly alleleNumber: Float64Array;
  /** Alleles that averages are over: all where missing ones are imputed; PLINK 2's DENOM. */
  readonly denominator: Float64Array;
  /** Copies of effect alleles that are known, after dominant or recessive coding; PLINK 2's NAMED_ALLELE_DOSAGE_SUM. */
  readonly effectAlleleDosage: Float64Array;
}

export type ScoreSummaryColumns = {
  readonly score: readonly string[];
  /** People with a score. */
  readonly n: Int32Array;
  readonly mean: Float64Array;
  readonly standardDeviation: Float64Array;
  readonly minimum: Float64Array;
  readonly lowerQuartile: Float64Array;
  readonly median: Float64Array;
  readonly upperQuartile: Float64Array;
  readonly maximum: Float64Array;
};

interface ScoreResult {
  readonly genotypes: Genotypes;
  readonly files: readonly ScoringFile[];
  /** Of score c: n sums, NaN for people without a genotype of its variants. */
  readonly sums: (c: number) => Float64Array;
  readonly scale: "sum" | "average";
  readonly alleles: readonly ScoredAlleles[];
  readonly counts: Table<FileMatchColumns>;
  readonly attrition: Table<AttritionColumns>;
  readonly notices: readonly string[];
  readonly provenance: Provenance;
}

/** Scores of people: a sample table whose columns are scores. Shows quantiles, never a person's score. */
export class PolygenicScores implements SampleTable {
  readonly kind = "sample-table";
  readonly source: string;
  readonly count: number;
  readonly familyId?: readonly string[];
  readonly individualId: readonly string[];
  /** By score: sums, or averages where these were asked for. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly scores: readonly string[];
  readonly scale: "sum" | "average";
  /** What was matched of each file. */
  readonly counts: Table<FileMatchColumns>;
  readonly attrition: Table<AttritionColumns>;
  readonly notices: readonly string[];
  readonly provenance: Provenance;
  readonly #sums: ScoreResult["sums"];
  readonly #alleles: readonly ScoredAlleles[];

  constructor(result: ScoreResult) {
    const { samples, source } = result.genotypes;
    this.source = source;
    this.count = samples.count;
    if (samples.familyId.some((id) => id !== "0")) this.familyId = samples.familyId;
    this.individualId = samples.individualId;
    this.scores = distinctScores(result.files);
    this.scale = result.scale;
    this.counts = result.counts;
    this.attrition = result.attrition;
    this.notices = result.notices;
    this.provenance = result.provenance;
    this.#sums = result.sums;
    this.#alleles = result.alleles;
    const { scale } = this;
    this.columns = Object.fromEntries(
      this.scores.map((name) => [name, scale === "sum" ? this.sum(name) : this.average(name)]),
    );
  }

  /** Sums of one score, a number a person. */
  sum(name: string = this.scores[0]): Float64Array {
    return this.#sums(this.#place(name));
  }

  /** Sums divided by the number of alleles, a number a person. */
  average(name: string = this.scores[0]): Float64Array {
    const { denominator } = this.alleles(name);
    return this.sum(name).map((sum, i) => sum / denominator[i]);
  }

  /** The alleles that a score rests on, a number a person. */
  alleles(name: string = this.scores[0]): ScoredAlleles {
    let place = this.#place(name);
    return this.#alleles.find(({ scores }) => (place -= scores.length) < 0)!;
  }

  /** Number, mean, spread and quantiles of each score. */
  get summary(): Table<ScoreSummaryColumns> {
    const rows = this.scores.map((name) => spread(this.columns[name]));
    const column = (of: keyof (typeof rows)[number]): Float64Array =>
      Float64Array.from(rows, (row) => row[of]);
    return new Table<ScoreSummaryColumns>(
      {
        score: this.scores,
        n: Int32Array.from(rows, (row) => row.n),
        mean: column("mean"),
        standardDeviation: column("standardDeviation"),
        minimum: column("minimum"),
        lowerQuartile: column("lowerQuartile"),
        median: column("median"),
        upperQuartile: column("upperQuartile"),
        maximum: column("maximum"),
      },
      { ...this.provenance, ...(this.notices.length > 0 && { caution: this.notices }) },
    );
  }

  #place(name: string): number {
    const place = this.scores.indexOf(name);
    if (place >= 0) return place;
    throw new InvalidArgumentError("name", {
      what: `There is no score ${name}.`,
      why: `The scores are ${this.scores.slice(0, 8).join(", ")}${this.scores.length > 8 ? ", …" : ""}.`,
      remedy: "Name one of them.",
    });
  }
}

/** Names told apart where two files have a score of one name. */
function distinctScores(files: readonly ScoringFile[]): readonly string[] {
  const seen = new Map<string, number>();
  return files
    .flatMap(({ scores }) => scores)
    .map((name) => {
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      return times === 1 ? name : `${name} (${times})`;
    });
}

function spread(values: Float64Array): {
  readonly n: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly minimum: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly maximum: number;
} {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const n = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const at = (share: number): number => {
    const place = share * (n - 1);
    const low = sorted[Math.floor(place)] ?? NaN;
    return low + ((sorted[Math.ceil(place)] ?? NaN) - low) * (place - Math.floor(place));
  };
  return {
    n,
    mean,
    standardDeviation: n > 1 ? Math.sqrt(squares / (n - 1)) : NaN,
    minimum: at(0),
    lowerQuartile: at(0.25),
    median: at(0.5),
    upperQuartile: at(0.75),
    maximum: at(1),
  };
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(PolygenicScores.prototype, Symbol.for("Jupyter.display"), {
  value(this: PolygenicScores) {
    return { "text/plain": tableText(this.summary), "text/html": tableHtml(this.summary) };
  },
});
Object.defineProperty(PolygenicScores.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: PolygenicScores) {
    return tableText(this.summary);
  },
});
