/** What a scan asks of each row beside its regression. */
export interface ScanKernels {
  /** Whether the other allele is the rarer one, a byte a row; `sums` of dosages, 0: there are none. */
  flipRows(
    twos: number,
    ones: number,
    missing: number,
    sums: number,
    count: number,
    size: number,
    isFlipped: number,
  ): void;
  /** The first value from `from` on that is above the limit, `count` when there is none. */
  nextAbove(values: number, from: number, count: number, limit: number): number;
  /** Four numbers about values ln P, and the bin of each P; see assembly/scan-rows.ts. */
  summariseLnP(
    values: number,
    count: number,
    significant: number,
    bins: number,
    places: number,
    summary: number,
  ): void;
  /** called: a 32-bit integer a row, centred: a 64-bit float; sums and squares of dosages, 0: there are none. */
  varyRows(
    twos: number,
    ones: number,
    missing: number,
    sums: number,
    squares: number,
    count: number,
    size: number,
    called: number,
    centred: number,
  ): void;
  /** Rows that miss a sample; needs room for one more than there are. Returns how many. */
  listIncomplete(missing: number, first: number, end: number, list: number): number;
  /** Not 0 where every row with a list is to be summed from it. */
  areListed(kinds: number, split: number, dense: number, count: number): number;
  /** Not 0 where all bytes are 0. */
  isBlank(bytes: number, length: number): number;
}
