import type { ComputeOptions } from "../../compute/run-method.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { frequency } from "../../genotypes/qc-frequency.ts";
import { fitAlleles } from "../../sumstats/alleles.ts";
import { ancestryNotice } from "../panel-ancestry.ts";
import type { BaseAssociations } from "./base-associations.ts";
import { rowsByName } from "./judge-base.ts";

/** Variants whose frequencies are compared: an Fst of so many is good to a thousandth, and counting them takes no time. */
const COMPARED = 2000;

/**
 * Whether the people whose linkage decides are of the ancestry of the associations, as frequencies tell it.
 *
 * @param rows - associations that are used
 * @returns what to say, or nothing where they agree
 */
export async function compareAncestry(
  base: BaseAssociations,
  rows: readonly number[],
  genotypes: Genotypes,
  { compute, signal }: ComputeOptions,
): Promise<readonly string[]> {
  const told = rows.filter((i) => !Number.isNaN(base.effectAlleleFrequency[i]));
  const step = Math.max(1, told.length / COMPARED);
  const chosen = Array.from(
    { length: Math.min(told.length, COMPARED) },
    (_, k) => told[Math.floor(k * step)],
  );
  const pairs = pairedVariants(base, chosen, genotypes);
  const counted = await frequency(
    genotypes.select({ variants: Uint32Array.from(pairs, ({ variant }) => variant) }),
    { compute, signal, onProgress: () => undefined },
  );
  const own = counted.columns.effectAlleleFrequency;
  const said = ancestryNotice(
    {
      study: Float64Array.from(pairs, ({ row }) => base.effectAlleleFrequency[row]),
      panel: Float64Array.from(pairs, ({ isSame }, i) => (isSame ? own[i] : 1 - own[i])),
      studyPeople: Float64Array.from(pairs, ({ row }) => base.n[row]),
      panelPeople: Number(counted.provenance["samples"]),
    },
    "give effectAlleleFrequency, or ask ld.check(await ld.panel(genotypes), associations).",
  );
  return said === undefined ? [] : [said];
}

interface PairedVariant {
  readonly row: number;
  readonly variant: number;
  /** Whether the genotypes count the effect allele of the association. */
  readonly isSame: boolean;
}

/** Autosomal variants of the genotypes that are those of the associations, ascending. */
function pairedVariants(
  base: BaseAssociations,
  rows: readonly number[],
  genotypes: Genotypes,
): readonly PairedVariant[] {
  const { variants } = genotypes;
  const places = rowsByName(genotypes, new Map(rows.map((i) => [base.variantId[i], i])));
  const pairs = rows.flatMap((row): PairedVariant[] => {
    for (const variant of places.get(base.variantId[row]) ?? []) {
      if (variants.chromosome[variant] > 22) continue;
      const { fit } = fitAlleles(
        {
          effectAllele: variants.effectAllele[variant].toUpperCase(),
          otherAllele: variants.otherAllele[variant].toUpperCase(),
        },
        { effectAllele: base.effectAllele[row], otherAllele: base.otherAllele[row] },
      );
      if (fit !== "different")
        return [{ row, variant, isSame: fit === "same" || fit === "other strand" }];
    }
    return [];
  });
  return pairs.sort((one, other) => one.variant - other.variant);
}
