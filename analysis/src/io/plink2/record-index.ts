/** What reading the header of a .pgen does for every record. */
export interface RecordIndex {
  /** Takes types apart that lie two a byte, the first one in the lower half. */
  readonly unpackTypes: (packed: Uint8Array, types: Uint8Array) => void;
  /** Fills in where each record starts from the lengths of all, `width` bytes each; returns where the last one ends. */
  readonly addLengths: (
    lengths: Uint8Array,
    width: number,
    offset: number,
    offsets: Float64Array,
  ) => number;
}

/** In JavaScript: the reference for the WebAssembly kernels. */
export const PLAIN_RECORD_INDEX: RecordIndex = { unpackTypes, addLengths };

function unpackTypes(packed: Uint8Array, types: Uint8Array): void {
  for (let i = 0; i < types.length; i += 2) types[i] = packed[i >> 1] & 15;
  for (let i = 1; i < types.length; i += 2) types[i] = packed[i >> 1] >> 4;
}

function addLengths(
  lengths: Uint8Array,
  width: number,
  offset: number,
  offsets: Float64Array,
): number {
  for (let v = 0, at = 0; v < offsets.length; v++, at += width) {
    offsets[v] = offset;
    let length = lengths[at];
    if (width > 1) length += lengths[at + 1] * 2 ** 8;
    if (width > 2) length += lengths[at + 2] * 2 ** 16;
    if (width > 3) length += lengths[at + 3] * 2 ** 24;
    offset += length;
  }
  return offset;
}
