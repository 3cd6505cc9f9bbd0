/** How a cohort is cut into blocks. */
export interface BlockPlan {
  readonly rowsPerBlock: number;
  readonly blockCount: number;
}

/** Rows for which one set of look-up tables is filled: at 4096 filling them is a sixteenth of the time. */
const MOST_ROWS = 4096;
/** Where most rows are lists of carriers, so many are needed for the rest to fill the tables. */
const MOST_LISTED_ROWS = 16_384;
const FEWEST_ROWS = 64;
/** A worker holds a block twice: as read, and laid out for the scan. */
const MOST_BLOCK_BYTES = 64 * 1024 * 1024;

/**
 * Blocks as large as the look-up tables like, as many as keep all workers busy to the end.
 *
 * @param options.bytesPerRow - working memory of a row, at least its packed bytes
 * @param options.isListed - rows may be lists of carriers, which need no tables and next to no memory
 * @param options.isOrderFixed - sums over blocks must not depend on the number of workers: cut the same for any number
 */
export function planBlocks(options: {
  readonly variantCount: number;
  readonly bytesPerRow: number;
  readonly workers: number;
  readonly isListed?: boolean;
  readonly isOrderFixed?: boolean;
  readonly mostRows?: number | undefined;
}): BlockPlan {
  const { variantCount, bytesPerRow, workers, isOrderFixed = false } = options;
  if (variantCount === 0) return { rowsPerBlock: 0, blockCount: 0 };
  const fitting = Math.floor(MOST_BLOCK_BYTES / Math.max(1, bytesPerRow));
  const usual = options.isListed && !isOrderFixed ? MOST_LISTED_ROWS : MOST_ROWS;
  const most = Math.max(1, Math.min(options.mostRows ?? usual, usual, fitting));
  if (isOrderFixed) {
    const rows = Math.min(most, variantCount);
    return { rowsPerBlock: rows, blockCount: Math.ceil(variantCount / rows) };
  }
  const rounds = Math.ceil(variantCount / (most * workers));
  const even = Math.ceil(variantCount / (rounds * workers));
  const rows = Math.min(most, Math.max(even, Math.min(FEWEST_ROWS, variantCount)));
  return { rowsPerBlock: rows, blockCount: Math.ceil(variantCount / rows) };
}
