/**
 * Minimises Σ w |y − Xθ| again and again for data of one size: from the corner of the last answer along edges downhill.
 *
 * Every answer passes through p of the points. Allocates nothing after it is made.
 *
 * @see Bloomfield & Steiger 1983, Least Absolute Deviations, chapter 3
 */
export class WeightedMedianRegression {
  readonly #k: number;
  readonly #p: number;
  /** The points that the fit passes through. */
  readonly #corner: Int32Array;
  readonly #isInCorner: Uint8Array;
  readonly #inverse: Float64Array;
  readonly #work: Float64Array;
  readonly #residuals: Float64Array;
  readonly #slopes: Float64Array;
  readonly #rank: Float64Array;

  constructor(k: number, p: number) {
    this.#k = k;
    this.#p = p;
    this.#corner = new Int32Array(p).fill(-1);
    this.#isInCorner = new Uint8Array(k);
    this.#inverse = new Float64Array(p * p);
    this.#work = new Float64Array(2 * p * p);
    this.#residuals = new Float64Array(k);
    this.#slopes = new Float64Array(k);
    this.#rank = new Float64Array(k);
  }

  /**
   * @param columns - p columns of k values
   * @param into - p coefficients
   * @returns false when the columns are collinear
   */
  fit(
    columns: readonly Float64Array[],
    y: Float64Array,
    weights: Float64Array,
    into: Float64Array,
  ): boolean {
    if (!this.#invertCorner(columns) && !this.#findCorner(columns, weights)) return false;
    // Each step lowers a sum that has finitely many corners; the bound is for ties of rounding.
    for (let step = 0; step < 100 * (this.#k + this.#p); step++) {
      this.#solve(columns, y, into);
      if (!this.#descend(columns, weights)) return true;
      if (!this.#invertCorner(columns) && !this.#findCorner(columns, weights)) return false;
    }
    return true;
  }

  #solve(columns: readonly Float64Array[], y: Float64Array, into: Float64Array): void {
    const p = this.#p;
    const residuals = this.#residuals;
    for (let i = 0; i < p; i++) {
      let sum = 0;
      for (let c = 0; c < p; c++) sum += this.#inverse[i * p + c] * y[this.#corner[c]];
      into[i] = sum;
    }
    for (let j = 0; j < this.#k; j++) {
      let residual = y[j];
      for (let i = 0; i < p; i++) residual -= columns[i][j] * into[i];
      residuals[j] = residual;
    }
    for (let c = 0; c < p; c++) residuals[this.#corner[c]] = 0;
  }

  /** Leaves the corner along the edge that falls most steeply; false where none falls. */
  #descend(columns: readonly Float64Array[], weights: Float64Array): boolean {
    const p = this.#p;
    const residuals = this.#residuals;
    let best = -1;
    let sign = 1;
    let most = 0;
    for (let c = 0; c < p; c++) {
      let slope = 0;
      let ties = 0;
      let size = 0;
      for (let j = 0; j < this.#k; j++) {
        if (this.#isInCorner[j] === 1) continue;
        const z = weights[j] * this.#along(columns, j, c);
        size += Math.abs(z);
        if (residuals[j] > 0) slope += z;
        else if (residuals[j] < 0) slope -= z;
        else ties += Math.abs(z);
      }
      const own = weights[this.#corner[c]];
      const gain = (Math.abs(slope) - own - ties) / (size + own);
      if (gain > 1e-12 && gain > most) {
        most = gain;
        best = c;
        sign = slope > 0 ? 1 : -1;
      }
    }
    if (best < 0) return false;
    this.#replace(columns, weights, best, sign);
    return true;
  }

  /** Goes along the edge to where the sum turns up, the weighted median of where residuals become 0. */
  #replace(
    columns: readonly Float64Array[],
    weights: Float64Array,
    leaving: number,
    sign: number,
  ): void {
    const residuals = this.#residuals;
    const slopes = this.#slopes;
    const rank = this.#rank;
    let slope = weights[this.#corner[leaving]];
    for (let j = 0; j < this.#k; j++) {
      rank[j] = Infinity;
      slopes[j] = 0;
      if (this.#isInCorner[j] === 1) continue;
      const z = sign * this.#along(columns, j, leaving);
      slopes[j] = weights[j] * Math.abs(z);
      const isFalling = residuals[j] > 0 ? z > 0 : residuals[j] < 0 ? z < 0 : false;
      slope += isFalling ? -slopes[j] : slopes[j];
      if (isFalling) rank[j] = residuals[j] / z;
    }
    let entering = -1;
    while (slope < 0) {
      let nearest = -1;
      for (let j = 0; j < this.#k; j++) {
        if (rank[j] < Infinity && (nearest < 0 || rank[j] < rank[nearest])) nearest = j;
      }
      if (nearest < 0) break;
      entering = nearest;
      rank[nearest] = Infinity;
      slope += 2 * slopes[nearest];
    }
    if (entering < 0) return;
    this.#isInCorner[this.#corner[leaving]] = 0;
    this.#corner[leaving] = entering;
    this.#isInCorner[entering] = 1;
  }

  #along(columns: readonly Float64Array[], j: number, c: number): number {
    const p = this.#p;
    let z = 0;
    for (let i = 0; i < p; i++) z += columns[i][j] * this.#inverse[i * p + c];
    return z;
  }

  /** Gauss–Jordan on the corner's rows; false where there is no corner yet or its rows are dependent. */
  #invertCorner(columns: readonly Float64Array[]): boolean {
    const p = this.#p;
    if (this.#corner[0] < 0) return false;
    const width = 2 * p;
    const work = this.#work;
    for (let c = 0; c < p; c++) {
      let size = 0;
      for (let i = 0; i < p; i++) size = Math.max(size, Math.abs(columns[i][this.#corner[c]]));
      if (size === 0) return false;
      for (let i = 0; i < p; i++) {
        work[c * width + i] = columns[i][this.#corner[c]] / size;
        work[c * width + p + i] = c === i ? 1 / size : 0;
      }
    }
    for (let c = 0; c < p; c++) {
      let pivot = c;
      for (let r = c + 1; r < p; r++) {
        if (Math.abs(work[r * width + c]) > Math.abs(work[pivot * width + c])) pivot = r;
      }
      const value = work[pivot * width + c];
      if (!(Math.abs(value) > 1e-13)) return false;
      for (let i = 0; i < width; i++) {
        const kept = work[c * width + i];
        work[c * width + i] = work[pivot * width + i] / value;
        if (pivot !== c) work[pivot * width + i] = kept;
      }
      for (let r = 0; r < p; r++) {
        if (r === c) continue;
        const factor = work[r * width + c];
        if (factor === 0) continue;
        for (let i = 0; i < width; i++) work[r * width + i] -= factor * work[c * width + i];
      }
    }
    for (let r = 0; r < p; r++) {
      for (let i = 0; i < p; i++) this.#inverse[r * p + i] = work[r * width + p + i];
    }
    return true;
  }

  /** Independent rows, the heaviest first, by elimination. */
  #findCorner(columns: readonly Float64Array[], weights: Float64Array): boolean {
    const [k, p] = [this.#k, this.#p];
    this.#isInCorner.fill(0);
    const rows = new Float64Array(k * p);
    for (let j = 0; j < k; j++) {
      for (let i = 0; i < p; i++) rows[j * p + i] = weights[j] * columns[i][j];
    }
    for (let c = 0; c < p; c++) {
      let heaviest = -1;
      for (let j = 0; j < k; j++) {
        if (this.#isInCorner[j] === 1) continue;
        if (heaviest < 0 || Math.abs(rows[j * p + c]) > Math.abs(rows[heaviest * p + c]))
          heaviest = j;
      }
      if (heaviest < 0 || rows[heaviest * p + c] === 0) return false;
      this.#corner[c] = heaviest;
      this.#isInCorner[heaviest] = 1;
      for (let j = 0; j < k; j++) {
        if (this.#isInCorner[j] === 1) continue;
        const factor = rows[j * p + c] / rows[heaviest * p + c];
        for (let i = c; i < p; i++) rows[j * p + i] -= factor * rows[heaviest * p + i];
      }
    }
    return this.#invertCorner(columns);
  }
}
