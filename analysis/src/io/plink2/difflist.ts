/** Where a record is read, and how its ids are written. */
export interface RecordCursor {
  readonly bytes: Uint8Array;
  /** Next byte. */
  at: number;
  /** After the record's last byte. */
  readonly end: number;
  readonly sampleCount: number;
}

/** Thrown inside a decoder; whoever knows the file and the row says it in words. */
export class RecordDamage extends Error {}

const GROUP = 64;

/** A base-128 number: seven bits a byte, the lowest first, the highest bit set on all but the last. */
function readVarint(cursor: RecordCursor): number {
  let value = 0;
  for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
    if (cursor.at >= cursor.end) throw new RecordDamage();
    const byte = cursor.bytes[cursor.at++];
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
  throw new RecordDamage();
}

/**
 * Reads a difflist: samples, ascending, with a 2-bit value each, or without.
 *
 * @param visit - called with sample and value, 0 in a list without values
 */
export function readDifflist(
  cursor: RecordCursor,
  hasValues: boolean,
  visit: (sample: number, value: number) => void,
): void {
  const { bytes, end, sampleCount } = cursor;
  const length = readVarint(cursor);
  if (length === 0) return;
  if (length > sampleCount) throw new RecordDamage();
  const groups = Math.ceil(length / GROUP);
  const idBytes = bytesOfId(sampleCount);
  const firstIds = cursor.at;
  const values = firstIds + groups * idBytes + (groups - 1);
  cursor.at = values + (hasValues ? Math.ceil(length / 4) : 0);
  if (cursor.at > end) throw new RecordDamage();
  let sample = -1;
  for (let i = 0; i < length; i++) {
    const before = sample;
    if (i % GROUP === 0) {
      sample = 0;
      for (let k = idBytes - 1; k >= 0; k--) {
        sample = sample * 256 + bytes[firstIds + (i / GROUP) * idBytes + k];
      }
    } else sample += readVarint(cursor);
    if (sample <= before || sample >= sampleCount) throw new RecordDamage();
    visit(sample, hasValues ? (bytes[values + (i >> 2)] >> (2 * (i & 3))) & 3 : 0);
  }
}

/** Bytes of a sample's number at the start of a group. */
function bytesOfId(sampleCount: number): number {
  return sampleCount <= 2 ** 8 ? 1 : sampleCount <= 2 ** 16 ? 2 : sampleCount <= 2 ** 24 ? 3 : 4;
}
