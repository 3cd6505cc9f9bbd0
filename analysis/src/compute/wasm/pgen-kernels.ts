/** Records of PLINK 2's .pgen. */
export interface PgenKernels {
  /** Decodes main tracks into packed rows; returns the first damaged record, −1 when there is none. */
  decodePgenRows(
    records: number,
    starts: number,
    ends: number,
    types: number,
    count: number,
    sampleCount: number,
    base: number,
    list: number,
    rows: number,
    trackEnds: number,
  ): number;
}
