const LINE_FEED: u32 = 10;
const TAB: u32 = 9;
const SPACE: u32 = 32;
const MINUS: u32 = 45;
const COMMA: u32 = 44;

const IS_NEGATIVE: u32 = 1;
const IS_MULTIALLELIC: u32 = 2;

// @ts-ignore: decorator
@inline
function isSameText(a: usize, aEnd: usize, b: usize, bEnd: usize): bool {
  if (aEnd - a != bEnd - b) return false;
  while (a < aEnd) {
    if (load<u8>(a) != load<u8>(b)) return false;
    a++;
    b++;
  }
  return true;
}

/** Copies a field and a line feed; returns where the next one goes. */
// @ts-ignore: decorator
@inline
function appendField(from: usize, end: usize, to: usize): usize {
  while (from < end) {
    store<u8>(to, load<u8>(from));
    from++;
    to++;
  }
  store<u8>(to, <u8>LINE_FEED);
  return to + 1;
}

/**
 * Splits whole lines of a variant table at tabs and spaces into columns, empty lines left out.
 *
 * `columns` holds the places of contig, position, id, reference and alternate, and how many fields are needed, 32 bits
 * each; `bounds` is room for two addresses a field. Of every row: its position (0 when negative), a hash of its id, flags
 * (1 negative position, 2 more than one alternate allele), and the byte of each allele, 0 when it has several. Ids and
 * alleles of several bytes become texts with a line feed after each. `contigs` gets the row, start and end of the contig's
 * name in `text` wherever it is another than the row before has. `result` gets the ends of the three texts and of `contigs`.
 *
 * Returns how many rows there are; −1 when a row has too few fields or a position that is none.
 */
export function splitVariantLines(
  text: usize,
  end: usize,
  columns: usize,
  bounds: usize,
  positions: usize,
  hashes: usize,
  flags: usize,
  references: usize,
  alternates: usize,
  idText: usize,
  referenceText: usize,
  alternateText: usize,
  contigs: usize,
  result: usize,
): i32 {
  const contigField = bounds + (<usize>load<i32>(columns) << 3);
  const positionField = bounds + (<usize>load<i32>(columns, 4) << 3);
  const idField = bounds + (<usize>load<i32>(columns, 8) << 3);
  const referenceField = bounds + (<usize>load<i32>(columns, 12) << 3);
  const alternateField = bounds + (<usize>load<i32>(columns, 16) << 3);
  const boundsEnd = bounds + (<usize>load<i32>(columns, 20) << 3);
  let rows = 0;
  let lastContig: usize = 0;
  let lastContigEnd: usize = 0;
  let at = text;
  while (at < end) {
    let field = bounds;
    while (field < boundsEnd) {
      let byte: u32 = load<u8>(at);
      while (byte == TAB || byte == SPACE) byte = load<u8>(++at);
      const start = at;
      while (byte > SPACE) byte = load<u8>(++at);
      if (at == start) break;
      store<u32>(field, start);
      store<u32>(field, at, 4);
      field += 8;
    }
    while (load<u8>(at) != LINE_FEED) at++;
    at++;
    if (field == bounds) continue;
    if (field < boundsEnd) return -1;

    const contig: usize = load<u32>(contigField);
    const contigEnd: usize = load<u32>(contigField, 4);
    if (!isSameText(contig, contigEnd, lastContig, lastContigEnd)) {
      store<u32>(contigs, rows);
      store<u32>(contigs, contig - text, 4);
      store<u32>(contigs, contigEnd - text, 8);
      contigs += 12;
    }
    lastContig = contig;
    lastContigEnd = contigEnd;

    let flag: u32 = 0;
    let digitAt: usize = load<u32>(positionField);
    const digitEnd: usize = load<u32>(positionField, 4);
    if (load<u8>(digitAt) == MINUS) {
      flag |= IS_NEGATIVE;
      digitAt++;
    }
    if (digitAt == digitEnd || digitEnd - digitAt > 18) return -1;
    let position: u64 = 0;
    for (; digitAt < digitEnd; digitAt++) {
      const digit = <u32>load<u8>(digitAt) - 48;
      if (digit > 9) return -1;
      position = position * 10 + digit;
    }
    if (position > 0x7fffffff) return -1;
    store<u32>(positions + (<usize>rows << 2), flag ? 0 : <u32>position);

    let hash: u32 = 0;
    const id: usize = load<u32>(idField);
    const idEnd: usize = load<u32>(idField, 4);
    for (let i = id; i < idEnd; i++) hash = hash * 31 + load<u8>(i);
    store<u32>(hashes + (<usize>rows << 2), hash ? hash : 1);
    idText = appendField(id, idEnd, idText);

    const reference: usize = load<u32>(referenceField);
    const referenceEnd: usize = load<u32>(referenceField, 4);
    const isShort = referenceEnd - reference == 1 && load<u8>(reference) < 128;
    store<u8>(references + rows, isShort ? load<u8>(reference) : 0);
    if (!isShort) referenceText = appendField(reference, referenceEnd, referenceText);

    const alternate: usize = load<u32>(alternateField);
    const alternateEnd: usize = load<u32>(alternateField, 4);
    const isShortToo = alternateEnd - alternate == 1 && load<u8>(alternate) < 128;
    store<u8>(alternates + rows, isShortToo ? load<u8>(alternate) : 0);
    if (!isShortToo) {
      for (let i = alternate; i < alternateEnd; i++) {
        if (load<u8>(i) == COMMA) flag |= IS_MULTIALLELIC;
      }
      alternateText = appendField(alternate, alternateEnd, alternateText);
    }
    store<u8>(flags + rows, <u8>flag);
    rows++;
  }
  store<u32>(result, idText);
  store<u32>(result, referenceText, 4);
  store<u32>(result, alternateText, 8);
  store<u32>(result, contigs, 12);
  return rows;
}
