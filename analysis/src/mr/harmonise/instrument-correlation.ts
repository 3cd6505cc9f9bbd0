import type { ComputeOptions } from "../../compute/run-method.ts";
import { NoOverlapError } from "../../errors.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { correlation } from "../../ld/correlation.ts";
import type { Harmonised } from "../harmonised.ts";
import { panelVariants } from "../instruments/panel-variants.ts";

/**
 * Correlation of the kept instruments' effect alleles in a panel, k × k row-major; 0 between chromosomes.
 *
 * @throws NoOverlapError naming instruments that the panel lacks or in which they do not vary
 */
export async function instrumentCorrelation(
  harmonised: Harmonised,
  genotypes: Genotypes,
  options: ComputeOptions,
): Promise<Float64Array> {
  const { columns, keptRows } = harmonised;
  const instruments = keptRows.map((row) => ({
    variantId: columns.variantId[row],
    chromosome: columns.chromosome[row],
    basePairLocation: columns.basePairLocation[row],
    effectAllele: columns.effectAllele[row],
    otherAllele: columns.otherAllele[row],
    effectAlleleFrequency: columns.effectAlleleFrequencyExposure[row],
    beta: columns.betaExposure[row],
    standardError: columns.standardErrorExposure[row],
    negLog10PValue: columns.negLog10PValueExposure[row],
    n: columns.nExposure[row],
  }));
  const found = panelVariants(instruments, genotypes, harmonised.exposure.build);
  const absent = found.flatMap((place, i) =>
    place.variant === undefined ? [{ id: instruments[i].variantId, reason: place.reason }] : [],
  );
  if (absent.length > 0) {
    throw new NoOverlapError({
      what: `${absent.length} of ${instruments.length} instruments cannot be correlated in the panel: ${absent
        .slice(0, 3)
        .map(({ id, reason }) => `${id} (${reason})`)
        .join(" ")}`,
      why: "Each kept instrument needs its correlation with the others.",
      remedy: "Leave them out with harmonised.without(...), or take another panel.",
    });
  }
  const count = instruments.length;
  const rows = found.map(({ variant }) => variant!);
  const signs = found.map((place) =>
    place.variant !== undefined && place.fitted.fit.endsWith("swapped") ? -1 : 1,
  );
  const selected = Uint32Array.from(new Set(rows)).sort();
  const panel = genotypes.select({ variants: selected });
  const names = Array.from({ length: panel.variants.count }, (_, v) => String(v));
  const place = new Map(Array.from(selected, (variant, v) => [variant, v] as const));
  const { columns: pairs } = await correlation(
    { ...panel, variants: { ...panel.variants, variantId: names } },
    { ...options, window: { basePairs: 2 ** 31 }, minimumR2: 0 },
  );
  const r = new Map(
    pairs.variantId.map((v, pair) => [
      Number(v) * count + Number(pairs.otherVariantId[pair]),
      pairs.r[pair],
    ]),
  );
  const matrix = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    matrix[i * count + i] = 1;
    for (let j = 0; j < i; j++) {
      const [v, w] = [place.get(rows[i])!, place.get(rows[j])!];
      const value = v === w ? 1 : r.get(Math.min(v, w) * count + Math.max(v, w));
      if (value === undefined && panel.variants.contig[v] === panel.variants.contig[w])
        throw invariable(instruments[i].variantId, instruments[j].variantId);
      matrix[i * count + j] = matrix[j * count + i] = signs[i] * signs[j] * (value ?? 0);
    }
  }
  return matrix;
}

function invariable(...variantIds: readonly string[]): NoOverlapError {
  return new NoOverlapError({
    what: `${variantIds.join(" and ")} have no correlation in the panel.`,
    why: "One of them does not vary there, or nobody has both.",
    remedy: "Leave it out with harmonised.without(...), or take another panel.",
  });
}
