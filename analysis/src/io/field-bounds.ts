export const TAB = 9;
export const SPACE = 32;
export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;

/** Index of the line feed, or the end. */
export function lineEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== LINE_FEED) at++;
  return at;
}

/**
 * Puts the fields of a line, between spaces and tabs, however many, into `bounds`: where each begins and ends, their
 * number last. Returns where the line ends.
 */
export function blankBounds(
  bytes: Uint8Array,
  from: number,
  to: number,
  bounds: Int32Array,
): number {
  const room = bounds.length - 1;
  let place = 0;
  let at = from;
  for (;;) {
    let byte = at < to ? bytes[at] : LINE_FEED;
    while (byte === SPACE || byte === TAB) byte = ++at < to ? bytes[at] : LINE_FEED;
    if (byte === LINE_FEED) break;
    const start = at;
    do byte = ++at < to ? bytes[at] : LINE_FEED;
    while (byte > SPACE || (byte !== SPACE && byte !== TAB && byte !== LINE_FEED));
    const end = byte === LINE_FEED && bytes[at - 1] === CARRIAGE_RETURN ? at - 1 : at;
    if (end === start) break;
    if (place < room) {
      bounds[place] = start;
      bounds[place + 1] = end;
    }
    place += 2;
  }
  bounds[room] = place / 2;
  return at;
}

/** Where a field begins without the ASCII blanks before it. */
export function trimmedFrom(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(bytes[at])) at++;
  return at;
}

/** Where a field ends without the ASCII blanks behind it. */
export function trimmedTo(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && isBlank(bytes[at - 1])) at--;
  return at;
}

/** Of ASCII what `String.prototype.trim` takes off. */
function isBlank(byte: number): boolean {
  return byte === SPACE || (byte >= TAB && byte <= CARRIAGE_RETURN);
}
