import { InvalidArgumentError } from "../errors.ts";
import type { AlignedSamples } from "../genotypes/align-samples.ts";
import { matchOnce } from "../genotypes/match-samples.ts";
import type { ColumnAlgebra } from "../stats/column-algebra.ts";
import type { AssociationOptions } from "./association-options.ts";
import { alignTrait, covariateModel, type CovariateModel } from "./model.ts";

/** A trait of a scan, joined with the samples. */
interface ScanTrait {
  readonly name: string;
  readonly aligned: AlignedSamples;
}

/** Traits that are known in the same samples, and the covariates they share. */
export interface TraitGroup extends CovariateModel {
  /** Ascending indices into the genotypes' samples. */
  readonly samples: Uint32Array;
  readonly traits: readonly ScanTrait[];
}

/**
 * Joins every trait with the samples; those that miss the same people share one pass over the genotypes.
 *
 * @throws what `prepareModel` throws
 */
export function groupTraits(
  options: Omit<AssociationOptions, "trait">,
  traits: readonly AssociationOptions["trait"][],
  algebra: ColumnAlgebra,
): TraitGroup[] {
  refuseBadNames(traits);
  const match = matchOnce();
  const groups: { samples: Uint32Array; traits: ScanTrait[] }[] = [];
  for (const trait of traits) {
    const { aligned, traitName } = alignTrait({ ...options, trait }, "quantitative", match);
    const joined = { name: traitName, aligned };
    const group = groups.find(({ samples }) => areEqual(samples, aligned.samples));
    if (group) group.traits.push(joined);
    else groups.push({ samples: aligned.samples, traits: [joined] });
  }
  return groups.map((group) => {
    const columns = group.traits.map(({ aligned }) => aligned.trait);
    return { ...group, ...covariateModel(group.traits[0].aligned, columns, algebra) };
  });
}

function refuseBadNames(traits: readonly AssociationOptions["trait"][]): void {
  const repeated = traits.find((trait, i) => traits.indexOf(trait) !== i);
  if (traits.length > 0 && repeated === undefined) return;
  throw new InvalidArgumentError("traits", {
    what: repeated === undefined ? "traits is empty." : "traits names a column twice.",
    why: "Each trait of a scan has one result, found by its name.",
    remedy: "Name the columns of phenotypes to scan, each once.",
  });
}

function areEqual(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i === a.length;
}
