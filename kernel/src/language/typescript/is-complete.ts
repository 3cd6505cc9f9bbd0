import ts from "#typescript";
import type { Completeness } from "../backend.ts";

/** Unterminated template, comment. */
const CONTINUES = new Set([1160, 1010]);

interface ParsedFile extends ts.SourceFile {
  readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[];
}

function indentAfter(code: string): string {
  const line = code.slice(code.trimEnd().lastIndexOf("\n") + 1);
  const own = /^[ \t]*/.exec(line)![0];
  return /[{([]\s*$/.test(line) ? `${own}  ` : own;
}

/** Whether a console should run the code or wait for more lines. */
export function isComplete(code: string): Completeness {
  const file = ts.createSourceFile(
    "cell.ts",
    code,
    ts.ScriptTarget.Latest,
    false,
    ts.ScriptKind.TS,
  );
  const { parseDiagnostics } = file as ParsedFile;
  if (parseDiagnostics.length === 0) return { status: "complete" };
  const end = code.trimEnd().length;
  const isOpen = parseDiagnostics.every((each) => each.start >= end || CONTINUES.has(each.code));
  return isOpen ? { status: "incomplete", indent: indentAfter(code) } : { status: "invalid" };
}
