import { signalOf } from "../../task.ts";
import type { DetailOptions } from "../catalogue.ts";
import { catalogueTable, type CatalogueTable } from "../catalogue-table.ts";
import {
  checkRecord,
  Drift,
  fieldOfEach,
  isRecord,
  numberOf,
  textOf,
  type Shape,
} from "../network/shape.ts";
import { identifier } from "../public-words.ts";
import { listed } from "./find-scores.ts";
import { publicationOf } from "./pgs-records.ts";

const PERFORMANCE_SHAPE: Shape = {
  name: "performance",
  required: { id: "text", associated_pgs_id: "text", performance_metrics: "record" },
  optional: {
    phenotyping_reported: "text",
    phenotype_efo: "list",
    publication: "record",
    sampleset: "record",
    covariates: "text",
    performance_comments: "text",
  },
};

/** Columns of evaluations of a score: a row a metric. */
export interface PerformanceColumns extends Record<string, readonly string[] | Float64Array> {
  readonly id: readonly string[];
  readonly trait: readonly string[];
  readonly ancestry: readonly string[];
  /** People it was evaluated in; NaN where it is not told. */
  readonly n: Float64Array;
  /** `OR`, `AUROC`, `R²`, … */
  readonly metric: readonly string[];
  readonly estimate: Float64Array;
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  readonly covariates: readonly string[];
  readonly publication: readonly string[];
}

interface MetricRow {
  readonly id: string;
  readonly trait: string;
  readonly ancestry: string;
  readonly n: number;
  readonly metric: string;
  readonly estimate: number;
  readonly ciLower: number;
  readonly ciUpper: number;
  readonly covariates: string;
  readonly publication: string;
}

/** How a score did in each cohort where it was evaluated. */
export async function performance(
  id: string,
  options: DetailOptions = {},
): Promise<CatalogueTable<PerformanceColumns>> {
  const known = identifier("score", id);
  const drift = new Drift();
  const asked = { ...options, signal: signalOf(options) };
  const query = { pgs_id: known };
  const { items, sources, notices } = await listed(
    "/performance/search",
    query,
    `evaluations of ${known}`,
    asked,
    (item, place) => {
      const record = checkRecord(item, PERFORMANCE_SHAPE, place, drift);
      return { key: textOf(record.id), value: metricRows(record) };
    },
  );
  const rows = items.flatMap(({ value }) => value);
  const text = (of: (row: MetricRow) => string): string[] => rows.map(of);
  const numbers = (of: (row: MetricRow) => number): Float64Array => Float64Array.from(rows, of);
  return catalogueTable<PerformanceColumns>(
    "pgs",
    `evaluations of ${known}`,
    {
      id: text((row) => row.id),
      trait: text((row) => row.trait),
      ancestry: text((row) => row.ancestry),
      n: numbers((row) => row.n),
      metric: text((row) => row.metric),
      estimate: numbers((row) => row.estimate),
      ciLower: numbers((row) => row.ciLower),
      ciUpper: numbers((row) => row.ciUpper),
      covariates: text((row) => row.covariates),
      publication: text((row) => row.publication),
    },
    sources,
    [...notices, ...drift.notices()],
  );
}

function metricRows(record: Readonly<Record<string, unknown>>): readonly MetricRow[] {
  const samples = isRecord(record.sampleset) ? record.sampleset.samples : [];
  const sizes = fieldOfEach(samples, "sample_number").map(Number);
  const all = isRecord(record.performance_metrics) ? record.performance_metrics : {};
  const metrics = ["effect_sizes", "class_acc", "othermetrics"]
    .flatMap((group) => (Array.isArray(all[group]) ? (all[group] as unknown[]) : []))
    .filter(isRecord);
  return metrics.map((metric) => ({
    id: textOf(record.id),
    trait: textOf(record.phenotyping_reported),
    ancestry: [...new Set(fieldOfEach(samples, "ancestry_broad"))].join(", "),
    n: sizes.length === 0 ? NaN : sizes.reduce((sum, size) => sum + size, 0),
    metric: textOf(metric.name_short) || textOf(metric.name_long),
    estimate: numberOf(metric.estimate),
    ciLower: numberOf(metric.ci_lower),
    ciUpper: numberOf(metric.ci_upper),
    covariates: textOf(record.covariates),
    publication: publicationOf(record.publication),
  }));
}
