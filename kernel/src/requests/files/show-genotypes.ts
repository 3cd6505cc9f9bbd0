import { columnsOf, type Library, type ShownFile } from "./shown-file.ts";
import type { FileSamples } from "./file-messages.ts";

/** Smaller groups of people are not counted out. */
const SMALLEST_GROUP = 5;

/** Variants as a table; of samples counts only. Frequencies are made for the variants on a page. */
export async function showGenotypes(library: Library, file: string): Promise<ShownFile> {
  const genotypes = await library.data.genotypes(file, { onProgress: () => undefined });
  const { variants, samples } = genotypes;
  const table = new library.Table({
    variantId: variants.variantId,
    chromosome: variants.chromosome,
    basePairLocation: variants.basePairLocation,
    effectAllele: variants.effectAllele,
    otherAllele: variants.otherAllele,
  });
  const counted = (holds: (i: number) => boolean): number | null => {
    let count = 0;
    for (let i = 0; i < samples.count; i++) if (holds(i)) count++;
    return count > 0 && count < SMALLEST_GROUP ? null : count;
  };
  const people: FileSamples = {
    count: samples.count,
    male: counted((i) => samples.sex[i] === 1),
    female: counted((i) => samples.sex[i] === 2),
    unknownSex: counted((i) => samples.sex[i] === 0),
    founders: counted((i) => samples.isFounder[i] === 1),
  };
  const ofPage = ["effectAlleleFrequency", "missingRate"].map((name) => ({
    name,
    fileName: "",
    holds: "numbers" as const,
    meaning: library.COLUMNS[name]?.meaning ?? "Share of samples without a call.",
    isOfPage: true,
  }));
  const columns = [...columnsOf(table, library), ...ofPage];
  return {
    account: () => ({
      kind: "genotypes",
      columns,
      rowCount: table.rowCount,
      rowsExpected: table.rowCount,
      isWhole: true,
      build: genotypes.build ?? null,
      notices: genotypes.notices ?? [],
      samples: people,
      header: [],
    }),
    table: () => table,
    whole: Promise.resolve(),
    progress: () => ({ done: 1, total: 1 }),
    pageColumns: (rows) => frequencies(library, genotypes, rows),
    genotypes,
    views: [],
    close: () => Promise.resolve(),
  };
}

/** Frequency and share of missing calls of some variants, in the order of `rows`. */
async function frequencies(
  { qc }: Library,
  genotypes: NonNullable<ShownFile["genotypes"]>,
  rows: Uint32Array,
): Promise<Record<string, Float64Array>> {
  const ascending = rows.slice().sort();
  const some = genotypes.select({ variants: ascending });
  const quiet = { onProgress: () => undefined };
  const frequency = await qc.frequency(some, quiet);
  const missing = await qc.variantMissingness(some, quiet);
  const placeOf = new Map(Array.from(ascending, (row, place) => [row, place]));
  const inOrder = (column: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => column[placeOf.get(row)!]!);
  return {
    effectAlleleFrequency: inOrder(frequency.columns.effectAlleleFrequency),
    missingRate: inOrder(missing.columns.missingRate),
  };
}
