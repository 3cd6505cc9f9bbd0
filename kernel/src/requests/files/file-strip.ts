import type { data } from "@genobook/analysis";
import type { RequestContext } from "../handlers.ts";
import type { FileStrip, StripBar } from "./file-messages.ts";
import type { Library } from "./shown-file.ts";

const SAMPLED_VARIANTS = 2000;
/** So much of the file is read unasked. */
const SAMPLED_BYTES = 48 * 1024 * 1024;
const FREQUENCY_EDGES = [0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5];
const MISSING_EDGES = [0, 0.0001, 0.001, 0.01, 0.02, 0.05, 0.1, 1];

/** Frequencies and missing calls of variants that are spread evenly over the file, or of all. */
export async function fileStrip(
  { qc }: Library,
  genotypes: data.Genotypes,
  { isEvery, signal, progress }: Pick<RequestContext, "signal" | "progress"> & { isEvery: boolean },
): Promise<FileStrip> {
  const { variants, samples } = genotypes;
  const affordable = Math.max(50, Math.floor(SAMPLED_BYTES / Math.ceil(samples.count / 4)));
  const seen = isEvery ? variants.count : Math.min(variants.count, SAMPLED_VARIANTS, affordable);
  const chosen = Uint32Array.from({ length: seen }, (_, k) =>
    Math.floor((k * variants.count) / seen),
  );
  const some = isEvery ? genotypes : genotypes.select({ variants: chosen });
  const options = {
    signal,
    onProgress: ({ done, total }: { done: number; total: number }) =>
      progress("counting", done, total),
  };
  const frequency = (await qc.frequency(some, options)).columns.minorAlleleFrequency;
  const { missingRate, chromosome } = (await qc.variantMissingness(some, options)).columns;
  return {
    variantsSeen: seen,
    variantCount: variants.count,
    frequency: bars(frequency, FREQUENCY_EDGES),
    missing: bars(missingRate, MISSING_EDGES),
    byChromosome: [...new Set(chromosome)]
      .sort((a, b) => a - b)
      .map((code) => ({
        chromosome: code,
        variants: chromosome.reduce((count, each) => count + Number(each === code), 0),
        minorAlleleFrequency: meanWhere(frequency, (v) => chromosome[v] === code),
        missingRate: meanWhere(missingRate, (v) => chromosome[v] === code),
      })),
  };
}

/** Values in [from, to), the last bar with its end. */
function bars(values: Float64Array, edges: readonly number[]): StripBar[] {
  const last = edges.length - 2;
  return edges.slice(0, -1).map((from, b) => {
    const to = edges[b + 1]!;
    let count = 0;
    for (const value of values) {
      if (value >= from && (value < to || (b === last && value <= to))) count++;
    }
    return { from, to, count };
  });
}

function meanWhere(values: Float64Array, holds: (v: number) => boolean): number | null {
  let sum = 0;
  let count = 0;
  values.forEach((value, v) => {
    if (Number.isNaN(value) || !holds(v)) return;
    sum += value;
    count++;
  });
  return count > 0 ? sum / count : null;
}
