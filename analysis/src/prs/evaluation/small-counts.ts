/** Counts below this are not shown unless asked for: a count of few people can tell who they are. */
export const SMALLEST_COUNT = 10;

/**
 * Which cells not to show: those with a count below the limit, and when only one cell is such, the next smallest too,
 * since all others and the total would give it away. A limit of 1 hides nothing.
 *
 * @param cells - each with the counts that would be shown of it
 */
export function hiddenCells(
  cells: readonly (readonly number[])[],
  smallestCount: number,
): boolean[] {
  if (smallestCount <= 1) return cells.map(() => false);
  const least = cells.map((counts) => Math.min(...counts));
  const isHidden = least.map((count) => count < smallestCount);
  if (isHidden.filter(Boolean).length !== 1 || cells.length < 2) return isHidden;
  const next = least.reduce(
    (best, count, i) => (!isHidden[i] && (best < 0 || count < least[best]) ? i : best),
    -1,
  );
  isHidden[next] = true;
  return isHidden;
}
