import { LARGE_FST, SOME_FST } from "../ld/ld-check-account.ts";
import { compareFrequencies } from "../ld/ld-check-frequency.ts";

/** Frequencies of the same alleles in a study and in the people whose linkage a method takes; NaN is not known. */
export interface PairedFrequencies {
  readonly study: Float64Array;
  readonly panel: Float64Array;
  /** People of the study, a number a variant. */
  readonly studyPeople: Float64Array;
  readonly panelPeople: number;
}

/** Fewer variants tell nothing, or differences between continents only. */
const FEWEST = 20;
const FEWEST_FOR_SMALL = 200;

/**
 * What frequencies say about the ancestry of a panel, in words; undefined where they agree or are too few.
 *
 * @param otherwise - what to do where the study tells none
 */
export function ancestryNotice(
  { study, panel, studyPeople, panelPeople }: PairedFrequencies,
  otherwise: string,
): string | undefined {
  const isKnown = (i: number): boolean => study[i] >= 0 && study[i] <= 1 && !Number.isNaN(panel[i]);
  const known = Array.from(study.keys()).filter(isKnown);
  if (known.length === 0) {
    return `The study tells no frequencies of its effect alleles, so that its ancestry was not compared with that of the panel, whose linkage misleads where it is another: ${otherwise}`;
  }
  if (known.length < FEWEST) return undefined;
  const { fst } = compareFrequencies(
    known.map((i) => ({ row: i, variant: i, sign: 1 as const })),
    panel,
    panelPeople,
    study,
    Float64Array.from(known, (i) => studyPeople[i]),
  );
  if (fst >= LARGE_FST) {
    return `Allele frequencies of study and panel differ as between continents (Fst ${fst.toPrecision(2)}): the panel is of another ancestry, and its linkage misleads. Take people of the study's ancestry.`;
  }
  if (fst >= SOME_FST && known.length >= FEWEST_FOR_SMALL) {
    return `Allele frequencies of study and panel differ as between populations of a continent (Fst ${fst.toPrecision(2)}): people who are closer to the study have a linkage that fits better.`;
  }
  return undefined;
}
