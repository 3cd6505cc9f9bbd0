import type { DatasetPreview } from "../../messages.ts";
import { fileStrip } from "../files/file-strip.ts";
import {
  firstRows,
  type Library,
  type Looking,
  palindromicShare,
  taskOf,
} from "./preview-parts.ts";

const SHOWN_COLUMNS = [
  "variantId",
  "chromosome",
  "basePairLocation",
  "effectAllele",
  "otherAllele",
];

/** Genotypes: call rate, frequencies and missing calls of variants spread evenly over the file, or of all. No sample. */
export async function previewGenotypes(
  library: Library,
  path: string,
  looking: Looking,
): Promise<DatasetPreview> {
  const genotypes = await library.data.genotypes(path, taskOf(looking));
  const { variants, notices = [] } = genotypes;
  const strip = await fileStrip(library, genotypes, looking);
  const { variantsSeen, variantCount, frequency, missing, byChromosome } = strip;
  let calls = 0;
  let rate = 0;
  for (const part of byChromosome) {
    if (part.missingRate === null) continue;
    calls += part.variants;
    rate += part.variants * part.missingRate;
  }
  const rare = frequency.reduce((sum, { to, count }) => (to <= 0.01 ? sum + count : sum), 0);
  return {
    basis: {
      seen: variantsSeen,
      total: variantCount,
      unit: "variants",
      isEvery: variantsSeen === variantCount,
    },
    columns: [],
    quality: [
      { name: "callRate", value: calls === 0 ? null : 1 - rate / calls, as: "share" },
      { name: "rare", value: variantsSeen === 0 ? null : rare / variantsSeen, as: "share" },
      {
        name: "palindromic",
        value: palindromicShare(variants.effectAllele, variants.otherAllele),
        as: "share",
      },
    ],
    refused: [],
    strips: [
      { name: "frequency", bars: frequency },
      { name: "missing", bars: missing },
    ],
    facts: [],
    ...firstRows(variants, SHOWN_COLUMNS, variants.count),
    notices,
  };
}
