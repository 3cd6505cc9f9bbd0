import type { SparseDosages } from "../../io/cohort.ts";

/**
 * Prepares the joining of dosages of consecutive rows that were read in parts, narrowed to some samples.
 *
 * @param kept - ascending positions of the kept samples in a row; all when left out
 * @param sampleCount - samples in a source row
 * @returns a function that gives the dosages of all rows; undefined when there are none
 */
export function joinDosages(
  kept: Uint32Array | undefined,
  sampleCount: number,
): (parts: readonly SparseDosages[]) => SparseDosages | undefined {
  let sampleOfPosition: Int32Array | undefined;
  if (kept) {
    sampleOfPosition = new Int32Array(sampleCount).fill(-1);
    for (let i = 0; i < kept.length; i++) sampleOfPosition[kept[i]] = i;
  }
  return (parts) => {
    const rowCount = parts.reduce((sum, part) => sum + part.offsets.length - 1, 0);
    const most = parts.reduce((sum, part) => sum + part.offsets[part.offsets.length - 1], 0);
    if (most === 0) return undefined;
    const offsets = new Uint32Array(rowCount + 1);
    const samples = new Uint32Array(most);
    const values = new Uint16Array(most);
    let row = 0;
    let to = 0;
    for (const part of parts) {
      for (let v = 0; v + 1 < part.offsets.length; v++) {
        for (let i = part.offsets[v]; i < part.offsets[v + 1]; i++) {
          const sample = sampleOfPosition ? sampleOfPosition[part.samples[i]] : part.samples[i];
          if (sample < 0) continue;
          samples[to] = sample;
          values[to++] = part.values[i];
        }
        offsets[++row] = to;
      }
    }
    return to > 0
      ? { offsets, samples: samples.subarray(0, to), values: values.subarray(0, to) }
      : undefined;
  };
}
