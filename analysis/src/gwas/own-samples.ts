const SMALLEST_PIVOT = 1e-10;

/** The model of q columns among the samples of one row: I − WᵀW = LLᵀ with W its rows for the missing samples. */
export interface OwnSamples {
  /**
   * Factors anew, from WᵀW, whose upper triangle lies in rows of `stride` from `at` on, and from Qᵀg.
   *
   * @returns ‖WᵀW‖², or −1 where I − WᵀW is not positive definite
   */
  factor(gram: Float64Array, at: number, stride: number, projected: Float64Array): number;
  /** u = L⁻¹Qᵀg of the row factored last. */
  readonly u: Float64Array;
  /**
   * One trait among the row factored last: with t = L⁻¹Wᵀy, what uᵀt adds to gᵀy and tᵀt takes from yᵀy.
   *
   * @param from - of the trait's products with the q columns, `stride` apart
   */
  project(
    crosses: Float64Array,
    from: number,
    stride: number,
  ): { readonly gained: number; readonly lost: number };
}

export function ownSamples(q: number): OwnSamples {
  const lower = new Float64Array(q * q);
  const u = new Float64Array(q);
  const t = new Float64Array(q);
  return {
    u,
    factor(gram, at, stride, projected) {
      let norm2 = 0;
      for (let j = 0; j < q; j++) {
        const own = gram[at + j * stride + j];
        let pivot = 1 - own;
        let x = projected[j];
        for (let c = 0; c < j; c++) {
          const l = lower[j * q + c];
          pivot -= l * l;
          x -= l * u[c];
        }
        if (!(pivot > SMALLEST_PIVOT)) return -1;
        const root = Math.sqrt(pivot);
        u[j] = x / root;
        lower[j * q + j] = root;
        norm2 += own * own;
        for (let i = j + 1; i < q; i++) {
          const w = gram[at + j * stride + i];
          norm2 += 2 * w * w;
          let sum = -w;
          for (let c = 0; c < j; c++) sum -= lower[i * q + c] * lower[j * q + c];
          lower[i * q + j] = sum / root;
        }
      }
      return norm2;
    },
    project(crosses, from, stride) {
      let gained = 0;
      let lost = 0;
      for (let j = 0; j < q; j++) {
        let x = crosses[from + j * stride];
        for (let c = 0; c < j; c++) x -= lower[j * q + c] * t[c];
        x /= lower[j * q + j];
        t[j] = x;
        gained += u[j] * x;
        lost += x * x;
      }
      return { gained, lost };
    },
  };
}
