import { alleleValues, type AlleleValues, type MissingRule } from "./allele-values.ts";
import type { MatchedScores } from "./matched-scores.ts";
import {
  BY_COPIES,
  collectSlots,
  FileCollector,
  type ScoreEntries,
  type SlotValues,
} from "./score-entries.ts";
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
  const { variants, placeOf, rowsOfFile } = placesOf(scored, part.rows, files.length);
  const slots = collectSlots(variants.length);
  const collected = files.map((file, f) => new FileCollector(rowsOfFile[f], file.weights));

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
    const place = placeOf[variant];
    const slot = slots.slotOf(place, slotValues(type, isCounted, values, rules));
    const plain = byCopies ? alleleValues("additive", frequency, ploidy, rules.missing) : values;
    const alleleSlot = byCopies
      ? slots.slotOf(place, slotValues("additive", isCounted, plain, rules))
      : slot;
    collected[file].add({
      ...{ place, slot, alleleSlot, ploidy, putIn: putIn(plain, rules) },
      fileRow: byCopies ? BY_COPIES : fileRow,
      factor: scale,
    });
    const first = columns.firstScore[file];
    for (let c = 0; rules.centre && c < weights.length; c++)
      constants[first + c] -= weightOf(c) * values.mean;
  }
  const entries = {
    values: slots.values,
    files: collected.map((own, f) => {
      const [dosage, missing] = [columns.scores + f, columns.scores + columns.files + f];
      return own.finish([columns.firstScore[f], dosage, missing, missing + columns.files]);
    }),
  };
  return { variants, entries, constants, alleles, absentDosage };
}

/** Variants of rows, ascending, their places among these, and how many rows of each file have one. */
function placesOf(
  scored: MatchedScores["scored"],
  rows: readonly number[],
  fileCount: number,
): {
  readonly variants: Uint32Array;
  readonly placeOf: Uint32Array;
  readonly rowsOfFile: Uint32Array;
} {
  const rowsOfFile = new Uint32Array(fileCount);
  let last = -1;
  for (const variant of scored.variant) if (variant > last) last = variant;
  const placeOf = new Uint32Array(last + 1);
  for (const row of rows) {
    if (scored.variant[row] < 0) continue;
    placeOf[scored.variant[row]] = 1;
    rowsOfFile[scored.file[row]]++;
  }
  let count = 0;
  const variants = new Uint32Array(placeOf.length);
  for (let variant = 0; variant < placeOf.length; variant++) {
    if (placeOf[variant] === 0) continue;
    placeOf[variant] = count;
    variants[count++] = variant;
  }
  return { variants: variants.slice(0, count), placeOf, rowsOfFile };
}

function slotValues(
  type: EffectType,
  isCounted: boolean,
  values: AlleleValues,
  rules: ScoreRules,
): SlotValues {
  return { type, isCounted, copies: values.copies, missing: putIn(values, rules) };
}

/** What stands for a missing genotype where the mean of all is subtracted once. */
function putIn({ imputed, mean }: AlleleValues, { missing, centre }: ScoreRules): number {
  if (!centre) return imputed;
  // A mean, centred, is nothing; PLINK 2 centres what is called only.
  return missing === "plink2" ? imputed + mean : mean;
}
