const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function decode(segment: string): number[] {
  const values: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    values.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return values;
}

function encode(values: readonly number[]): string {
  let text = "";
  for (const value of values) {
    let rest = value < 0 ? (-value << 1) | 1 : value << 1;
    do {
      const digit = rest & 31;
      rest >>>= 5;
      text += DIGITS[rest > 0 ? digit | 32 : digit]!;
    } while (rest > 0);
  }
  return text;
}

export interface SourceMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/**
 * The compiler's map, for a cell that got lines before it on both sides.
 *
 * @param map - JSON as the compiler wrote it
 * @param sourceLines - lines of the module before the cell's first line
 * @param outputLines - lines of the JavaScript before the compiler's first line
 */
export function shiftSourceMap(map: string, sourceLines: number, outputLines: number): SourceMap {
  const { mappings, names } = JSON.parse(map) as { mappings: string; names?: string[] };
  let line = 0;
  let column = 0;
  let lastLine = 0;
  let lastColumn = 0;
  const shifted = mappings.split(";").map((segments) => {
    let output = 0;
    let lastOutput = 0;
    const kept: string[] = [];
    for (const segment of segments === "" ? [] : segments.split(",")) {
      const [generated, , sourceLine, sourceColumn] = decode(segment);
      output += generated!;
      if (sourceLine === undefined) continue;
      line += sourceLine;
      column += sourceColumn!;
      if (line < sourceLines) continue;
      kept.push(
        encode([output - lastOutput, 0, line - sourceLines - lastLine, column - lastColumn]),
      );
      lastOutput = output;
      lastLine = line - sourceLines;
      lastColumn = column;
    }
    return kept.join(",");
  });
  return {
    version: 3,
    sources: ["cell"],
    names: names ?? [],
    mappings: ";".repeat(outputLines) + shifted.join(";"),
  };
}

interface Segment {
  readonly column: number;
  readonly line: number;
  readonly sourceColumn: number;
}

function decodeMappings(map: string): Segment[][] {
  const { mappings } = JSON.parse(map) as { mappings: string };
  let line = 0;
  let sourceColumn = 0;
  return mappings.split(";").map((segments) => {
    let column = 0;
    const decoded: Segment[] = [];
    for (const segment of segments === "" ? [] : segments.split(",")) {
      const [generated, , lines, columns] = decode(segment);
      column += generated!;
      if (lines === undefined) continue;
      line += lines;
      sourceColumn += columns!;
      decoded.push({ column, line, sourceColumn });
    }
    return decoded;
  });
}

/**
 * One map for two compilations in a row.
 *
 * @param second - from the last text to the one between, as JSON
 * @param first - from the one between to the first, as JSON
 */
export function chainSourceMaps(second: string, first: string): string {
  const between = decodeMappings(first);
  let lastLine = 0;
  let lastColumn = 0;
  const mappings = decodeMappings(second).map((segments) => {
    let lastOutput = 0;
    const kept: string[] = [];
    for (const { column, line, sourceColumn } of segments) {
      const origin = between[line]?.findLast((each) => each.column <= sourceColumn);
      if (!origin) continue;
      kept.push(
        encode([column - lastOutput, 0, origin.line - lastLine, origin.sourceColumn - lastColumn]),
      );
      lastOutput = column;
      lastLine = origin.line;
      lastColumn = origin.sourceColumn;
    }
    return kept.join(",");
  });
  return JSON.stringify({ version: 3, sources: ["cell"], names: [], mappings: mappings.join(";") });
}
