import type { SessionStatus } from "@genobook/kernel/messages";
import type { Kernel } from "@jupyterlab/services";
import { Signal } from "@lumino/signaling";
import { expect, test } from "vitest";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import type { IFollowedKernel, RejoinedKernel } from "./followed-kernel-token.ts";
import { StatusModel } from "./status-model.ts";

type Update = (status: SessionStatus) => void;

function followedKernel() {
  const owner = {} as IFollowedKernel;
  const changed = new Signal<IFollowedKernel, void>(owner);
  const executed = new Signal<IFollowedKernel, void>(owner);
  const fields = {
    notebook: null,
    name: "a.ipynb",
    kernel: { id: "a" } as unknown as Kernel.IKernelConnection | null,
    isBusy: false,
    hasRun: false,
    changed,
    executed,
    rejoined: new Signal<IFollowedKernel, RejoinedKernel>(owner),
    settle: () => undefined,
  };
  const change = (next: Partial<typeof fields>): void => {
    Object.assign(fields, next);
    changed.emit();
  };
  return { followed: fields as IFollowedKernel, change };
}

function opened() {
  const { followed, change } = followedKernel();
  const asked: {
    kernel: unknown;
    signal: AbortSignal;
    onUpdate: Update;
    refuse: (e: Error) => void;
  }[] = [];
  const kernels = {
    of: (kernel: unknown) =>
      Promise.resolve({
        ask: (_: string, __: object, options: { signal: AbortSignal; onUpdate: Update }) =>
          new Promise((_resolve, reject) => {
            asked.push({ kernel, ...options, refuse: reject });
          }),
      }),
  } as unknown as IDataKernel;
  const visibility = new Signal<object, void>({});
  const page = { isVisible: true, changed: visibility };
  const model = new StatusModel(followed, kernels, page);
  return { model, asked, change, page, see: () => visibility.emit() };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));
const status = (processBytes: number): SessionStatus => ({
  memory: { processBytes, heapBytes: 1 },
});

test("a kernel is asked once a cell has run in it, and never because its notebook was opened", async () => {
  const { model, asked, change } = opened();
  await settle();
  expect(asked).toHaveLength(0);
  change({ isBusy: true, hasRun: true });
  change({ isBusy: false });
  await settle();
  expect(asked).toHaveLength(1);
  asked[0].onUpdate(status(7));
  expect(model.state.status?.memory.processBytes).toBe(7);
});

test("open details ask a kernel in which nothing has run, and stop with the details", async () => {
  const { model, asked } = opened();
  model.setDetailsOpen(true);
  await settle();
  expect(asked).toHaveLength(1);
  model.setDetailsOpen(false);
  expect(asked[0].signal.aborted).toBe(true);
});

test("a hidden page asks nothing; it asks again when it is seen", async () => {
  const { asked, change, page, see } = opened();
  change({ hasRun: true });
  await settle();
  Object.assign(page, { isVisible: false });
  see();
  expect(asked[0].signal.aborted).toBe(true);
  change({ isBusy: true });
  await settle();
  expect(asked).toHaveLength(1);
  Object.assign(page, { isVisible: true });
  see();
  await settle();
  expect(asked).toHaveLength(2);
});

test("another notebook's kernel has its own status, and late updates of the first are nobody's", async () => {
  const { model, asked, change } = opened();
  change({ hasRun: true });
  await settle();
  asked[0].onUpdate(status(7));
  change({ kernel: { id: "b" } as unknown as Kernel.IKernelConnection, name: "b.ipynb" });
  await settle();
  asked[0].onUpdate(status(8));
  expect(model.state).toMatchObject({ notebook: "b.ipynb", status: null });
  expect(asked).toHaveLength(2);
  change({ kernel: null });
  expect(model.state.isOurs).toBe(false);
  expect(asked[1].signal.aborted).toBe(true);
});

test("a refusal is told, and the next cell asks again", async () => {
  const { model, asked, change } = opened();
  change({ hasRun: true });
  await settle();
  const refusal = { tag: "kernel-gone", what: "Gone.", why: "", remedy: "" };
  asked[0].refuse(Object.assign(new Error(), { refusal }));
  await settle();
  expect(model.state.refusal?.what).toBe("Gone.");
  change({ isBusy: true });
  await settle();
  expect(asked).toHaveLength(2);
});
