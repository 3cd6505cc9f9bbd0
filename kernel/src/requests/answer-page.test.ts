import { expect, test } from "vitest";
import type { KernelMessage, PageMessage } from "../messages.ts";
import type { Comm, CommHandler } from "../notebook.ts";
import { answerPage } from "./answer-page.ts";
import { AnswerWithBuffers } from "./handlers.ts";
import type { RequestHandler, RequestHandlers } from "./handlers.ts";

interface Sent {
  readonly message: KernelMessage;
  readonly buffers: readonly ArrayBufferView[];
}

function opened(handler: (...given: Parameters<RequestHandler<"kernel.about">>) => unknown): {
  readonly sent: Sent[];
  readonly ask: (message: PageMessage) => void;
  readonly close: () => void;
  /** Languages of the pages that asked. */
  readonly spoken: string[];
} {
  const sent: Sent[] = [];
  const spoken: string[] = [];
  const hold: { message?: CommHandler; close?: CommHandler } = {};
  const comm: Comm = {
    id: "c",
    target: "genobook",
    send: (data, options = {}) =>
      void sent.push({ message: data as KernelMessage, buffers: options.buffers ?? [] }),
    onMessage: (handler) => void (hold.message = handler),
    onClose: (handler) => void (hold.close = handler),
    close: () => undefined,
  };
  const handlers = { "kernel.about": handler } as unknown as RequestHandlers;
  answerPage(handlers, {
    ...{ load: () => Promise.resolve({}), values: {} },
    spokenTo: (language) => void spoken.push(language),
  })(comm, {}, []);
  return {
    ...{ sent, spoken },
    ask: (message) => void hold.message!(message, []),
    close: () => void hold.close!({}, []),
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const request = (
  id: number,
  name = "kernel.about",
): Extract<PageMessage, { readonly type: "request" }> => ({
  type: "request",
  id,
  name,
  asks: {},
});

test("an answer comes back with its id, buffers beside it", async () => {
  const bytes = Uint8Array.of(1, 2);
  const { sent, ask } = opened(() => new AnswerWithBuffers({ rows: 2 }, [bytes]));
  ask(request(7));
  await settle();
  expect(sent).toEqual([
    { message: { type: "answer", id: 7, answers: { rows: 2 } }, buffers: [bytes] },
  ]);
});

test("an unknown request, an error of the library and any other error are refusals in words", async () => {
  const errors: unknown[] = [
    { isAnalysisError: true, tag: "format", what: "W.", why: "Y.", remedy: "R.", message: "" },
    new Error("broken"),
  ];
  const { sent, ask } = opened(() => {
    throw errors.shift() as Error;
  });
  ask(request(1, "nothing"));
  ask(request(2));
  ask(request(3));
  await settle();
  const refusals = sent.map(({ message }) => (message.type === "refusal" ? message.error : null));
  expect(refusals.map((error) => error?.tag)).toEqual(["unknown-request", "format", "internal"]);
  expect(refusals[1]).toEqual({ tag: "format", what: "W.", why: "Y.", remedy: "R." });
  expect(refusals[2]?.what).toBe("broken");
});

test("a page is refused in its language, which the session hears, too", async () => {
  const { sent, ask, spoken } = opened((_, { language }) => ({ version: language }));
  ask({ ...request(1, "nothing"), language: "zh-CN" });
  ask({ ...request(2), language: "zh-CN" });
  ask(request(3));
  await settle();
  expect(spoken).toEqual(["zh-CN", "zh-CN", "en"]);
  const said = sent.map(({ message }) => {
    if (message.type === "refusal") return message.error.what;
    return message.type === "answer" ? message.answers : undefined;
  });
  expect(said).toEqual(["此内核不回答“nothing”。", { version: "zh-CN" }, { version: "en" }]);
});

test("cancelling and closing abort; what the handler still gives is not sent", async () => {
  const signals: AbortSignal[] = [];
  const { sent, ask, close } = opened(async (_, { signal, progress }) => {
    signals.push(signal);
    progress("Reading", 1, 3);
    await new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined)));
    progress("Reading", 2, 3);
    return { late: true };
  });
  ask(request(1));
  ask(request(2));
  ask({ type: "cancel", id: 1 });
  await settle();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  expect(sent.map(({ message }) => `${message.type} ${message.id}`)).toEqual([
    "progress 1",
    "progress 2",
    "refusal 1",
  ]);
  close();
  await settle();
  expect(signals[1].aborted).toBe(true);
});
