import { InvalidArgumentError, LengthMismatchError, NoOverlapError } from "../../errors.ts";
import { MISSING_GENOTYPE, type Genotypes } from "../../genotypes/genotypes.ts";
import { matchSamples } from "../../genotypes/match-samples.ts";
import type { ModelColumn } from "../../genotypes/model-columns.ts";
import { unpackVariant } from "../../genotypes/unpack.ts";
import type { SampleTable } from "../../io/sample-table.ts";

/** Genotypes that are instruments of people in a table. */
export interface InstrumentGenotypes {
  readonly genotypes: Genotypes;
  readonly variantIds: readonly string[];
  /** Of an allele score, which then is the only instrument of these: a weight for each variant, per effect allele. */
  readonly scoreWeights?: ArrayLike<number> | undefined;
}

/**
 * Copies of the effect allele as columns over the rows of a table; people without genotypes are NaN, missing calls the
 * variant's mean.
 *
 * @throws InvalidArgumentError for ids that the genotypes lack; NoOverlapError
 */
export async function instrumentGenotypes(
  options: InstrumentGenotypes,
  phenotypes: SampleTable,
): Promise<{ columns: ModelColumn[]; notices: string[] }> {
  const { genotypes, variantIds, scoreWeights } = options;
  if (scoreWeights && scoreWeights.length !== variantIds.length) {
    throw new LengthMismatchError({
      what: `${scoreWeights.length} weights for ${variantIds.length} variants.`,
      why: "Each variant of the score has a weight.",
      remedy: "Give them in the order of variantIds.",
    });
  }
  const places = placesOf(genotypes, variantIds);
  const rowOfSample = matchSamples(genotypes.samples, phenotypes);
  const selected = Uint32Array.from([...new Set(places)].sort((a, b) => a - b));
  const found = new Map<number, Float64Array>();
  let filled = 0;
  for await (const block of genotypes.select({ variants: selected }).blocks()) {
    const copies = new Uint8Array(block.sampleCount);
    for (let v = 0; v < block.count; v++) {
      unpackVariant(block, v, copies);
      const values = Float64Array.from(copies, (value) =>
        value === MISSING_GENOTYPE ? NaN : value,
      );
      if (block.dosages) {
        const { offsets, samples, values: dosages } = block.dosages;
        for (let at = offsets[v]; at < offsets[v + 1]; at++) {
          values[samples[at]] = dosages[at] / 16384;
        }
      }
      filled += fillMissing(values);
      found.set(selected[block.start + v], values);
    }
  }
  const toRows = (values: Float64Array): Float64Array => {
    const rows = new Float64Array(phenotypes.count).fill(NaN);
    rowOfSample.forEach((row, sample) => {
      if (row >= 0) rows[row] = values[sample];
    });
    return rows;
  };
  const copies = places.map((place) => found.get(place)!);
  const notices =
    filled > 0 ? [`${filled} missing genotypes were taken as their variant's mean.`] : [];
  if (!scoreWeights) {
    return {
      columns: copies.map((values, i) => ({ name: variantIds[i], values: toRows(values) })),
      notices,
    };
  }
  const score = copies[0].map((_, s) =>
    copies.reduce((sum, values, i) => sum + scoreWeights[i] * values[s], 0),
  );
  return { columns: [{ name: "allele score", values: toRows(score) }], notices };
}

function fillMissing(values: Float64Array): number {
  let sum = 0;
  let missing = 0;
  for (const value of values) {
    if (Number.isNaN(value)) missing++;
    else sum += value;
  }
  if (missing === 0) return 0;
  const mean = sum / (values.length - missing);
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = mean;
  return missing;
}

function placesOf({ variants, source }: Genotypes, variantIds: readonly string[]): number[] {
  if (variantIds.length === 0) {
    throw new InvalidArgumentError("variantIds", {
      what: "No variant is named.",
      why: "Genotypes are instruments by variant.",
      remedy: "Name variants, such as those of mr.instruments.",
    });
  }
  const wanted = new Map(variantIds.map((id) => [id, -1]));
  const { variantId } = variants;
  for (let v = 0; v < variants.count; v++) {
    if (wanted.get(variantId[v]) === -1) wanted.set(variantId[v], v);
  }
  const absent = variantIds.filter((id) => wanted.get(id) === -1);
  if (absent.length > 0) {
    const account = {
      what: `${absent.length} of ${variantIds.length} variants are not in ${source}: ${absent.slice(0, 3).join(", ")}${absent.length > 3 ? ", …" : ""}.`,
      why: "Variants are found by their id.",
      remedy: "Compare how both name variants, or leave these out.",
    };
    throw absent.length === variantIds.length
      ? new NoOverlapError(account)
      : new InvalidArgumentError("variantIds", account);
  }
  return variantIds.map((id) => wanted.get(id)!);
}
