/** A point of a ROC curve. */
export interface RocPoint {
  readonly falsePositiveShare: number;
  readonly truePositiveShare: number;
}

const ROC_POINTS = 101;

/** On a grid of false positive shares, so that no point is one person's. */
export function rocPoints(score: Float64Array, isCase: Float64Array): RocPoint[] {
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
      if (x > x1 || (x === x1 && falseOnes < controls && from < order.length)) break;
      // Ties of a case and a control are a slanted step.
      const y = x1 > x0 ? y0 + ((y1 - y0) * (x - x0)) / (x1 - x0) : y1;
      points.push({ falsePositiveShare: x, truePositiveShare: y });
    }
    [lastFalse, lastTrue] = [falseOnes, trueOnes];
  }
  return points;
}
