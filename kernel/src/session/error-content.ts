import { inspect } from "node:util";
import type { ErrorContent } from "./link.ts";
import type { CellSources } from "./stacks.ts";

const RED = "\u001b[31m";
const BOLD = "\u001b[1m";
const DIM = "\u001b[2m";
const PLAIN = "\u001b[0m";

const CAUSES_SHOWN = 5;
const FRAMES_SHOWN = 12;
const MESSAGE_LIMIT = 4000;

interface Account {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

/** An error as Jupyter's `error` content: what happened, where in the cell, and what caused it. */
export function errorContent(error: unknown, sources: CellSources): ErrorContent {
  if (!isErrorLike(error)) {
    const text = cut(inspect(error, { depth: 2 }));
    return { ename: "Thrown value", evalue: text, traceback: [`${RED}Thrown${PLAIN}: ${text}`] };
  }
  const traceback = describe(error, sources, "");
  let cause = error.cause;
  for (let i = 0; i < CAUSES_SHOWN && cause !== undefined; i++) {
    traceback.push("", ...describe(cause, sources, "Caused by "));
    cause = isErrorLike(cause) ? cause.cause : undefined;
  }
  for (const inner of innerErrors(error)) {
    traceback.push("", ...describe(inner, sources, "Together with "));
  }
  return { ename: error.name, evalue: cut(error.message), traceback };
}

function describe(error: unknown, sources: CellSources, prefix: string): string[] {
  if (!isErrorLike(error)) return [`${prefix}${cut(inspect(error, { depth: 2 }))}`];
  const frames = sources
    .clean(error.stack ?? "")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, FRAMES_SHOWN);
  const headline = `${prefix}${RED}${error.name}${PLAIN}`;
  const account = accountOf(error);
  if (account) {
    const inCells = frames.filter((frame) => /(?:Cell|Expression|Unstored cell) \d+:/.test(frame));
    return [
      `${headline}: ${BOLD}${account.what}${PLAIN}`,
      account.why,
      `${BOLD}What to do:${PLAIN} ${account.remedy}`,
      ...sources.excerpt(inCells),
      ...inCells,
    ];
  }
  const excerpt = sources.excerpt(frames).map((line) => `${DIM}${line}${PLAIN}`);
  return [`${headline}: ${cut(error.message)}`, ...excerpt, ...frames];
}

interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly cause?: unknown;
}

/** Errors of other realms and libraries are not `instanceof Error`. */
function isErrorLike(value: unknown): value is ErrorLike {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<ErrorLike>).message === "string" &&
    typeof (value as Partial<ErrorLike>).name === "string"
  );
}

function accountOf(error: object): Account | undefined {
  const { isAnalysisError, what, why, remedy } = error as Partial<Account> & {
    isAnalysisError?: boolean;
  };
  return isAnalysisError && what && why && remedy ? { what, why, remedy } : undefined;
}

function innerErrors(error: ErrorLike): unknown[] {
  const { errors } = error as { errors?: unknown };
  return Array.isArray(errors) ? errors.slice(0, CAUSES_SHOWN) : [];
}

function cut(text: string): string {
  if (text.length <= MESSAGE_LIMIT) return text;
  return `${text.slice(0, MESSAGE_LIMIT)}… (${text.length - MESSAGE_LIMIT} characters more)`;
}
