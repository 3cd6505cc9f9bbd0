import { studentTLnP, studentTLnPOfTable, studentTNormaliser } from "./student-t";

// Places in the list of codes, gwas/error-codes.ts.
const TOO_FEW_SAMPLES: u8 = 1;
const CONSTANT_GENOTYPE: u8 = 2;
const INFLATION_INFINITE: u8 = 4;
const INVALID_RESULT: u8 = 6;

/** What rounding leaves of an exact combination, relative to what there was. */
const SMALLEST_PIVOT: f64 = 1e-10;
const SMALLEST_REST: f64 = 1e-12;
const SMALLEST_RESIDUAL: f64 = 1e-13;

/** Product of row `v` with a column: groups of four. */
// @ts-ignore: decorator
@inline
function productAt(products: usize, rowCount: i32, v: i32, column: i32): f64 {
  return load<f64>(products + (<usize>((column >> 2) * rowCount + v) << 5) + (<usize>(column & 3) << 3));
}

/**
 * Cholesky factor of I − G, the Gram matrix of a row's own samples, and u = L⁻¹ Qᵀg. G is the upper triangle at `gram`.
 * factor[i × q + j] = L_ij, the diagonal inverted. Returns ‖G‖², or −1 where I − G is not positive definite.
 */
function factorOwnSamples(gram: usize, stride: i32, q: i32, products: usize, rowCount: i32, v: i32, factor: usize, u: usize): f64 {
  let norm2 = 0.0;
  const width = <usize>q << 3;
  for (let j = 0; j < q; j++) {
    const g = gram + (<usize>(j * stride) << 3);
    const row = factor + <usize>j * width;
    const own = load<f64>(g + (<usize>j << 3));
    let pivot = 1 - own;
    let projected = productAt(products, rowCount, v, j);
    for (let c = 0; c < j; c++) {
      const l = load<f64>(row + (<usize>c << 3));
      pivot -= l * l;
      projected -= l * load<f64>(u + (<usize>c << 3));
    }
    if (!(pivot > SMALLEST_PIVOT)) return -1;
    const inverse = 1 / Math.sqrt(pivot);
    store<f64>(u + (<usize>j << 3), projected * inverse);
    store<f64>(row + (<usize>j << 3), inverse);
    norm2 += own * own;
    for (let i = j + 1; i < q; i++) {
      const w = load<f64>(g + (<usize>i << 3));
      norm2 += 2 * w * w;
      const other = factor + <usize>i * width;
      let sum = -w;
      for (let c = 0; c < j; c++) sum -= load<f64>(other + (<usize>c << 3)) * load<f64>(row + (<usize>c << 3));
      store<f64>(other + (<usize>j << 3), sum * inverse);
    }
  }
  return norm2;
}

/**
 * For two traits at a time: t = L⁻¹ Wᵀy; adds uᵀt to gy[p] and t'ᵀt to gone[p]. `crosses` are the q rows Wᵀy, `stride`
 * apart. `t` is room for q pairs.
 */
// @ts-ignore: decorator
@inline
function solveTraits(crosses: usize, stride: i32, q: i32, factor: usize, u: usize, t: usize, gy: usize, gone: usize): void {
  let ut = f64x2.splat(0);
  let tt = ut;
  for (let j = 0; j < q; j++) {
    const row = factor + (<usize>(j * q) << 3);
    let x = v128.load(crosses + (<usize>(j * stride) << 3));
    for (let c = 0; c < j; c++) {
      x = f64x2.sub(x, f64x2.mul(v128.load64_splat(row + (<usize>c << 3)), v128.load(t + (<usize>c << 4))));
    }
    x = f64x2.mul(x, v128.load64_splat(row + (<usize>j << 3)));
    v128.store(t + (<usize>j << 4), x);
    ut = f64x2.add(ut, f64x2.mul(v128.load64_splat(u + (<usize>j << 3)), x));
    tt = f64x2.add(tt, f64x2.mul(x, x));
  }
  v128.store(gy, ut);
  v128.store(gone, tt);
}

/**
 * Least squares of every trait on rows first … end − 1 from sums alone; see the TypeScript twin for the mathematics.
 *
 * `called` 32-bit integers and `centred` sums of squares of the genotype about its mean, per row of the block.
 * `missingRows` are those with sums at `missingProducts` and `missingSquares`. `refused`: a code per row, 0 to fit.
 * estimates[(kind × traits + p) × rowCount + v] for beta, standard error, t and ln P; codes[p × rowCount + v].
 * `normalisers`: a number for 0 … samples called, 0 where not known yet. `table`: that of Student's t for rows in which
 * `tableCalled` samples are called; such rows, without a table, if 0. `room`: q × q + 3q + 2 × traits + 2 × (end − first) + 4
 * numbers.
 */
export function fitLinear(
  first: i32,
  end: i32,
  rowCount: i32,
  called: usize,
  centred: usize,
  products: usize,
  missingRows: usize,
  missingCount: i32,
  missingProducts: usize,
  missingSquares: usize,
  stride: i32,
  covariates: i32,
  traits: i32,
  maxInflation: f64,
  norms: usize,
  isFlipped: usize,
  refused: usize,
  normalisers: usize,
  table: usize,
  tableCalled: i32,
  room: usize,
  estimates: usize,
  codes: usize,
  bounds: usize,
): void {
  const q = covariates + 1;
  const factor = room;
  const u = factor + (<usize>(q * q) << 3);
  const t = u + (<usize>q << 3);
  const gained = t + (<usize>q << 4);
  const gone = gained + (<usize>(traits + 1) << 3);
  const complete = gone + (<usize>(traits + 1) << 3);
  const kind = <usize>(traits * rowCount) << 3;
  let next = 0;
  let completeCount = 0;
  for (let v = first; v < end; v++) {
    const isIncomplete = next < missingCount && load<i32>(missingRows + (<usize>next << 2)) == v;
    const gram = missingProducts + (<usize>(next * q * stride) << 3);
    const squares = missingSquares + (<usize>(next * stride) << 3);
    if (isIncomplete) next++;
    const n = load<i32>(called + (<usize>v << 2));
    const total = load<f64>(centred + (<usize>v << 3));
    const df = <f64>(n - covariates - 2);
    let bound = 0.0;
    let gg = total;
    let code = load<u8>(refused + v);
    if (code == 0) {
      if (!(df > 0)) code = TOO_FEW_SAMPLES;
      else if (!(total > 0)) code = CONSTANT_GENOTYPE;
    }
    if (code == 0) {
      let shrink = 1.0;
      if (isIncomplete) {
        const norm2 = factorOwnSamples(gram, stride, q, products, rowCount, v, factor, u);
        if (norm2 < 0) code = INFLATION_INFINITE;
        // ‖WᵀW‖ bounds the smallest eigenvalue of I − WᵀW from below.
        else shrink = Math.max(0, 1 - Math.sqrt(norm2));
        for (let j = 1; j < q; j++) {
          const x = load<f64>(u + (<usize>j << 3));
          gg -= x * x;
        }
      } else {
        for (let j = 1; j < q; j++) {
          const x = productAt(products, rowCount, v, j);
          gg -= x * x;
        }
      }
      bound = covariates == 0 ? 1 : ((total / gg) * Math.max(1, maxInflation)) / shrink;
      if (!(gg > SMALLEST_REST * total)) code = INFLATION_INFINITE;
      if (code == INFLATION_INFINITE) bound = Infinity;
    }
    store<f64>(bounds + (<usize>v << 3), bound);
    if (code != 0) {
      for (let p = 0; p < traits; p++) refuse(estimates, kind, codes, <usize>(p * rowCount + v), code);
      continue;
    }
    if (load<f64>(normalisers + (<usize>n << 3)) == 0) store<f64>(normalisers + (<usize>n << 3), studentTNormaliser(df));
    if (!isIncomplete) {
      const entry = complete + (<usize>completeCount << 4);
      store<f64>(entry, gg);
      store<i32>(entry, v, 8);
      completeCount++;
      continue;
    }
    const normaliser = load<f64>(normalisers + (<usize>n << 3));
    for (let p = 0; p < traits; p += 2) {
      const at = <usize>p << 3;
      solveTraits(gram + (<usize>q << 3) + at, stride, q, factor, u, t, gained + at, gone + at);
    }
    const sign = signOf(isFlipped, v);
    for (let p = 0; p < traits; p++) {
      const at = <usize>p << 3;
      const gy = productAt(products, rowCount, v, q + p) + load<f64>(gained + at);
      const yy = 1.0 - (load<f64>(gone + at) + load<f64>(squares + (<usize>q << 3) + at));
      const to = <usize>(p * rowCount + v);
      putEstimates(gy, yy, gg, df, sign, load<f64>(norms + at), normaliser, 0, estimates, kind, codes, to);
    }
  }
  for (let p = 0; p < traits; p++) {
    const column = products + (<usize>(((q + p) >> 2) * rowCount) << 5) + (<usize>((q + p) & 3) << 3);
    const norm = load<f64>(norms + (<usize>p << 3));
    fitComplete(
      complete, completeCount, column, called, covariates, norm, isFlipped, normalisers, table, tableCalled, estimates, kind,
      codes, p * rowCount,
    );
  }
}

// @ts-ignore: decorator
@inline
function signOf(isFlipped: usize, v: i32): f64 {
  return isFlipped && load<u8>(isFlipped + v) ? -1.0 : 1.0;
}

/** One trait on the rows without a missing call, each a number g'g and its place: reads and writes go along the rows. */
function fitComplete(
  rows: usize,
  count: i32,
  column: usize,
  called: usize,
  covariates: i32,
  norm: f64,
  isFlipped: usize,
  normalisers: usize,
  table: usize,
  tableCalled: i32,
  estimates: usize,
  kind: usize,
  codes: usize,
  first: i32,
): void {
  const end = rows + (<usize>count << 4);
  for (; rows < end; rows += 16) {
    const v = load<i32>(rows, 8);
    const n = load<i32>(called + (<usize>v << 2));
    const df = <f64>(n - covariates - 2);
    const gy = load<f64>(column + (<usize>v << 5));
    const own = n == tableCalled ? table : 0;
    const normaliser = load<f64>(normalisers + (<usize>n << 3));
    const to = <usize>(first + v);
    putEstimates(gy, 1, load<f64>(rows), df, signOf(isFlipped, v), norm, normaliser, own, estimates, kind, codes, to);
  }
}

/** Writes what follows from g'y, y'y and g'g of a row and trait. */
// @ts-ignore: decorator
@inline
function putEstimates(
  gy: f64,
  yy: f64,
  gg: f64,
  df: f64,
  sign: f64,
  norm: f64,
  normaliser: f64,
  table: usize,
  estimates: usize,
  kind: usize,
  codes: usize,
  to: usize,
): void {
  const beta = gy / gg;
  const residual = yy - beta * gy;
  if (!(residual > SMALLEST_RESIDUAL * Math.max(yy, 1e-6))) {
    refuse(estimates, kind, codes, to, INVALID_RESULT);
    return;
  }
  const error = Math.sqrt(residual / (df * gg));
  const statistic = (sign * beta) / error;
  const target = estimates + (to << 3);
  store<f64>(target, sign * beta * norm);
  store<f64>(target + kind, error * norm);
  store<f64>(target + 2 * kind, statistic);
  store<f64>(
    target + 3 * kind,
    table ? studentTLnPOfTable(statistic, df, normaliser, table) : studentTLnP(statistic, df, normaliser),
  );
  store<u8>(codes + to, 0);
}

function refuse(estimates: usize, kind: usize, codes: usize, to: usize, code: u8): void {
  const target = estimates + (to << 3);
  store<f64>(target, NaN);
  store<f64>(target + kind, NaN);
  store<f64>(target + 2 * kind, NaN);
  store<f64>(target + 3 * kind, NaN);
  store<u8>(codes + to, code);
}
