import { InvalidArgumentError, LengthMismatchError } from "../errors.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { ploidyOf } from "../genotypes/ploidy.ts";
import type { LdWindow, LdWindowOptions } from "./panel-options.ts";
import { refuseOutside } from "./refuse-outside.ts";
import { variantWindows, type VariantWindows } from "./variant-windows.ts";

/** @throws InvalidArgumentError for a window that is no distance, LengthMismatchError for a map of other variants */
export function checkWindow(
  genotypes: Genotypes,
  { window = {}, centimorgans }: LdWindowOptions,
): void {
  refuseOutside("window.basePairs", window.basePairs ?? 0, 0, Infinity);
  refuseOutside("window.variants", window.variants ?? 1, 1, Infinity);
  refuseOutside("window.centimorgans", window.centimorgans ?? 0, 0, Infinity);
  if (window.centimorgans !== undefined && !centimorgans) {
    throw new InvalidArgumentError("centimorgans", {
      what: "window.centimorgans is given, and no map positions.",
      why: "Genotype files are read without their genetic map.",
      remedy: "Give centimorgans, a number for each variant, or a window in base pairs.",
    });
  }
  const { count } = genotypes.variants;
  if (centimorgans && centimorgans.length !== count) {
    throw new LengthMismatchError({
      what: `${centimorgans.length} map positions for ${count} variants.`,
      why: "centimorgans has a position for each variant of the genotypes.",
      remedy: "Interpolate the map at the positions of these genotypes.",
    });
  }
  const unknown = centimorgans ? Array.from(centimorgans).filter((x) => !Number.isFinite(x)) : [];
  if (unknown.length > 0) {
    throw new InvalidArgumentError("centimorgans", {
      what: `${unknown.length} of ${count} map positions are no numbers.`,
      why: "Whether a pair is within the window is told by both.",
      remedy: "Interpolate the map at all positions, or leave those variants out.",
    });
  }
}

/** Variants on autosomes, and on contigs that are not known to be otherwise, for which `keep` holds. */
export function diploidVariants(
  { variants }: Genotypes,
  keep: (v: number) => boolean = () => true,
): Uint32Array {
  const kept: number[] = [];
  for (let v = 0; v < variants.count; v++)
    if (ploidyOf(variants, v) === "diploid" && keep(v)) kept.push(v);
  return Uint32Array.from(kept);
}

/**
 * Windows of some of the genotypes' variants.
 *
 * @param chosen - the genotypes of variants `kept`
 */
export function ldWindows(
  chosen: Genotypes,
  kept: Uint32Array,
  window: LdWindow,
  centimorgans: ArrayLike<number> | undefined,
): VariantWindows {
  const places = window.variants ?? Infinity;
  const near = variantWindows(chosen.variants, {
    basePairs: window.basePairs ?? Infinity,
    variants: places,
  });
  if (window.centimorgans === undefined || !centimorgans) return near;
  const map = Float64Array.from(kept, (v) => centimorgans[v]);
  const linked = variantWindows(
    chosen.variants,
    { basePairs: window.centimorgans, variants: places },
    map,
  );
  return {
    start: near.start.map((start, v) => Math.max(start, linked.start[v])),
    end: near.end.map((end, v) => Math.min(end, linked.end[v])),
  };
}

/** Consecutive variants of one contig: first … last − 1. */
export function contigRuns({ variants }: Genotypes): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (let first = 0; first < variants.count;) {
    let last = first + 1;
    while (last < variants.count && variants.contig[last] === variants.contig[first]) last++;
    runs.push({ first, last });
    first = last;
  }
  return runs;
}
