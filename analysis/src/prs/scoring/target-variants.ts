import type { Variants } from "../../io/cohort.ts";
import { pickVariants } from "../../io/encoded-variants.ts";
import type { ScoringColumns } from "./scoring-file.ts";

/** Rows that say where their variants are. */
export interface ScoredPlaces {
  readonly rowCount: number;
  readonly columns: Pick<ScoringColumns, "variantId" | "chromosome" | "basePairLocation">;
}

/** Variants of the target that a score might mean, and who they are. */
export interface TargetVariants {
  /** Indices in the genotypes, ascending. */
  readonly indices: Uint32Array;
  readonly variants: Variants;
  /** Places in `indices` of what is found under a key. */
  readonly found: ReadonlyMap<number | string, readonly number[]>;
}

const POSITIONS = 2 ** 31;

/** What a row of scores, or a variant, is found by; undefined when it has none. */
export function placeKey(chromosome: number, position: number): number | undefined {
  return chromosome > 0 && position > 0 ? chromosome * POSITIONS + position : undefined;
}

/** The variants of a target at the positions of scores. */
export function variantsAtPositions(
  variants: Variants,
  scores: readonly ScoredPlaces[],
): TargetVariants {
  const wanted = new Set<number>();
  for (const { columns, rowCount } of scores) {
    for (let i = 0; i < rowCount; i++) {
      const key = placeKey(columns.chromosome[i], columns.basePairLocation[i]);
      if (key !== undefined) wanted.add(key);
    }
  }
  const { chromosome, basePairLocation } = variants;
  return select(variants, (v) => {
    const key = placeKey(chromosome[v], basePairLocation[v]);
    return key !== undefined && wanted.has(key) ? key : undefined;
  });
}

/** The variants of a target with the names of scores' variants. */
export function variantsByName(
  variants: Variants,
  scores: readonly ScoredPlaces[],
): TargetVariants {
  const wanted = new Set(scores.flatMap(({ columns }) => columns.variantId));
  wanted.delete("");
  const { variantId } = variants;
  return select(variants, (v) => (wanted.has(variantId[v]) ? variantId[v] : undefined));
}

function select(
  variants: Variants,
  keyOf: (variant: number) => number | string | undefined,
): TargetVariants {
  const indices: number[] = [];
  const found = new Map<number | string, number[]>();
  for (let v = 0; v < variants.count; v++) {
    const key = keyOf(v);
    if (key === undefined) continue;
    const others = found.get(key);
    if (others) others.push(indices.length);
    else found.set(key, [indices.length]);
    indices.push(v);
  }
  const ascending = Uint32Array.from(indices);
  return { indices: ascending, variants: pickVariants(variants, ascending), found };
}
