/** People of all ancestries that a GWAS-SSF metadata file counts; undefined where it tells none. */
export function sampleSizeOfMetadata(lines: readonly string[]): number | undefined {
  let sum = 0;
  for (const line of lines) {
    const size = /^\s*(?:-\s+)?sample_size:\s*["']?(\d+)["']?\s*(?:#.*)?$/.exec(line)?.[1];
    sum += Number(size ?? 0);
  }
  // 0 is written where the size is unknown.
  return sum > 0 && Number.isSafeInteger(sum) ? sum : undefined;
}
