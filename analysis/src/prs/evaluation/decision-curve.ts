import { InvalidArgumentError } from "../../errors.ts";
import { Table } from "../../table.ts";
import { probabilities, twoClasses } from "./checked-values.ts";

export type DecisionCurveColumns = {
  /** Risk above which one would treat. */
  readonly threshold: Float64Array;
  /** Name of the model, or `treat all`, `treat none`. */
  readonly model: readonly string[];
  /** True positives less weighted false positives, per person; NaN where fewer than the limit would be treated. */
  readonly netBenefit: Float64Array;
};

const THRESHOLDS: readonly number[] = Array.from({ length: 50 }, (_, i) => (i + 1) / 100);

/**
 * Net benefit of treating those above a risk, over thresholds, against treating all and treating none.
 *
 * @param options.risks - n predicted probabilities by name of the model; of people other than those it was fitted to
 * @param options.isCase - n values, 1 case and 0 control
 * @param options.thresholds - between 0 and 1; 1 % to 50 % by default
 * @param options.prevalence - when given, of the population instead of these people: net benefit is then of sensitivity and specificity
 * @param options.smallestCount - where fewer cases or controls than this, but some, are above the threshold nothing is
 *   shown; 1, the default, shows all
 * @throws NotEvaluableError, InvalidArgumentError, LengthMismatchError
 * @example
 * const curve = prs.decisionCurve({ risks: { score: [0.1, 0.2, 0.3, 0.6] }, isCase: [0, 0, 1, 1], thresholds: [0.1, 0.25] });
 * @see Vickers & Elkin 2006, doi:10.1177/0272989X06295361
 */
export function decisionCurve(options: {
  readonly risks: Readonly<Record<string, ArrayLike<number>>>;
  readonly isCase: ArrayLike<number>;
  readonly thresholds?: readonly number[];
  readonly prevalence?: number | undefined;
  readonly smallestCount?: number;
}): Table<DecisionCurveColumns> {
  const { thresholds = THRESHOLDS, smallestCount = 1 } = options;
  const isCase = twoClasses("isCase", options.isCase);
  if (!thresholds.every((threshold) => threshold > 0 && threshold < 1)) {
    throw new InvalidArgumentError("thresholds", {
      what: "A threshold is not between 0 and 1.",
      why: "It is a risk, and its odds weigh false positives.",
      remedy: "Give shares such as 0.05.",
    });
  }
  const n = isCase.length;
  const cases = isCase.reduce((sum, value) => sum + value, 0);
  const share = options.prevalence ?? cases / n;
  const isFew = (count: number): boolean => count > 0 && count < smallestCount;
  const models: (readonly [string, (threshold: number) => number])[] = [
    ...Object.entries(options.risks).map(([name, values]) => {
      const risk = probabilities(name, values, n);
      return [
        name,
        (threshold: number): number => {
          let [trueOnes, falseOnes] = [0, 0];
          for (let i = 0; i < n; i++) {
            if (risk[i] < threshold) continue;
            if (isCase[i] === 1) trueOnes++;
            else falseOnes++;
          }
          if (isFew(trueOnes) || isFew(falseOnes)) return NaN;
          const odds = threshold / (1 - threshold);
          return (trueOnes / cases) * share - (falseOnes / (n - cases)) * (1 - share) * odds;
        },
      ] as const;
    }),
    ["treat all", (threshold) => share - ((1 - share) * threshold) / (1 - threshold)],
    ["treat none", () => 0],
  ];
  const netBenefits = models.flatMap(([, netBenefit]) =>
    thresholds.map((threshold) => netBenefit(threshold)),
  );
  return new Table(
    {
      threshold: Float64Array.from(models.flatMap(() => thresholds)),
      model: models.flatMap(([name]) => thresholds.map(() => name)),
      netBenefit: Float64Array.from(netBenefits),
    },
    {
      method: "decision curve (net benefit)",
      n,
      prevalence: options.prevalence ?? "of these people",
      ...(netBenefits.some(Number.isNaN)
        ? { caution: `NA: fewer than ${smallestCount} cases or controls above the threshold` }
        : {}),
    },
  );
}
