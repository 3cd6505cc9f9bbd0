import type { KernelMessage, PageMessage } from "@genobook/kernel/messages";
import type { Kernel } from "@jupyterlab/services";
import type { ITranslator } from "@jupyterlab/translation";
import { Signal } from "@lumino/signaling";
import { expect, test } from "vitest";
import { KernelRequests } from "./kernel-requests.ts";
import type { RefusedRequest } from "./kernel-requests.ts";

function fakeKernel() {
  const sent: PageMessage[] = [];
  const comms: { onMsg: (message: unknown) => void; isDisposed: boolean }[] = [];
  const kernel = {
    createComm: () => {
      const comm = {
        onMsg: (): void => undefined,
        onClose: (): void => undefined,
        isDisposed: false,
        open: () => undefined,
        close: () => undefined,
        send: (message: PageMessage) => void sent.push(message),
      };
      comms.push(comm);
      return comm;
    },
  } as unknown as Kernel.IKernelConnection;
  const statusChanged = new Signal<Kernel.IKernelConnection, Kernel.Status>(kernel);
  const disposed = new Signal<Kernel.IKernelConnection, void>(kernel);
  Object.assign(kernel, { statusChanged, disposed });
  const answer = (message: KernelMessage, buffers: ArrayBuffer[] = []): void =>
    comms.at(-1)!.onMsg({ content: { data: message }, buffers });
  return { kernel, sent, comms, answer, statusChanged };
}

const refusal = (error: unknown): string => (error as RefusedRequest).refusal.tag;

test("answers, progress and buffers reach the one who asked", async () => {
  const { kernel, sent, answer } = fakeKernel();
  const requests = new KernelRequests(kernel);
  const seen: number[] = [];
  const first = requests.ask("kernel.about", {}, { onProgress: ({ done }) => seen.push(done) });
  const second = requests.ask("kernel.about", {});
  expect(sent.map(({ id }) => id)).toEqual([1, 2]);
  answer({ type: "progress", id: 1, title: "", done: 5 });
  const about = { version: "1", node: "20", answers: [] };
  answer({ type: "answer", id: 2, answers: about });
  answer({ type: "answer", id: 1, answers: about }, [Uint8Array.of(9).buffer]);
  expect((await second).answers).toEqual(about);
  expect((await first).buffers[0].getUint8(0)).toBe(9);
  expect(seen).toEqual([5]);
});

test("a request that stays open is updated until it is cancelled", async () => {
  const { kernel, sent, answer } = fakeKernel();
  const requests = new KernelRequests(kernel);
  const seen: number[] = [];
  const abort = new AbortController();
  const watching = requests.ask(
    "session.status",
    {},
    { signal: abort.signal, onUpdate: ({ memory }) => seen.push(memory.heapBytes) },
  );
  const status = (heapBytes: number) => ({
    memory: { processBytes: 9, heapBytes },
  });
  answer({ type: "update", id: 1, answers: status(1) });
  answer({ type: "update", id: 1, answers: status(2) });
  abort.abort();
  expect(refusal(await watching.catch((error: unknown) => error))).toBe("cancelled");
  answer({ type: "update", id: 1, answers: status(3) });
  expect(seen).toEqual([1, 2]);
  expect(sent.at(-1)).toEqual({ type: "cancel", id: 1 });
});

test("an abort cancels in the kernel, too, and a late answer is nobody's", async () => {
  const { kernel, sent, answer } = fakeKernel();
  const requests = new KernelRequests(kernel);
  const abort = new AbortController();
  const asked = requests.ask("kernel.about", {}, { signal: abort.signal });
  abort.abort();
  expect(refusal(await asked.catch((error: unknown) => error))).toBe("cancelled");
  expect(sent.at(-1)).toEqual({ type: "cancel", id: 1 });
  answer({ type: "answer", id: 1, answers: {} });
});

test("a kernel that restarts refuses what is open, and is asked anew afterwards", async () => {
  const { kernel, comms, answer, statusChanged } = fakeKernel();
  const requests = new KernelRequests(kernel);
  const lost = requests.ask("kernel.about", {});
  statusChanged.emit("restarting");
  expect(refusal(await lost.catch((error: unknown) => error))).toBe("kernel-gone");
  const again = requests.ask("kernel.about", {});
  expect(comms).toHaveLength(2);
  answer({ type: "answer", id: 2, answers: { version: "2", node: "20", answers: [] } });
  expect((await again).answers.version).toBe("2");
});

test("the kernel is told the language of the page, in which what the page itself refuses is said", async () => {
  const { kernel, sent, statusChanged } = fakeKernel();
  const translator = {
    languageCode: "zh_CN",
    load: () => ({ __: (text: string) => `译：${text}` }),
  } as unknown as ITranslator;
  const asked = new KernelRequests(kernel, translator).ask("kernel.about", {});
  expect(sent[0]).toMatchObject({ type: "request", language: "zh-CN" });
  statusChanged.emit("dead");
  const error = await asked.catch((failure: unknown) => failure);
  const { what, why, remedy } = (error as RefusedRequest).refusal;
  for (const part of [what, why, remedy]) expect(part).toMatch(/^译：/);
});
