import type { Diagnostic } from "../language/backend.ts";
import type { ErrorContent } from "../session/link.ts";

const RED = "\u001b[31m";
const BOLD = "\u001b[1m";
const DIM = "\u001b[2m";
const PLAIN = "\u001b[0m";

// Codes below are the parser's: such a cell cannot run, whatever the setting.
const FIRST_TYPE_ERROR = 2000;
const SHOWN = 10;
const CANNOT_FIND_MODULE = 2307;

export function isSyntaxError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "error" && diagnostic.code < FIRST_TYPE_ERROR;
}

/** Diagnostics as an `error` message: the place, the line, and a caret under the fault. */
export function typeErrorContent(
  label: string,
  source: string,
  diagnostics: readonly Diagnostic[],
): ErrorContent {
  const first = diagnostics[0]!;
  const headline = first.message.split("\n", 1)[0]!;
  return {
    ename: diagnostics.some(isSyntaxError) ? "SyntaxError" : "TypeScriptError",
    evalue: `${label}, line ${first.line}: ${headline} (TS${first.code})`,
    traceback: describeDiagnostics(label, source, diagnostics),
  };
}

export function describeDiagnostics(
  label: string,
  source: string,
  diagnostics: readonly Diagnostic[],
): string[] {
  const lines = source.split("\n");
  const described = diagnostics
    .slice(0, SHOWN)
    .flatMap((diagnostic) => describe(label, lines, diagnostic));
  const left = diagnostics.length - SHOWN;
  return left > 0 ? [...described, `… and ${left} more.`] : described;
}

/** The package that TypeScript did not find, if it is one. */
function missingPackage({ code, message }: Diagnostic): string | undefined {
  if (code !== CANNOT_FIND_MODULE) return undefined;
  const [, specifier = ""] = /'([^']+)'/.exec(message) ?? [];
  return /^(?!node:)(@[\w.~-]+\/)?[\w~-][\w.~-]*(?=\/|$)/.exec(specifier)?.[0];
}

function remedyOf(diagnostic: Diagnostic): string | undefined {
  if (diagnostic.isAwaitMissing) {
    return "write await before what gives the promise, as in: const result = await gwas.linear({ … }).";
  }
  const missing = missingPackage(diagnostic);
  return missing && `run npm install ${missing} in the notebook's folder, then the cell again.`;
}

function describe(label: string, lines: readonly string[], diagnostic: Diagnostic): string[] {
  const { line, column, length, code, message, severity } = diagnostic;
  const text = (lines[line - 1] ?? "").replaceAll("\t", " ");
  const width = Math.max(1, Math.min(length, text.length - column + 1));
  const gutter = String(line);
  const remedy = remedyOf(diagnostic);
  return [
    `${RED}${label}:${line}:${column} - ${severity} TS${code}:${PLAIN} ${message}`,
    "",
    `${DIM}${gutter} |${PLAIN} ${text}`,
    `${DIM}${" ".repeat(gutter.length)} |${PLAIN} ${" ".repeat(column - 1)}${RED}${"^".repeat(width)}${PLAIN}`,
    ...(remedy === undefined ? [] : [`${BOLD}What to do:${PLAIN} ${remedy}`]),
    "",
  ];
}
