/**
 * Tells of one row after another whether an equal one has come before; rows are their numbers, no keys are made.
 *
 * @param count - rows at most
 */
export function openTable(
  count: number,
  hash: (row: number) => number,
  isSame: (a: number, b: number) => boolean,
): (row: number) => boolean {
  const size = 2 ** Math.ceil(Math.log2(Math.max(4, 2 * count)));
  const slots = new Int32Array(size);
  return (row) => {
    const mixed = Math.imul(hash(row), 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & (size - 1);
    // Slots hold a row plus one; 0 is free.
    while (slots[slot] !== 0) {
      if (isSame(slots[slot] - 1, row)) return true;
      slot = (slot + 1) & (size - 1);
    }
    slots[slot] = row + 1;
    return false;
  };
}
