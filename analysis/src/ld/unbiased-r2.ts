/**
 * r² less what chance adds to it among n people: r² − (1 − r²) / (n − 2); NaN below three people.
 *
 * @see Bulik-Sullivan et al. 2015, doi:10.1038/ng.3211
 */
export function unbiasedR2(r: number, n: number): number {
  const r2 = r * r;
  return n > 2 ? r2 - (1 - r2) / (n - 2) : NaN;
}
