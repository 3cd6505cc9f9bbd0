import type { ld } from "@genobook/analysis";
import type { FileMatrix } from "./file-messages.ts";

/** So many variants give 160,000 cells: 640 kB. */
const MOST_VARIANTS = 400;

/** Correlations between variants that follow each other in a panel; NaN where none is kept. */
export async function matrixOf(
  panel: ld.LdPanel,
  first: number,
  count: number,
): Promise<{ readonly answers: FileMatrix; readonly r: Float32Array }> {
  const { variants, blockStart, blockCount } = panel;
  const start = Math.max(0, Math.min(first, variants.count - 1));
  const size = Math.max(0, Math.min(count, MOST_VARIANTS, variants.count - start));
  const r = new Float32Array(size * size).fill(NaN);
  for (let b = 0; b < blockCount; b++) {
    if (blockStart[b + 1]! <= start || blockStart[b]! >= start + size) continue;
    const block = await panel.readBlock(b);
    const offset = block.first - start;
    for (let i = Math.max(0, -offset); i < Math.min(block.count, size - offset); i++) {
      for (let k = block.rowStart[i]!; k < block.rowStart[i + 1]!; k++) {
        const column = block.column[k]! + offset;
        if (column >= 0 && column < size) r[(i + offset) * size + column] = block.r[k]!;
      }
    }
  }
  return {
    answers: {
      first: start,
      variants: Array.from({ length: size }, (_, i) => ({
        variantId: variants.variantId[start + i]!,
        chromosome: variants.chromosome[start + i]!,
        basePairLocation: variants.basePairLocation[start + i]!,
      })),
    },
    r,
  };
}
