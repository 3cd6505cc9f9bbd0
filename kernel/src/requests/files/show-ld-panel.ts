import { columnsOf, type Library, type ShownFile } from "./shown-file.ts";

/** An LD panel: its variants as a table; correlations are read block by block when they are looked at. */
export async function showLdPanel(library: Library, file: string): Promise<ShownFile> {
  const panel = await library.ld.openPanel(file);
  const { variants } = panel;
  const table = new library.Table({
    variantId: variants.variantId,
    chromosome: variants.chromosome,
    basePairLocation: variants.basePairLocation,
    effectAllele: variants.effectAllele,
    otherAllele: variants.otherAllele,
    effectAlleleFrequency: variants.effectAlleleFrequency,
  });
  return {
    account: () => ({
      kind: "ld-panel",
      columns: columnsOf(table, library),
      rowCount: table.rowCount,
      rowsExpected: table.rowCount,
      isWhole: true,
      build: panel.build ?? null,
      notices: panel.notices ?? [],
      header: [
        ["source", panel.source],
        ["people", String(panel.sampleCount)],
        ["blocks", String(panel.blockCount)],
        ["precision", panel.precision],
        ...(panel.shrink ? [["shrink", String(panel.shrink)] as const] : []),
      ],
    }),
    table: () => table,
    whole: Promise.resolve(),
    progress: () => ({ done: 1, total: 1 }),
    panel,
    views: [],
    close: () => panel.close(),
  };
}
