/** Whether lists of columns hold the same numbers. */
export function areSameNumbers(
  some: readonly Float64Array[],
  others: readonly Float64Array[],
): boolean {
  return some.every(
    (column, c) =>
      column.length === others[c].length && column.every((value, j) => value === others[c][j]),
  );
}
