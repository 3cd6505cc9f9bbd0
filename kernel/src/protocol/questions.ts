import type { Completion } from "../language/backend.ts";
import { toCodePoints, toUtf16 } from "./code-points.ts";
import { numberOf, textOf } from "./context.ts";
import type { KernelContext } from "./context.ts";

/** Requests that ask about code; all are answered while a cell runs. */

// A frontend shows some dozens; thousands of globals with types would cost more than they tell.
const DETAILED_COMPLETIONS = 300;

type Content = Record<string, unknown>;

export async function complete(context: KernelContext, content: Content): Promise<object> {
  const code = textOf(content, "code");
  const offset = toUtf16(code, numberOf(content, "cursor_pos"));
  const { start, end, items } = await (await context.preparedLanguage()).complete(code, offset);
  const cursor_start = toCodePoints(code, start);
  const cursor_end = toCodePoints(code, end);
  const typed = (item: Completion): object => ({
    text: item.name,
    type: item.kind,
    ...(item.signature ? { signature: item.signature } : {}),
    start: cursor_start,
    end: cursor_end,
  });
  return {
    status: "ok",
    matches: items.map((item) => item.name),
    cursor_start,
    cursor_end,
    metadata: { _jupyter_types_experimental: items.slice(0, DETAILED_COMPLETIONS).map(typed) },
  };
}

export async function inspect(context: KernelContext, content: Content): Promise<object> {
  const code = textOf(content, "code");
  const offset = toUtf16(code, numberOf(content, "cursor_pos"));
  const detail = numberOf(content, "detail_level") === 1 ? 1 : 0;
  const found = await (await context.preparedLanguage()).inspect(code, offset, detail);
  return {
    status: "ok",
    found: found !== undefined,
    data: found ? { "text/plain": found.text, "text/markdown": found.markdown } : {},
    metadata: {},
  };
}

export async function isComplete(context: KernelContext, content: Content): Promise<object> {
  return context.language().isComplete(textOf(content, "code"));
}

export function history(context: KernelContext, content: Content): Promise<object> {
  return Promise.resolve({ status: "ok", history: context.history.answer(content) });
}
