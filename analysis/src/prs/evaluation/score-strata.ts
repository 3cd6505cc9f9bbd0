/**
 * Parts of as nearly equally many people as ties allow, from the lowest values up; equal values share a part.
 *
 * @returns n numbers from 0 to `parts` − 1
 */
export function equalParts(values: Float64Array, parts: number): Uint8Array {
  const n = values.length;
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const part = new Uint8Array(n);
  for (let from = 0; from < n;) {
    let to = from;
    while (to < n && values[order[to]] === values[order[from]]) to++;
    // The middle of a run of equal values decides; whole numbers, so that no rounding does.
    const own = Math.min(parts - 1, Math.floor(((from + to) * parts) / (2 * n)));
    for (let p = from; p < to; p++) part[order[p]] = own;
    from = to;
  }
  return part;
}

/** 1 for the people with the highest values, this share of them; 0 for the rest. Equal values stay together. */
export function topShare(values: Float64Array, share: number): Uint8Array {
  const n = values.length;
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[b] - values[a]);
  const wanted = Math.max(1, Math.round(share * n));
  const lowest = values[order[wanted - 1]];
  return Uint8Array.from(values, (value) => Number(value >= lowest));
}
