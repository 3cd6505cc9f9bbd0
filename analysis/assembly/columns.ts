// Columns of rows in blocks: column c at `columns` + c × `stride` bytes, its rows one after another. The columns that
// others are made of come first, filled up with columns of zeros to a multiple of four: the `depth`.

/** Rows whose products are summed by themselves, in the order of even rows and of odd ones: rounding is that of pairwise sums. */
const SUM_BYTES: usize = 512 << 3;

/** Takes each column's shift from it; from row `rows` to the next multiple of four there are zeros then. */
export function shiftColumns(columns: usize, stride: usize, count: i32, rows: i32, shifts: usize): void {
  for (let c = 0; c < count; c++) shiftColumn(columns + <usize>c * stride, rows, load<f64>(shifts + (<usize>c << 3)));
}

// Loops are functions of their own: one that runs long is replaced by its better code only when it is called again. Four
// rows a turn halve the time of the first calls, whose code reads and writes every variable in memory once a turn; beside
// eight sums they cost the better code a quarter more.

function shiftColumn(column: usize, rows: i32, shift: f64): void {
  const by = f64x2.splat(shift);
  const end = column + (<usize>rows << 3);
  let at = column;
  for (; at + 32 <= end; at += 32) {
    v128.store(at, f64x2.sub(v128.load(at), by));
    v128.store(at, f64x2.sub(v128.load(at, 16), by), 16);
  }
  for (; at < end; at += 8) store<f64>(at, load<f64>(at) - shift);
  for (; (at - column) & 31; at += 8) store<f64>(at, 0);
}

/**
 * Adds to products[i × width + j], i < depth, the product of column i with column j, for all j from the group of four
 * that i is in; `width` is a multiple of four, and there are columns up to it. To squares[j], from depth on, that of
 * column j with itself. `rows` is a multiple of four.
 */
export function addColumnProducts(
  columns: usize,
  stride: usize,
  depth: i32,
  width: i32,
  rows: i32,
  products: usize,
  squares: usize,
): void {
  const size = <usize>rows << 3;
  for (let from: usize = 0; from < size; from += SUM_BYTES) {
    const bytes = min(SUM_BYTES, size - from);
    const block = columns + from;
    for (let i = 0; i < depth; i += 2) {
      const left = block + <usize>i * stride;
      const into = products + (<usize>(i * width) << 3);
      for (let j = i & ~3; j < width; j += 4) {
        addEight(left, block + <usize>j * stride, stride, bytes, into + (<usize>j << 3), <usize>width << 3);
      }
    }
    for (let j = depth; j < width; j++) addSquare(block + <usize>j * stride, bytes, squares + (<usize>j << 3));
  }
}

/** Products of two columns with four. */
function addEight(left: usize, right: usize, stride: usize, bytes: usize, into: usize, next: usize): void {
  const end = left + bytes;
  let ac = f64x2.splat(0);
  let ad = ac;
  let ae = ac;
  let af = ac;
  let bc = ac;
  let bd = ac;
  let be = ac;
  let bf = ac;
  const toC = right - left;
  const toD = toC + stride;
  const toE = toD + stride;
  const toF = toE + stride;
  for (let at = left; at < end; at += 16) {
    const x = v128.load(at);
    const y = v128.load(at + stride);
    let z = v128.load(at + toC);
    ac = f64x2.add(ac, f64x2.mul(x, z));
    bc = f64x2.add(bc, f64x2.mul(y, z));
    z = v128.load(at + toD);
    ad = f64x2.add(ad, f64x2.mul(x, z));
    bd = f64x2.add(bd, f64x2.mul(y, z));
    z = v128.load(at + toE);
    ae = f64x2.add(ae, f64x2.mul(x, z));
    be = f64x2.add(be, f64x2.mul(y, z));
    z = v128.load(at + toF);
    af = f64x2.add(af, f64x2.mul(x, z));
    bf = f64x2.add(bf, f64x2.mul(y, z));
  }
  addPair(into, ac, ad);
  addPair(into + 16, ae, af);
  addPair(into + next, bc, bd);
  addPair(into + next + 16, be, bf);
}

/** Adds the sum of each to the two numbers at `into`. */
// @ts-ignore: decorator
@inline
function addPair(into: usize, a: v128, b: v128): void {
  const sums = f64x2.add(i64x2.shuffle(a, b, 0, 2), i64x2.shuffle(a, b, 1, 3));
  v128.store(into, f64x2.add(v128.load(into), sums));
}

function addSquare(column: usize, bytes: usize, into: usize): void {
  const end = column + bytes;
  let sum = f64x2.splat(0);
  for (let at = column; at < end; at += 16) {
    const x = v128.load(at);
    sum = f64x2.add(sum, f64x2.mul(x, x));
  }
  store<f64>(into, load<f64>(into) + f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
}

/**
 * target = own × source + Σ coefficients × columns before it, the first `depth` at most, for each column from `first` to
 * `end`; the targets lie one after another. Coefficients lie column by column, `depth` of each, zeros from the column
 * itself on; `own` are one a column. `rows` is a multiple of four.
 */
export function combineColumns(
  columns: usize,
  stride: usize,
  depth: i32,
  first: i32,
  end: i32,
  rows: i32,
  coefficients: usize,
  own: usize,
  target: usize,
): void {
  const bytes = <usize>rows << 3;
  for (let c = first; c < end; c++) {
    const into = target + <usize>(c - first) * stride;
    const source = columns + <usize>c * stride;
    const weights = coefficients + (<usize>(c * depth) << 3);
    startFour(source, load<f64>(own + (<usize>c << 3)), columns, stride, weights, bytes, into);
    for (let j = 4; j < min(depth, c); j += 4) {
      addFour(columns + <usize>j * stride, stride, weights + (<usize>j << 3), bytes, into);
    }
  }
}

function startFour(
  source: usize,
  own: f64,
  a: usize,
  stride: usize,
  coefficients: usize,
  bytes: usize,
  into: usize,
): void {
  const co = f64x2.splat(own);
  const ca = v128.load64_splat(coefficients);
  const cb = v128.load64_splat(coefficients, 8);
  const cd = v128.load64_splat(coefficients, 16);
  const ce = v128.load64_splat(coefficients, 24);
  const b = a + stride;
  const d = b + stride;
  const e = d + stride;
  for (let at: usize = 0; at < bytes; at += 32) {
    let first = f64x2.add(f64x2.mul(ca, v128.load(a + at)), f64x2.mul(cb, v128.load(b + at)));
    let last = f64x2.add(f64x2.mul(cd, v128.load(d + at)), f64x2.mul(ce, v128.load(e + at)));
    v128.store(into + at, f64x2.add(f64x2.mul(co, v128.load(source + at)), f64x2.add(first, last)));
    first = f64x2.add(f64x2.mul(ca, v128.load(a + at, 16)), f64x2.mul(cb, v128.load(b + at, 16)));
    last = f64x2.add(f64x2.mul(cd, v128.load(d + at, 16)), f64x2.mul(ce, v128.load(e + at, 16)));
    v128.store(into + at, f64x2.add(f64x2.mul(co, v128.load(source + at, 16)), f64x2.add(first, last)), 16);
  }
}

function addFour(a: usize, stride: usize, coefficients: usize, bytes: usize, into: usize): void {
  const ca = v128.load64_splat(coefficients);
  const cb = v128.load64_splat(coefficients, 8);
  const cd = v128.load64_splat(coefficients, 16);
  const ce = v128.load64_splat(coefficients, 24);
  const b = a + stride;
  const d = b + stride;
  const e = d + stride;
  for (let at: usize = 0; at < bytes; at += 32) {
    let first = f64x2.add(f64x2.mul(ca, v128.load(a + at)), f64x2.mul(cb, v128.load(b + at)));
    let last = f64x2.add(f64x2.mul(cd, v128.load(d + at)), f64x2.mul(ce, v128.load(e + at)));
    v128.store(into + at, f64x2.add(v128.load(into + at), f64x2.add(first, last)));
    first = f64x2.add(f64x2.mul(ca, v128.load(a + at, 16)), f64x2.mul(cb, v128.load(b + at, 16)));
    last = f64x2.add(f64x2.mul(cd, v128.load(d + at, 16)), f64x2.mul(ce, v128.load(e + at, 16)));
    v128.store(into + at, f64x2.add(v128.load(into + at, 16), f64x2.add(first, last)), 16);
  }
}

/**
 * Columns as rows of a matrix of `width` numbers, a multiple of four: row rows[i] − base of it, zeros in rows between.
 * Rows up to `end` − base are written, a multiple of 32, and `used`: a word for every 16 with the low bit of each of the
 * rows. Adds the columns' sums, over even and odd places, to `totals`: two numbers a column.
 */
export function writeColumnRows(
  columns: usize,
  stride: usize,
  width: i32,
  rows: usize,
  count: i32,
  base: i32,
  end: i32,
  matrix: usize,
  totals: usize,
  used: usize,
): void {
  const bytes = <usize>width << 3;
  let next = base;
  memory.fill(used, 0, <usize>(end - base) >> 2);
  for (let i = 0; i < count; i++) {
    const row = load<i32>(rows + (<usize>i << 2));
    if (row > next) memory.fill(matrix + <usize>(next - base) * bytes, 0, <usize>(row - next) * bytes);
    const word = used + (<usize>((row - base) >> 4) << 2);
    store<u32>(word, load<u32>(word) | (1 << (2 * ((row - base) & 15))));
    next = row + 1;
  }
  if (end > next) memory.fill(matrix + <usize>(next - base) * bytes, 0, <usize>(end - next) * bytes);
  for (let c = 0; c < width; c += 4) {
    const column = columns + <usize>c * stride;
    writeFour(column, stride, rows, count, base, matrix + (<usize>c << 3), bytes);
    for (let j = 0; j < 4; j++) addTotal(column + <usize>j * stride, count, totals + (<usize>(c + j) << 4));
  }
}

function writeFour(
  a: usize,
  stride: usize,
  rows: usize,
  count: i32,
  base: i32,
  matrix: usize,
  bytes: usize,
): void {
  const b = a + stride;
  const c = b + stride;
  const d = c + stride;
  const whole = count & ~1;
  let at: usize = 0;
  for (let i = 0; i < whole; i += 2) {
    const row = rows + (<usize>i << 2);
    const even = matrix + <usize>(load<i32>(row) - base) * bytes;
    const odd = matrix + <usize>(load<i32>(row, 4) - base) * bytes;
    let x = v128.load(a + at);
    let y = v128.load(b + at);
    v128.store(even, i64x2.shuffle(x, y, 0, 2));
    v128.store(odd, i64x2.shuffle(x, y, 1, 3));
    x = v128.load(c + at);
    y = v128.load(d + at);
    v128.store(even, i64x2.shuffle(x, y, 0, 2), 16);
    v128.store(odd, i64x2.shuffle(x, y, 1, 3), 16);
    at += 16;
  }
  if (whole == count) return;
  const last = matrix + <usize>(load<i32>(rows + (<usize>whole << 2)) - base) * bytes;
  store<f64>(last, load<f64>(a + at));
  store<f64>(last, load<f64>(b + at), 8);
  store<f64>(last, load<f64>(c + at), 16);
  store<f64>(last, load<f64>(d + at), 24);
}

function addTotal(column: usize, rows: i32, total: usize): void {
  const end = column + (<usize>(rows & ~1) << 3);
  let sum = v128.load(total);
  let at = column;
  for (; at < end; at += 16) sum = f64x2.add(sum, v128.load(at));
  if (rows & 1) sum = f64x2.replace_lane(sum, 0, f64x2.extract_lane(sum, 0) + load<f64>(at));
  v128.store(total, sum);
}
