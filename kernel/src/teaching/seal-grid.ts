/**
 * Cells on the line of numbers, one of which holds just the right answers. What is stored is the width of the cells and
 * the middle of some other one: which cell is the right one is found only by trying.
 */
export interface SealGrid {
  /** `exact`: cells of single numbers; `log`: cells of equal ratio, for a tolerance that is a share of the answer. */
  readonly scale: "exact" | "linear" | "log";
  /** Middle of a cell. */
  readonly from: number;
  readonly step: number;
}

/** The ends of the tolerance lie inside, whatever rounding does. */
const WIDENED = 1 + 1e-9;
const LOWER = Math.log(0.99);
const UPPER = Math.log(1.01);
/** Beyond, doubles do not tell the cells apart. */
const MOST_CELLS = 2 ** 46;

/**
 * Cells of which one is centred on the answer and as wide as its tolerance.
 *
 * @param within - largest difference that is right; undefined for 1 % of the answer
 * @param shift - by how many cells to move the middle that is stored, modulo 1000
 * @returns undefined when no such cells can be told apart
 */
export function gridAround(
  answer: number,
  within: number | undefined,
  shift: number,
): SealGrid | undefined {
  if (!Number.isFinite(answer)) return undefined;
  if (within === 0 || (answer === 0 && within === undefined)) {
    return { scale: "exact", from: 0, step: 0 };
  }
  const scale = within === undefined ? "log" : "linear";
  const step = (within === undefined ? UPPER - LOWER : 2 * within) * WIDENED;
  const middle = within === undefined ? Math.log(Math.abs(answer)) + (UPPER + LOWER) / 2 : answer;
  if (!Number.isFinite(step) || Math.abs(middle) > step * MOST_CELLS) return undefined;
  const rest = middle - step * Math.round(middle / step);
  return { scale, from: rest + step * (1 + (shift % 1000)), step };
}

/** Name of the cell that a number lies in; undefined when it lies in none. */
export function cellOf(value: number, { scale, from, step }: SealGrid): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (scale === "exact") return String(value === 0 ? 0 : value);
  if (scale === "linear") return String(Math.round((value - from) / step));
  if (value === 0) return undefined;
  const cell = Math.round((Math.log(Math.abs(value)) - from) / step);
  return `${value < 0 ? "-" : "+"}${cell}`;
}
