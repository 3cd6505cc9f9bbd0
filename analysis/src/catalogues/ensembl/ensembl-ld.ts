import { InvalidArgumentError } from "../../errors.ts";
import { catalogueTable, type CatalogueTable } from "../catalogue-table.ts";
import { SERVICES } from "../network/services.ts";
import { checkRecords, Drift, numberOf, textOf, type Shape } from "../network/shape.ts";
import { identifier } from "../public-words.ts";
import { askEnsembl, type EnsemblOptions } from "./ask-ensembl.ts";

const LD_SHAPE: Shape = {
  name: "pair",
  required: {
    variation1: "text",
    variation2: "text",
    r2: "number",
    d_prime: "number",
    population_name: "text",
  },
  optional: {},
};

export interface LdOptions extends EnsemblOptions {
  /** `1000GENOMES:phase_3:EUR` when left out. */
  readonly population?: string | undefined;
  /** Pairs below it are left out by the service; 0.05 when left out. */
  readonly minimumR2?: number | undefined;
  /** Around the variant, 1 to 500; 500 when left out. */
  readonly windowKilobases?: number | undefined;
}

/** Columns of LD with one variant, the strongest first. */
export interface LdColumns extends Record<string, readonly string[] | Float64Array> {
  readonly rsid: readonly string[];
  readonly r2: Float64Array;
  readonly dPrime: Float64Array;
}

/** LD of a variant with its neighbours. */
export async function ld(
  rsid: string,
  options: LdOptions = {},
): Promise<CatalogueTable<LdColumns>> {
  const known = identifier("rsid", rsid);
  const population = identifier("population", options.population ?? "1000GENOMES:phase_3:EUR");
  const { minimumR2 = 0.05, windowKilobases = 500 } = options;
  if (!(minimumR2 >= 0 && minimumR2 <= 1) || !(windowKilobases >= 1 && windowKilobases <= 500)) {
    throw new InvalidArgumentError("minimumR2", {
      what: `minimumR2 is ${minimumR2}, windowKilobases ${windowKilobases}.`,
      why: "r² is between 0 and 1, and Ensembl computes LD within 1 to 500 kb.",
      remedy: "Use values within these bounds, or ld.correlation on genotypes of your own.",
    });
  }
  const drift = new Drift();
  const { title } = SERVICES.ensembl;
  const { value, source, notices } = await askEnsembl(
    `/ld/homo_sapiens/${known}/${population}`,
    { r2: minimumR2, window_size: windowKilobases },
    `LD of ${known}`,
    options,
    (json, url) => checkRecords(json, LD_SHAPE, { title, url }, drift),
  );
  const rows = [...value].sort((a, b) => numberOf(b.r2) - numberOf(a.r2));
  const other = (row: Readonly<Record<string, unknown>>): string =>
    [row.variation1, row.variation2].map(textOf).find((name) => name !== known) ?? known;
  return catalogueTable<LdColumns>(
    "ensembl",
    `LD of ${known} in ${population}`,
    {
      rsid: rows.map(other),
      r2: Float64Array.from(rows, (row) => numberOf(row.r2)),
      dPrime: Float64Array.from(rows, (row) => numberOf(row.d_prime)),
    },
    [source],
    [...notices, ...drift.notices()],
  );
}
