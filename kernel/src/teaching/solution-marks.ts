const BEGINS = /^(\s*)\/\/\s*solution\b:?\s*(.*)$/i;
const ENDS = /^\s*\/\/\s*end solution\s*$/i;

/**
 * Replaces what stands between `// solution` and `// end solution` by a line that asks for it; words behind the first
 * mark, as in `// solution: the slope of Egger`, are kept as what is to be done.
 *
 * @param cellNumber - counted from 1, for messages
 * @throws Error when a mark has no partner
 */
export function withoutSolutions(
  source: string,
  cellNumber: number,
): { readonly source: string; readonly solutions: number } {
  const kept: string[] = [];
  let solutions = 0;
  let openedAt: number | undefined;
  source.split("\n").forEach((line, index) => {
    if (ENDS.test(line)) {
      if (openedAt === undefined) throw unpaired(cellNumber, index + 1, "end solution", "solution");
      openedAt = undefined;
      return;
    }
    const begin = BEGINS.exec(line);
    if (begin) {
      if (openedAt !== undefined) throw unpaired(cellNumber, openedAt, "solution", "end solution");
      openedAt = index + 1;
      solutions++;
      const [, indent = "", task = ""] = begin;
      kept.push(`${indent}// Your turn${task === "" ? "." : `: ${task}`}`);
    } else if (openedAt === undefined) kept.push(line);
  });
  if (openedAt !== undefined) throw unpaired(cellNumber, openedAt, "solution", "end solution");
  return { source: kept.join("\n"), solutions };
}

function unpaired(cell: number, line: number, mark: string, partner: string): Error {
  return new Error(
    `Cell ${cell}, line ${line}: "// ${mark}" has no "// ${partner}". Put one beside it; solutions cannot hold each other.`,
  );
}
