import { InvalidArgumentError } from "../../errors.ts";
import { countOf, probabilities, properShare, twoClasses } from "./checked-values.ts";
import { normalMeasure, type Measure } from "./measure.ts";

/** What must be read with every reclassification index. */
export const RECLASSIFICATION_CAUTION =
  "NRI and IDI can be positive for a score that adds nothing when either model is miscalibrated: report them only beside AUC, calibration and net benefit.";

export interface Reclassification {
  readonly measures: readonly Measure[];
  readonly caution: string;
}

/**
 * Net reclassification and integrated discrimination of one model's risks over another's, with Pencina's errors.
 *
 * @param options.before - n predicted probabilities, without the score
 * @param options.after - n predicted probabilities, with it
 * @param options.isCase - n values, 1 case and 0 control
 * @param options.cuts - risks that divide the categories; without them only the continuous index
 * @returns measures and the caution that belongs to them
 * @throws NotEvaluableError, InvalidArgumentError, LengthMismatchError
 * @example
 * const { measures, caution } = prs.reclassification({
 *   before: [0.1, 0.2, 0.3, 0.2], after: [0.05, 0.25, 0.4, 0.3], isCase: [0, 0, 1, 1], cuts: [0.2],
 * });
 * @see Pencina et al. 2008, doi:10.1002/sim.2929 · Pencina et al. 2011, doi:10.1002/sim.4085
 * @see Kerr et al. 2014, doi:10.1097/EDE.0000000000000018 (why with caution)
 */
export function reclassification(options: {
  readonly before: ArrayLike<number>;
  readonly after: ArrayLike<number>;
  readonly isCase: ArrayLike<number>;
  readonly cuts?: readonly number[] | undefined;
  readonly confidence?: number;
}): Reclassification {
  const confidence = properShare("confidence", options.confidence ?? 0.95);
  const before = probabilities("before", options.before);
  const after = probabilities("after", options.after, before.length);
  const isCase = twoClasses("isCase", options.isCase, before.length);
  const { cuts = [] } = options;
  if (!cuts.every((cut, i) => cut > 0 && cut < 1 && !(cut <= cuts[i - 1]))) {
    throw new InvalidArgumentError("cuts", {
      what: `The cuts are ${cuts.join(", ")}.`,
      why: "They are risks that divide categories, in ascending order.",
      remedy: "Give, say, [0.05, 0.2].",
    });
  }
  const category = (risk: number): number => cuts.filter((cut) => risk >= cut).length;
  const moves = (level: (risk: number) => number): Float64Array =>
    before.map((risk, i) => Math.sign(level(after[i]) - level(risk)));
  return {
    measures: [
      ...(cuts.length > 0 ? netMoves("categorical NRI", moves(category), isCase, confidence) : []),
      ...netMoves(
        "continuous NRI",
        moves((risk) => risk),
        isCase,
        confidence,
      ),
      discrimination(before, after, isCase, confidence),
    ],
    caution: RECLASSIFICATION_CAUTION,
  };
}

function netMoves(
  measure: string,
  move: Float64Array,
  isCase: Float64Array,
  confidence: number,
): Measure[] {
  const parts = [1, 0].map((value) => {
    const moved = move.filter((_, i) => isCase[i] === value);
    const n = moved.length;
    const up = moved.filter((step) => step > 0).length / n;
    const down = moved.filter((step) => step < 0).length / n;
    const sign = value === 1 ? 1 : -1;
    return { net: sign * (up - down), variance: (up + down - (up - down) ** 2) / n };
  });
  const [cases, controls] = parts;
  const options = { interval: "normal (Pencina)", confidence, nullValue: 0 };
  const row = (name: string, net: number, variance: number): Measure =>
    normalMeasure(name, net, Math.sqrt(variance), options);
  return [
    row(measure, cases.net + controls.net, cases.variance + controls.variance),
    row(`${measure}, cases`, cases.net, cases.variance),
    row(`${measure}, controls`, controls.net, controls.variance),
  ];
}

function discrimination(
  before: Float64Array,
  after: Float64Array,
  isCase: Float64Array,
  confidence: number,
): Measure {
  const parts = [1, 0].map((value) => {
    const gains = after.map((risk, i) => risk - before[i]).filter((_, i) => isCase[i] === value);
    const n = gains.length;
    const mean = countOf(gains) / n;
    const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
    return { mean, variance: n > 1 ? squares / (n - 1) / n : NaN };
  });
  const [cases, controls] = parts;
  return normalMeasure(
    "IDI",
    cases.mean - controls.mean,
    Math.sqrt(cases.variance + controls.variance),
    { interval: "normal (Pencina)", confidence, nullValue: 0 },
  );
}
