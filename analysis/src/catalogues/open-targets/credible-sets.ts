import { summaryChromosomeCode } from "../../io/chromosome.ts";
import { InvalidArgumentError } from "../../errors.ts";
import type { DetailOptions } from "../catalogue.ts";
import { catalogueTable, type CatalogueTable } from "../catalogue-table.ts";
import { SERVICES } from "../network/services.ts";
import {
  checkRecord,
  Drift,
  fieldOfEach,
  isRecord,
  numberOf,
  textOf,
  type JsonRecord,
  type Shape,
} from "../network/shape.ts";
import { collectPages } from "../paging/collect-pages.ts";
import { identifier, regionOf, type Region } from "../public-words.ts";
import { askGraphql } from "./ask-graphql.ts";

/** Which credible sets: of a study, with a variant in them, or in a region; all that are given hold. */
export interface CredibleSetQuery extends DetailOptions {
  readonly study?: string | undefined;
  /** `19_44908684_T_C`, GRCh38. */
  readonly variant?: string | undefined;
  /** Of GRCh38. */
  readonly region?: Region | undefined;
  readonly limit?: number | undefined;
}

/** Columns of credible sets, the strongest first. */
export interface CredibleSetColumns extends Record<
  string,
  readonly string[] | Float64Array | Uint8Array | Int32Array
> {
  readonly id: readonly string[];
  readonly study: readonly string[];
  readonly trait: readonly string[];
  readonly studyType: readonly string[];
  readonly leadVariant: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly method: readonly string[];
  readonly confidence: readonly string[];
  /** The gene that the service's model holds most likely, and its score. */
  readonly topGene: readonly string[];
  readonly topGeneScore: Float64Array;
}

const QUERY = `query credibleSets($studyIds: [String!], $variantIds: [String!], $regions: [String!], $page: Pagination) {
  credibleSets(studyIds: $studyIds, variantIds: $variantIds, regions: $regions, page: $page) {
    count
    rows {
      studyLocusId studyId studyType chromosome position beta standardError pValueMantissa pValueExponent finemappingMethod confidence
      variant { id }
      study { traitFromSource }
      l2GPredictions(page: { index: 0, size: 1 }) { rows { score target { approvedSymbol } } }
    }
  }
}`;

const SETS_SHAPE: Shape = {
  name: "list of credible sets",
  required: { count: "number", rows: "list" },
  optional: {},
};
const SET_SHAPE: Shape = {
  name: "credible set",
  required: { studyLocusId: "text", studyId: "text" },
  optional: {
    studyType: "text",
    chromosome: "text",
    position: "number",
    beta: "number",
    standardError: "number",
    pValueMantissa: "number",
    pValueExponent: "number",
    finemappingMethod: "text",
    confidence: "text",
    variant: "record",
    study: "record",
    l2GPredictions: "record",
  },
};

const LONGEST_REGION = 10_000_000;

/** Credible sets of a study, with a variant, or in a region. */
export async function credibleSets(
  query: CredibleSetQuery,
): Promise<CatalogueTable<CredibleSetColumns>> {
  const { study, variant, region } = query;
  if (study === undefined && variant === undefined && region === undefined) {
    throw new InvalidArgumentError("query", {
      what: "It is not said which credible sets.",
      why: "The platform has millions of them.",
      remedy: 'Name a study, variant or region: { study: "GCST90002412" }.',
    });
  }
  const place = region && regionOf(region, LONGEST_REGION);
  const variables = {
    ...(study !== undefined && { studyIds: [identifier("Open Targets study", study)] }),
    ...(variant !== undefined && {
      variantIds: [identifier("variant", variant).replace(/^chr/, "").replaceAll(":", "_")],
    }),
    ...(place && { regions: [`${place.chromosome}:${place.start}-${place.end}`] }),
  };
  const drift = new Drift();
  const { title } = SERVICES.openTargets;
  const what = `credible sets of ${Object.values(variables).flat().join(", ")}`;
  const list = await collectPages<JsonRecord>({
    title,
    noun: "credible sets",
    pageSizes: [200, 167, 131],
    limit: query.limit,
    keyOf: (record) => textOf(record.studyLocusId),
    askPage: (index, size, again) =>
      askGraphql(
        QUERY,
        { ...variables, page: { index, size } },
        what,
        { ...query, refresh: query.refresh === true || again },
        (data, url) => {
          const sets = checkRecord(data.credibleSets, SETS_SHAPE, { title, url }, drift);
          const rows = sets.rows as unknown[];
          return {
            items: rows.map((row) => checkRecord(row, SET_SHAPE, { title, url }, drift)),
            total: numberOf(sets.count),
          };
        },
      ),
  });
  const strength = (record: JsonRecord): number =>
    -Math.log10(numberOf(record.pValueMantissa)) - numberOf(record.pValueExponent);
  const rows = [...list.items].sort((a, b) => (strength(b) || -1) - (strength(a) || -1));
  const text = (of: (row: JsonRecord) => unknown): string[] => rows.map((row) => textOf(of(row)));
  const numbers = (of: (row: JsonRecord) => number): Float64Array => Float64Array.from(rows, of);
  return catalogueTable<CredibleSetColumns>(
    "openTargets",
    what,
    {
      id: text((row) => row.studyLocusId),
      study: text((row) => row.studyId),
      trait: text((row) => isRecord(row.study) && row.study.traitFromSource),
      studyType: text((row) => row.studyType),
      leadVariant: text((row) => isRecord(row.variant) && row.variant.id),
      chromosome: Uint8Array.from(rows, (row) => summaryChromosomeCode(textOf(row.chromosome))),
      basePairLocation: Int32Array.from(rows, (row) => numberOf(row.position) || 0),
      beta: numbers((row) => numberOf(row.beta)),
      standardError: numbers((row) => numberOf(row.standardError)),
      negLog10PValue: numbers(strength),
      method: text((row) => row.finemappingMethod),
      confidence: text((row) => row.confidence),
      topGene: text((row) => fieldOfEach([topOf(row).target], "approvedSymbol")[0]),
      topGeneScore: numbers((row) => numberOf(topOf(row).score)),
    },
    list.sources,
    [...list.notices, ...drift.notices()],
  );
}

function topOf(row: JsonRecord): JsonRecord {
  const { l2GPredictions: predictions } = row;
  const rows =
    isRecord(predictions) && Array.isArray(predictions.rows) ? (predictions.rows as unknown[]) : [];
  return isRecord(rows[0]) ? rows[0] : {};
}
