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
}
