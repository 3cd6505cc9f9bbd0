/** Text between the brackets of each call of `callee` in TypeScript source, split at its top-level commas. */
export function callArguments(source: string, callee: string): readonly (readonly string[])[] {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_$.])${escaped(callee)}\\s*\\(`, "gu");
  return [...source.matchAll(pattern)].flatMap((match) => {
    const inside = balanced(source, match.index + match[0].length);
    return inside === undefined ? [] : [splitTopLevel(inside)];
  });
}

/** Parts between commas that are in no bracket, string or comment; trimmed, an empty last one left out. */
export function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  walk(text, 0, (character, at, depth) => {
    if (character === "," && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
    return false;
  });
  const last = text.slice(start).trim();
  return last === "" ? parts : [...parts, last];
}

/** Up to the bracket that closes one opened before `start`; undefined when none does. */
function balanced(source: string, start: number): string | undefined {
  let end: number | undefined;
  walk(source, start, (_, at, depth) => {
    if (depth >= 0) return false;
    end = at;
    return true;
  });
  return end === undefined ? undefined : source.slice(start, end);
}

/** Visits what is code, with the depth of its brackets after it, until `visit` returns true. */
function walk(
  source: string,
  start: number,
  visit: (character: string, at: number, depth: number) => boolean,
): void {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const character = source[at]!;
    const two = source.slice(at, at + 2);
    if (`"'\``.includes(character)) {
      at = endOfString(source, at);
    } else if (two === "//" || two === "/*") {
      const end = source.indexOf(two === "//" ? "\n" : "*/", at + 2);
      at = end < 0 ? source.length : end + (two === "//" ? 0 : 1);
    } else {
      if ("([{".includes(character)) depth++;
      if (")]}".includes(character)) depth--;
      if (visit(character, at, depth)) return;
    }
  }
}

function endOfString(source: string, start: number): number {
  const quote = source[start];
  let at = start + 1;
  while (at < source.length && source[at] !== quote) at += source[at] === "\\" ? 2 : 1;
  return at;
}

function escaped(text: string): string {
  return text.replaceAll(/[.$*+?^()[\]{}|\\]/g, "\\$&");
}
