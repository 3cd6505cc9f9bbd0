import type { Genotypes } from "../../genotypes/genotypes.ts";
import { placeBeyond } from "../../io/genome-build.ts";
import { BuildMismatchError } from "./scoring-errors.ts";
import type { ScoringFile } from "./scoring-file.ts";

/** Chromosomes and positions of variants, a number each. */
interface Placed {
  readonly chromosome: ArrayLike<number>;
  readonly basePairLocation: ArrayLike<number>;
}

/**
 * Compares the builds of scores that are matched by position with that of the genotypes: as they are said or told, and else
 * by positions that the other's chromosomes do not reach.
 *
 * @returns what could not be compared, in words
 * @throws BuildMismatchError
 */
export function compareBuilds(
  files: readonly ScoringFile[],
  { build, source, variants }: Genotypes,
): readonly string[] {
  const other = files.find((file) => build && file.build && file.build !== build);
  if (other) {
    throw mismatch(
      other.build!,
      build!,
      `Positions of ${other.source} are of ${other.build}, those of ${source} of ${build}.`,
      `Read the file that is harmonised to ${build}`,
    );
  }
  if (build === undefined) {
    const known = [...new Set(files.flatMap((file) => file.build ?? []))];
    const furthest = known.length > 0 ? furthestPlaces(variants) : [];
    return known.map((name) => {
      const own = files.filter((file) => file.build === name);
      const beyond = placeBeyond(name, furthest);
      if (beyond !== undefined) {
        throw mismatch(
          name,
          "another build",
          `Positions of ${own[0].source} are of ${name}, those of ${source} are not: ${beyond}.`,
          "Read the file that is harmonised to the build of the genotypes",
        );
      }
      return `The build of ${source} is not known, nor told by its positions: whether they are of ${name} as those of ${sourcesOf(own)} was not compared.`;
    });
  }
  const unknown = files.filter((file) => file.build === undefined);
  for (const file of unknown) {
    const beyond = placeBeyond(build, furthestPlaces(file.columns));
    if (beyond === undefined) continue;
    throw mismatch(
      "another build",
      build,
      `Positions of ${source} are of ${build}, those of ${file.source} are not: ${beyond}.`,
      `Read the file that is harmonised to ${build}`,
    );
  }
  return unknown.length === 0
    ? []
    : [
        `The build of ${sourcesOf(unknown)} is not known: whether positions are of ${build} as those of ${source} was not compared.`,
      ];
}

function mismatch(scores: string, genotypes: string, what: string, mend: string): Error {
  return new BuildMismatchError(scores, genotypes, {
    what,
    why: "Variants would be matched at wrong places.",
    remedy: `${mend}, or match by: "name".`,
  });
}

/** The last position of each chromosome, by its code. */
function furthestPlaces({ chromosome, basePairLocation }: Placed): Int32Array {
  const furthest = new Int32Array(256);
  for (let i = 0; i < chromosome.length; i++) {
    const [code, position] = [chromosome[i], basePairLocation[i]];
    if (position > furthest[code]) furthest[code] = position;
  }
  return furthest;
}

function sourcesOf(files: readonly ScoringFile[]): string {
  const sources = [...new Set(files.map(({ source }) => source))];
  return sources.length < 3
    ? sources.join(" and ")
    : `${sources[0]} and ${sources.length - 1} other files`;
}
