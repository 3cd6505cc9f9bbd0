/** A point of a ROC curve. */
export interface RocPoint {
  readonly falsePositiveShare: number;
  readonly truePositiveShare: number;
}

const ROC_POINTS = 101;

/**
 * On a grid of false positive shares, so that no point is one person's; between the corners only points with at least so
 * many cases and controls on either side.
 */
export function rocPoints(
  score: Float64Array,
  isCase: Float64Array,
  smallestCount: number,
): RocPoint[] {
  const order = Uint32Array.from(score.keys()).sort((a, b) => score[b] - score[a]);
  const cases = isCase.reduce((sum, value) => sum + value, 0);
  const controls = isCase.length - cases;
  const points: RocPoint[] = [];
  let [falseOnes, trueOnes] = [0, 0];
  let [lastFalse, lastTrue] = [0, 0];
  for (let from = 0; from < order.length;) {
    let to = from;
    for (; to < order.length && score[order[to]] === score[order[from]]; to++) {
      if (isCase[order[to]] === 1) trueOnes++;
      else falseOnes++;
    }
    from = to;
    const [x0, x1] = [lastFalse / controls, falseOnes / controls];
    const [y0, y1] = [lastTrue / cases, trueOnes / cases];
    while (points.length < ROC_POINTS) {
      const x = points.length / (ROC_POINTS - 1);
      if (x > x1 || (x === x1 && from < order.length)) break;
      // Ties of a case and a control are a slanted step.
      const y = x1 > x0 ? y0 + ((y1 - y0) * (x - x0)) / (x1 - x0) : y1;
      points.push({ falsePositiveShare: x, truePositiveShare: y });
    }
    [lastFalse, lastTrue] = [falseOnes, trueOnes];
  }
  const isFew = (share: number, count: number): boolean =>
    Math.min(share, 1 - share) * count < smallestCount;
  const inner = points.filter(
    ({ falsePositiveShare: x, truePositiveShare: y }) =>
      smallestCount <= 1 || !(isFew(x, controls) || isFew(y, cases)),
  );
  return smallestCount <= 1 ? inner : [CORNERS[0], ...inner, CORNERS[1]];
}

const CORNERS: readonly [RocPoint, RocPoint] = [
  { falsePositiveShare: 0, truePositiveShare: 0 },
  { falsePositiveShare: 1, truePositiveShare: 1 },
];
