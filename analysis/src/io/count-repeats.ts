/**
 * How many ids repeat one before; "." is no id.
 *
 * One Set of all ids would be slow to fill and, beyond 2^24 entries, impossible: only ids whose hash another has are
 * compared.
 *
 * @param hashes - of the ids, none of them 0, where the caller has them
 */
export function countRepeats(
  ids: readonly string[],
  hashes: Uint32Array = Uint32Array.from(ids, hash),
): number {
  const shared = sharedHashes(hashes);
  const seen = new Set<string>();
  let repeats = 0;
  for (let i = 0; shared.size > 0 && i < ids.length; i++) {
    if (!shared.has(hashes[i]) || ids[i] === ".") continue;
    if (seen.has(ids[i])) repeats++;
    seen.add(ids[i]);
  }
  return repeats;
}

/** Hashes that occur more than once, by an open table of at least twice their number; 0 marks a free place. */
function sharedHashes(hashes: Uint32Array): Set<number> {
  const size = 2 ** Math.ceil(Math.log2(2 * hashes.length + 2));
  const table = new Uint32Array(size);
  const shared = new Set<number>();
  for (let i = 0; i < hashes.length; i++) {
    const value = hashes[i];
    let at = Math.imul(value, 0x9e3779b1) & (size - 1);
    while (table[at] !== 0 && table[at] !== value) at = (at + 1) & (size - 1);
    if (table[at] === value) shared.add(value);
    table[at] = value;
  }
  return shared;
}

/** Never 0. */
function hash(id: string): number {
  let value = 0;
  for (let i = 0; i < id.length; i++) value = (Math.imul(value, 31) + id.charCodeAt(i)) >>> 0;
  return value || 1;
}
