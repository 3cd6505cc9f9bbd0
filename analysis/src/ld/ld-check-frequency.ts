import type { MatchedVariant } from "./ld-match.ts";

export interface FrequencyComparison {
  /** Hudson's Fst of study and panel, a ratio of averages without their sampling errors; NaN without frequencies. */
  readonly fst: number;
  /** Of each matched variant: the study's frequency of the panel's effect allele; NaN when it tells none. */
  readonly studyFrequency: Float64Array;
}

/**
 * Compares frequencies of a study with those of the panel.
 *
 * @param people - of the study, for each matched variant; NaN counts as many
 * @see Bhatia et al. 2013, doi:10.1101/gr.154831.113 (Fst)
 */
export function compareFrequencies(
  matched: readonly Pick<MatchedVariant, "row" | "variant" | "sign">[],
  panelFrequency: Float64Array,
  panelPeople: number,
  study: ArrayLike<number> | undefined,
  people: Float64Array,
): FrequencyComparison {
  const studyFrequency = new Float64Array(matched.length).fill(NaN);
  let [between, all] = [0, 0];
  matched.forEach(({ row, variant, sign }, i) => {
    if (!study) return;
    const f = sign === 1 ? study[row] : 1 - study[row];
    if (!(f >= 0 && f <= 1)) return;
    studyFrequency[i] = f;
    const p = panelFrequency[variant];
    const chance =
      (p * (1 - p)) / Math.max(1, 2 * panelPeople - 1) +
      (people[i] > 1 ? (f * (1 - f)) / (2 * people[i] - 1) : 0);
    between += (p - f) ** 2 - chance;
    all += p * (1 - f) + f * (1 - p);
  });
  return { fst: all > 0 ? between / all : NaN, studyFrequency };
}

/**
 * How many people each standard error speaks of, in relation to the others: 1 / (2 f (1 − f) SE² n) over its median.
 *
 * @param people - NaN where the study tells none, which then counts as one number for all
 * @see Privé et al. 2022, doi:10.1016/j.xhgg.2022.100136
 */
export function relativePeople(
  standardError: Float64Array,
  frequency: Float64Array,
  people: Float64Array,
): Float64Array {
  const implied = standardError.map((error, i) => {
    const n = people[i] > 0 ? people[i] : 1;
    return 1 / (2 * frequency[i] * (1 - frequency[i]) * error ** 2 * n);
  });
  const sorted = implied.filter(Number.isFinite).sort();
  const median = sorted[sorted.length >> 1];
  return implied.map((value) => value / median);
}
