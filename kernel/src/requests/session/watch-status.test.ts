import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SessionStatus } from "../../messages.ts";
import { createActivity } from "../../session/activity.ts";
import { watchStatus } from "./watch-status.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const compute = { threads: 2, workers: 0, simd: true, memoryBytes: 0 };
const line = { report: () => undefined, end: () => undefined };

function watched(library: () => Promise<Record<string, unknown>>) {
  const seen: SessionStatus[] = [];
  const abort = new AbortController();
  const activity = createActivity(() => Date.now());
  const last = watchStatus(activity, {
    signal: abort.signal,
    load: library,
    update: (status) => void seen.push(status as SessionStatus),
  });
  return { seen, abort, activity, last };
}

test("says at once how things are, then only what changes, a second apart", async () => {
  const { seen, abort, activity, last } = watched(() =>
    Promise.resolve({ compute: { status: () => compute } }),
  );
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({ compute });
  expect(seen[0].memory.processBytes).toBeGreaterThan(seen[0].memory.heapBytes);
  expect(seen[0].cell).toBeUndefined();

  activity.cellStarted("Cell 2");
  const job = activity.begin({ title: "linear regression", total: 10, unit: "variants" }, line);
  job.report(5);
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen.at(-1)).toMatchObject({
    cell: { label: "Cell 2", elapsedMs: 1000 },
    job: { title: "linear regression", done: 5, total: 10, unit: "variants", elapsedMs: 1000 },
  });
  const whileRunning = seen.length;
  await vi.advanceTimersByTimeAsync(3000);
  expect(seen).toHaveLength(whileRunning + 3);

  job.end();
  activity.cellEnded();
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen.at(-1)?.cell).toBeUndefined();
  expect(seen.at(-1)?.job).toBeUndefined();

  abort.abort();
  await last;
  const ended = seen.length;
  activity.cellStarted("Cell 3");
  await vi.advanceTimersByTimeAsync(5000);
  expect(seen).toHaveLength(ended);
});

test("a library that does not load leaves memory and cells", async () => {
  const { seen, abort } = watched(() => Promise.reject(new Error("not installed")));
  await vi.advanceTimersByTimeAsync(0);
  expect(seen[0].compute).toBeUndefined();
  expect(seen[0].memory.heapBytes).toBeGreaterThan(0);
  abort.abort();
});
