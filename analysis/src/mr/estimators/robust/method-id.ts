/** Stable name of an estimator: `raps`, or `raps.tukey.noOverdispersion` where options are not the usual ones. */
export function methodId(
  name: string,
  ...unusual: readonly (string | false | undefined)[]
): string {
  return [name, ...unusual.filter(Boolean)].join(".");
}
