import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import { Signal } from "@lumino/signaling";
import { expect, test } from "vitest";
import { FollowedKernel } from "./followed-kernel.ts";

function kernel(name: string) {
  const owner = { name, isDisposed: false };
  return Object.assign(owner, {
    anyMessage: new Signal<object, object>(owner),
    statusChanged: new Signal<object, string>(owner),
  });
}

function panel(path: string, own: ReturnType<typeof kernel>): NotebookPanel {
  const owner = {};
  return {
    context: { path, pathChanged: new Signal(owner) },
    sessionContext: { session: { kernel: own }, kernelChanged: new Signal(owner) },
    disposed: new Signal(owner),
  } as unknown as NotebookPanel;
}

function says(state: string, parent: string): object {
  const msg = {
    header: { msg_type: "status" },
    parent_header: { msg_type: parent },
    content: { execution_state: state },
  };
  return { msg, direction: "recv" };
}

test("follows the current notebook, and hears cells of ours only, not comms", () => {
  const currentChanged = new Signal<object, NotebookPanel | null>({});
  const ours = kernel("genobook-tslab");
  const tracker = { currentWidget: panel("work/a.ipynb", ours), currentChanged };
  const followed = new FollowedKernel(tracker as unknown as INotebookTracker, () =>
    Promise.resolve(false),
  );
  let ended = 0;
  followed.executed.connect(() => ended++);
  expect([followed.name, followed.kernel === (ours as unknown)]).toEqual(["a.ipynb", true]);

  ours.anyMessage.emit(says("busy", "comm_msg"));
  expect([followed.isBusy, followed.hasRun]).toEqual([false, false]);
  ours.anyMessage.emit(says("busy", "execute_request"));
  expect([followed.isBusy, followed.hasRun]).toEqual([true, true]);

  currentChanged.emit(panel("b.ipynb", kernel("python3")));
  expect([followed.name, followed.kernel, followed.isBusy]).toEqual(["b.ipynb", null, false]);
  ours.anyMessage.emit(says("idle", "execute_request"));
  expect(ended).toBe(0);

  currentChanged.emit(tracker.currentWidget);
  expect([followed.isBusy, followed.hasRun]).toEqual([false, true]);
  ours.statusChanged.emit("restarting");
  expect([followed.hasRun, ended]).toEqual([false, 1]);
  currentChanged.emit(null);
  expect([followed.name, followed.kernel]).toEqual(["", null]);
});

test("a run that began before the page is taken for one, until it ends or the kernel denies it", async () => {
  const ours = kernel("genobook");
  const currentWidget = panel("a.ipynb", ours);
  const tracker = { currentWidget, currentChanged: new Signal({}) };
  const followed = new FollowedKernel(tracker as unknown as INotebookTracker, () =>
    Promise.resolve(true),
  );
  const seen: unknown[] = [];
  followed.rejoined.connect((_, rejoined) => seen.push(rejoined));
  await Promise.resolve();
  await Promise.resolve();
  expect(seen).toEqual([{ kernel: ours, notebook: currentWidget }]);
  expect([followed.isBusy, followed.hasRun]).toEqual([true, true]);
  let ended = 0;
  followed.executed.connect(() => ended++);
  followed.settle(followed.kernel!);
  followed.settle(followed.kernel!);
  expect([followed.isBusy, ended]).toEqual([false, 1]);
});

test("a run that this page has heard of is not rejoined", async () => {
  const ours = kernel("genobook");
  const tracker = {
    currentWidget: panel("a.ipynb", ours),
    currentChanged: new Signal({}),
  };
  const followed = new FollowedKernel(tracker as unknown as INotebookTracker, () =>
    Promise.resolve(true),
  );
  let rejoined = 0;
  followed.rejoined.connect(() => rejoined++);
  ours.anyMessage.emit(says("busy", "execute_request"));
  ours.anyMessage.emit(says("idle", "execute_request"));
  await Promise.resolve();
  await Promise.resolve();
  expect([rejoined, followed.isBusy]).toEqual([0, false]);
});
