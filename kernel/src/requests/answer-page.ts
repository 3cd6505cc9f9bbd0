import type { KernelMessage, PageMessage } from "../messages.ts";
import type { Comm, CommOpenHandler } from "../notebook.ts";
import type { PageLanguage } from "../page-language.ts";
import { KernelRefusal } from "../refusals/kernel-refusal.ts";
import { AnswerWithBuffers } from "./handlers.ts";
import type { RequestContext, RequestHandlers } from "./handlers.ts";
import { refusalOf } from "./refusal.ts";

type AnyHandler = (asks: unknown, context: RequestContext) => unknown;

/** Progress goes out at most this often, the last one of a request included in its answer. */
const PROGRESS_EVERY_MS = 200;

/**
 * Answers the page's requests: each comm has its own, and its end cancels what still runs for it.
 *
 * @param session.load - imports as a cell does
 * @param session.values - top-level names of all cells
 * @param session.spokenTo - told the language of a page that asks
 */
export function answerPage(
  handlers: RequestHandlers,
  { load, values, spokenTo }: Pick<RequestContext, "load" | "values"> & SpokenTo,
): CommOpenHandler {
  return (comm) => {
    const running = new Map<number, AbortController>();
    comm.onMessage((data, buffers) => {
      const message = data as PageMessage;
      if (message.type === "cancel") running.get(message.id)?.abort();
      else if (message.type === "request") {
        const abort = new AbortController();
        running.set(message.id, abort);
        const { language = "en" } = message;
        spokenTo?.(language);
        void answer(comm, message, {
          handler: (handlers as unknown as Record<string, AnyHandler | undefined>)[message.name],
          context: {
            signal: abort.signal,
            load,
            values,
            buffers,
            language,
            progress: progressOf(comm, message.id, abort.signal),
            update(answers) {
              const update: KernelMessage = { type: "update", id: message.id, answers };
              if (!abort.signal.aborted) comm.send(update);
            },
          },
        }).finally(() => running.delete(message.id));
      }
    });
    comm.onClose(() => {
      for (const abort of running.values()) abort.abort();
    });
  };
}

interface SpokenTo {
  readonly spokenTo?: ((language: PageLanguage) => void) | undefined;
}

interface Work {
  readonly handler: AnyHandler | undefined;
  readonly context: RequestContext;
}

async function answer(
  comm: Comm,
  { id, name, asks }: Extract<PageMessage, { type: "request" }>,
  { handler, context }: Work,
): Promise<void> {
  const send = (message: KernelMessage, buffers: readonly ArrayBufferView[] = []): void =>
    comm.send(message, { buffers });
  const { signal, language } = context;
  const refuse = (error: unknown): void =>
    send({ type: "refusal", id, error: refusalOf(error, signal.aborted, language) });
  try {
    if (!handler) throw new KernelRefusal("unknown-request", name);
    const answers = await handler(asks, context);
    if (signal.aborted) refuse(signal.reason);
    else if (answers instanceof AnswerWithBuffers) {
      send({ type: "answer", id, answers: answers.answers }, answers.buffers);
    } else send({ type: "answer", id, answers });
  } catch (error) {
    refuse(error);
  }
}

function progressOf(comm: Comm, id: number, signal: AbortSignal): RequestContext["progress"] {
  let last = -Infinity;
  return (title, done, total) => {
    const now = performance.now();
    if (signal.aborted || now - last < PROGRESS_EVERY_MS) return;
    last = now;
    const message: KernelMessage = { type: "progress", id, title, done, total };
    comm.send(message);
  };
}
