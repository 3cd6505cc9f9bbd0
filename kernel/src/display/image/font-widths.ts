/** Width of a text in em. */
export type FontWidths = (text: string) => number;

/**
 * Reads the advance widths of a TrueType font (tables head, hhea, hmtx, cmap formats 4 and 12).
 *
 * @see OpenType 1.9, https://learn.microsoft.com/typography/opentype/spec/
 */
export function readFontWidths(file: Uint8Array): FontWidths {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const entry = 12 + 16 * i;
    const tag = String.fromCharCode(...file.subarray(entry, entry + 4));
    tables.set(tag, view.getUint32(entry + 8));
  }
  const at = (tag: string): number => {
    const offset = tables.get(tag);
    if (offset === undefined) throw new Error(`font has no table ${tag}`);
    return offset;
  };
  const unitsPerEm = view.getUint16(at("head") + 18);
  const metricCount = view.getUint16(at("hhea") + 34);
  const metrics = at("hmtx");
  const glyphOf = characterMap(view, at("cmap"));
  const known = new Map<number, number>();
  const widthOf = (codePoint: number): number => {
    let width = known.get(codePoint);
    if (width === undefined) {
      const glyph = Math.min(glyphOf(codePoint), metricCount - 1);
      width = view.getUint16(metrics + 4 * glyph) / unitsPerEm;
      known.set(codePoint, width);
    }
    return width;
  };
  return (text) => {
    let sum = 0;
    for (const character of text) sum += widthOf(character.codePointAt(0)!);
    return sum;
  };
}

/** Glyph 0, the empty box, for characters that the font lacks. */
function characterMap(view: DataView, cmap: number): (codePoint: number) => number {
  let basic: number | undefined;
  let full: number | undefined;
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const subtable = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    if (view.getUint16(subtable) === 4) basic = subtable;
    if (view.getUint16(subtable) === 12) full = subtable;
  }
  return (codePoint) =>
    (full !== undefined && glyphInGroups(view, full, codePoint)) ||
    (basic !== undefined && glyphInSegments(view, basic, codePoint)) ||
    0;
}

function glyphInGroups(view: DataView, table: number, codePoint: number): number {
  for (let i = 0; i < view.getUint32(table + 12); i++) {
    const group = table + 16 + 12 * i;
    const start = view.getUint32(group);
    if (codePoint >= start && codePoint <= view.getUint32(group + 4)) {
      return view.getUint32(group + 8) + codePoint - start;
    }
  }
  return 0;
}

function glyphInSegments(view: DataView, table: number, codePoint: number): number {
  const bytes = view.getUint16(table + 6);
  const ends = table + 14;
  const starts = ends + bytes + 2;
  const deltas = starts + bytes;
  const ranges = deltas + bytes;
  for (let i = 0; i < bytes; i += 2) {
    if (codePoint > view.getUint16(ends + i)) continue;
    const start = view.getUint16(starts + i);
    if (codePoint < start) return 0;
    const delta = view.getUint16(deltas + i);
    const range = view.getUint16(ranges + i);
    if (range === 0) return (codePoint + delta) & 0xffff;
    const glyph = view.getUint16(ranges + i + range + 2 * (codePoint - start));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}
