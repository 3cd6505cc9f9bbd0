import { crossProducts } from "./cross-products.ts";
import { writeRowMajor } from "./row-major.ts";

/** Columns of n rows: an intercept and K covariates, q = K + 1 together, and P traits; each less its shift. */
export interface ShiftedColumns {
  readonly rowCount: number;
  readonly covariates: readonly Float64Array[];
  readonly traits: readonly Float64Array[];
  /** Of the K covariates, then of the P traits. */
  readonly shifts: Float64Array;
}

/** A matrix of q + P columns, of which each trait has but itself and the first q: symmetric or upper triangular. */
export interface BorderedMatrix {
  /** q × q, row-major. */
  readonly basis: Float64Array;
  /** q × P, row-major. */
  readonly cross: Float64Array;
  /** Length P. */
  readonly own: Float64Array;
}

/** Rows of a matrix, of which some are the samples of a regression. */
export interface WrittenRows {
  /** Sum of each column. */
  readonly totals: Float64Array;
  /** A word for every 16 rows with the low bit of each that has been written. */
  readonly used: Uint32Array;
}

/** What linear models need of long columns. */
export interface ColumnAlgebra {
  /**
   * Inner products of the columns, or of a combination of them.
   *
   * @param combination - upper triangular
   */
  products(columns: ShiftedColumns, combination?: BorderedMatrix): BorderedMatrix;
  /**
   * Writes the q + P columns of a combination side by side into rows of `width` numbers, and zeros everywhere else.
   *
   * @param options.rows - n places, ascending
   * @param options.width - a multiple of four
   * @param options.into - whole words of 32 rows
   */
  writeRows(options: {
    readonly columns: ShiftedColumns;
    readonly combination: BorderedMatrix;
    readonly rows: Uint32Array;
    readonly into: Float64Array;
    readonly width: number;
  }): WrittenRows;
}

/** The same covariates with some of the traits. */
export function withTraits(columns: ShiftedColumns, places: readonly number[]): ShiftedColumns {
  const { covariates, traits, shifts } = columns;
  const k = covariates.length;
  return {
    ...columns,
    traits: places.map((p) => traits[p]),
    shifts: Float64Array.from([...shifts.subarray(0, k), ...places.map((p) => shifts[k + p])]),
  };
}

/** The part of a matrix that is theirs. */
export function partOfTraits(matrix: BorderedMatrix, places: readonly number[]): BorderedMatrix {
  const { basis, cross, own } = matrix;
  const width = own.length;
  const part = new Float64Array((cross.length / width) * places.length);
  for (let at = 0; at < part.length; at++) {
    const row = Math.floor(at / places.length);
    part[at] = cross[row * width + places[at % places.length]];
  }
  return { basis, cross: part, own: Float64Array.from(places, (p) => own[p]) };
}

/** In plain JavaScript: the reference, and for where there is little to do. */
export const PLAIN_COLUMNS: ColumnAlgebra = {
  products(columns, combination) {
    const { basis, traits } = combination ? combine(columns, combination) : shift(columns);
    return {
      basis: crossProducts(basis, basis),
      cross: crossProducts(basis, traits),
      own: Float64Array.from(traits, sumOfSquares),
    };
  },
  writeRows({ columns, combination, rows, into, width }) {
    const { basis, traits } = combine(columns, combination);
    const all = [...basis, ...traits];
    writeRowMajor({ columns: all, rows, into: into.fill(0), width });
    const totals = new Float64Array(width);
    all.forEach((column, c) => (totals[c] = column.reduce((sum, value) => sum + value, 0)));
    const used = new Uint32Array(Math.ceil(into.length / width / 16));
    for (const row of rows) used[row >> 4] |= 1 << (2 * (row & 15));
    return { totals, used };
  },
};

interface SplitColumns {
  readonly basis: readonly Float64Array[];
  readonly traits: readonly Float64Array[];
}

function shift({ rowCount, covariates, traits, shifts }: ShiftedColumns): SplitColumns {
  const shifted = [...covariates, ...traits].map((column, c) => column.map((x) => x - shifts[c]));
  const intercept = new Float64Array(rowCount).fill(1);
  return {
    basis: [intercept, ...shifted.slice(0, covariates.length)],
    traits: shifted.slice(covariates.length),
  };
}

function combine(columns: ShiftedColumns, combination: BorderedMatrix): SplitColumns {
  const { basis, traits } = shift(columns);
  const q = basis.length;
  return {
    basis: basis.map((column, c) =>
      combined(basis.slice(0, c), combination.basis, q, c, column, combination.basis[c * q + c]),
    ),
    traits: traits.map((trait, p) =>
      combined(basis, combination.cross, traits.length, p, trait, combination.own[p]),
    ),
  };
}

/** A column times its own coefficient, plus columns times those of one column of a matrix. */
function combined(
  columns: readonly Float64Array[],
  matrix: Float64Array,
  width: number,
  place: number,
  column: Float64Array,
  own: number,
): Float64Array {
  const sum = column.map((x) => own * x);
  columns.forEach((other, j) => {
    const coefficient = matrix[j * width + place];
    for (let i = 0; i < sum.length; i++) sum[i] += coefficient * other[i];
  });
  return sum;
}

function sumOfSquares(column: Float64Array): number {
  return column.reduce((sum, x) => sum + x * x, 0);
}
