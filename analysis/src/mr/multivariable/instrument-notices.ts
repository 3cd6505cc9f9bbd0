import { normalLnP } from "../../stats/normal.ts";

const GENOME_WIDE_LN_P = Math.log(5e-8);

/** Variants with P < 5e-8 for an exposure. */
export function genomeWideCount(beta: Float64Array, standardError: Float64Array): number {
  return beta.reduce(
    (count, b, j) => count + Number(normalLnP(b / standardError[j]) < GENOME_WIDE_LN_P),
    0,
  );
}

/** A sentence for each exposure that no variant is a genome-wide significant instrument of. */
export function instrumentNotices(
  exposures: readonly {
    readonly name: string;
    readonly beta: Float64Array;
    readonly standardError: Float64Array;
  }[],
): string[] {
  return exposures.flatMap(({ name, beta, standardError }) =>
    genomeWideCount(beta, standardError) > 0
      ? []
      : [`No variant has P < 5e-8 for ${name}: nothing says that it is instrumented at all.`],
  );
}
