import { sharedFloat64, sharedUint8, shareUint32 } from "../../compute/engine/shared-arrays.ts";
import { alleleValues, type AlleleValues, type MissingRule } from "./allele-values.ts";
import type { MatchedScores } from "./matched-scores.ts";
import type { ScoreEntries } from "./score-program.ts";
import type { EffectType, ScoringFile } from "./scoring-file.ts";

/** How rows become scores. */
export interface ScoreRules {
  readonly missing: MissingRule;
  readonly centre: boolean;
  readonly standardise: boolean;
  /** In place of what the files say. */
  readonly coding: EffectType | undefined;
}

/** Rows of a matching that count alike for some people. */
export interface ScorePart {
  /** Places in `matched.scored`. */
  readonly rows: readonly number[];
  /** Samples, ascending; everyone when left out. */
  readonly people: Uint32Array | undefined;
  /** Copies of the chromosome of a variant of the genotypes, or of a row that is absent from them. */
  readonly ploidy: (row: number) => 1 | 2;
}

/** Columns of the sums: a score each; then for each file its allele dosage, missing alleles, and what was put in for them. */
export interface SumColumns {
  readonly scores: number;
  readonly files: number;
  /** Of the first score of each file. */
  readonly firstScore: readonly number[];
}

export interface ScorePlan {
  /** Of the genotypes, ascending: what `entries` counts from 0. */
  readonly variants: Uint32Array;
  readonly entries: ScoreEntries;
  /** Added to the scores of everyone in the part. */
  readonly constants: Float64Array;
  /** For each file: alleles when none is missing, and copies of the effect allele of absent variants. */
  readonly alleles: Float64Array;
  readonly absentDosage: Float64Array;
}

export function sumColumns(files: readonly ScoringFile[]): SumColumns {
  let scores = 0;
  const firstScore = files.map((file) => (scores += file.scores.length) - file.scores.length);
  return { scores, files: files.length, firstScore };
}

/** Counts missing genotypes: slot 0. */
const MISSING_VALUES = [0, 1, 0, 0] as const;

/**
 * Lays out what the variants of a part add to the sums.
 *
 * @param frequencyOf - of the allele that the genotypes count, by variant of the genotypes
 */
export function scorePlan(
  { files, scored }: Pick<MatchedScores, "files" | "scored">,
  part: ScorePart,
  rules: ScoreRules,
  frequencyOf: (variant: number) => number,
): ScorePlan {
  const columns = sumColumns(files);
  const constants = new Float64Array(columns.scores);
  const alleles = new Float64Array(columns.files);
  const absentDosage = new Float64Array(columns.files);
  const present = part.rows.filter((row) => scored.variant[row] >= 0);
  const variants = Uint32Array.from(new Set(present.map((row) => scored.variant[row]))).sort();
  const collected = collectEntries(variants);

  for (const row of part.rows) {
    const file = scored.file[row];
    const fileRow = scored.row[row];
    const variant = scored.variant[row];
    const isCounted = scored.isCounted[row] === 1;
    const ploidy = part.ploidy(row);
    const { dosageWeights, weights } = files[file];
    const type = rules.coding ?? files[file].columns.effectType[fileRow];
    const byCopies =
      type === "dosage weights" && dosageWeights
        ? ([
            dosageWeights.none[fileRow],
            dosageWeights.one[fileRow],
            dosageWeights.two[fileRow],
          ] as const)
        : undefined;
    alleles[file] += ploidy;
    const counted = variant < 0 ? 0 : frequencyOf(variant);
    const frequency = isCounted ? counted : 1 - counted;
    const values = alleleValues(type, frequency, ploidy, rules.missing, byCopies);
    const scale = rules.standardise ? 1 / Math.sqrt(ploidy * frequency * (1 - frequency)) : 1;
    const weightOf = (c: number): number => (byCopies ? 1 : weights[c][fileRow]) * scale;
    if (variant < 0) {
      const value = values.copies[isCounted ? 0 : 2];
      if (!rules.centre) {
        for (let c = 0; c < weights.length; c++)
          constants[columns.firstScore[file] + c] += weightOf(c) * value;
      }
      absentDosage[file] += type === "dosage weights" ? (isCounted ? 0 : ploidy) : value;
      continue;
    }
    const slot = collected.slotOf(variant, type, isCounted, values, rules);
    for (let c = 0; c < weights.length; c++) {
      const weight = weightOf(c);
      if (weight === 0) continue;
      const column = columns.firstScore[file] + c;
      collected.add(variant, slot, column, weight);
      if (rules.centre) constants[column] -= weight * values.mean;
    }
    const plain = byCopies ? alleleValues("additive", frequency, ploidy, rules.missing) : values;
    const own = byCopies ? collected.slotOf(variant, "additive", isCounted, plain, rules) : slot;
    collected.add(variant, own, columns.scores + file, 1);
    collected.add(variant, 0, columns.scores + columns.files + file, ploidy);
    collected.add(variant, 0, columns.scores + 2 * columns.files + file, putIn(plain, rules));
  }
  return { variants, entries: collected.finish(), constants, alleles, absentDosage };
}

/** What stands for a missing genotype where the mean of all is subtracted once. */
function putIn({ imputed, mean }: AlleleValues, { missing, centre }: ScoreRules): number {
  if (!centre) return imputed;
  // A mean, centred, is nothing; PLINK 2 centres what is called only.
  return missing === "plink2" ? imputed + mean : mean;
}

interface EntryCollector {
  slotOf(
    variant: number,
    type: EffectType,
    isCounted: boolean,
    values: AlleleValues,
    rules: ScoreRules,
  ): number;
  add(variant: number, slot: number, column: number, weight: number): void;
  finish(): ScoreEntries;
}

function collectEntries(variants: Uint32Array): EntryCollector {
  const placeOf = new Map(Array.from(variants, (variant, place) => [variant, place] as const));
  const slots: Float64Array[] = [];
  const addSlot = (): Float64Array => {
    const values = sharedFloat64(4 * variants.length);
    slots.push(values);
    return values;
  };
  const missing = addSlot();
  for (let v = 0; v < variants.length; v++) missing.set(MISSING_VALUES, 4 * v);
  const keysOf = new Map<number, string[]>();
  const found: {
    readonly place: number[];
    readonly slot: number[];
    readonly column: number[];
    readonly weight: number[];
  } = { place: [], slot: [], column: [], weight: [] };
  return {
    slotOf(variant, type, isCounted, values, rules) {
      const place = placeOf.get(variant)!;
      const key = `${type} ${isCounted}${type === "dosage weights" ? values.copies.join() : ""}`;
      const keys = keysOf.get(place) ?? [];
      const known = keys.indexOf(key);
      if (known >= 0) return known + 1;
      keysOf.set(place, [...keys, key]);
      const slot = keys.length + 1;
      const into = slots[slot] ?? addSlot();
      const [none, one, two] = values.copies;
      into.set(
        [isCounted ? two : none, putIn(values, rules), one, isCounted ? none : two],
        4 * place,
      );
      return slot;
    },
    add(variant, slot, column, weight) {
      found.place.push(placeOf.get(variant)!);
      found.slot.push(slot);
      found.column.push(column);
      found.weight.push(weight);
    },
    finish: () => sortedEntries(found, variants.length, slots),
  };
}

/** Entries by variant, in the order in which they were added. */
function sortedEntries(
  found: {
    readonly place: readonly number[];
    readonly slot: readonly number[];
    readonly column: readonly number[];
    readonly weight: readonly number[];
  },
  variantCount: number,
  values: readonly Float64Array[],
): ScoreEntries {
  const count = found.place.length;
  const offsets = new Uint32Array(variantCount + 1);
  for (const place of found.place) offsets[place + 1]++;
  for (let v = 0; v < variantCount; v++) offsets[v + 1] += offsets[v];
  const next = offsets.slice();
  const slot = sharedUint8(count);
  const column = shareUint32(new Uint32Array(count));
  const weight = sharedFloat64(count);
  for (let e = 0; e < count; e++) {
    const at = next[found.place[e]]++;
    slot[at] = found.slot[e];
    column[at] = found.column[e];
    weight[at] = found.weight[e];
  }
  return { offsets: shareUint32(offsets), slot, column, weight, values };
}
