/** Arrays that workers fill and the result keeps. */
export function sharedFloat64(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * length));
}

export function sharedInt32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}

export function sharedUint8(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** The same numbers where workers see them without a copy each. */
export function shareUint8(values: Uint8Array): Uint8Array {
  const shared = sharedUint8(values.length);
  shared.set(values);
  return shared;
}

export function shareUint32(values: Uint32Array): Uint32Array {
  const shared = new Uint32Array(new SharedArrayBuffer(4 * values.length));
  shared.set(values);
  return shared;
}

export function shareFloat64(values: Float64Array): Float64Array {
  const shared = sharedFloat64(values.length);
  shared.set(values);
  return shared;
}
