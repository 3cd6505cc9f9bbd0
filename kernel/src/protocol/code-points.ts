/** The wire counts cursor positions in code points, TypeScript in UTF-16 units. */

export function toUtf16(text: string, codePoints: number): number {
  let offset = 0;
  for (let i = 0; i < codePoints && offset < text.length; i++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

export function toCodePoints(text: string, offset: number): number {
  let codePoints = 0;
  for (let i = 0; i < offset && i < text.length; codePoints++) {
    i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
  }
  return codePoints;
}
