import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SessionRuns } from "../../messages.ts";
import { watchRuns } from "./watch-runs.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  let now = { revision: 1, isRunning: true };
  const sent: number[] = [];
  const abort = new AbortController();
  const runs = { since: (): SessionRuns => ({ ...now, runs: [] }) };
  const last = watchRuns(runs, {
    signal: abort.signal,
    update: (answers) => void sent.push((answers as SessionRuns).revision),
  });
  return { sent, abort, last, become: (next: typeof now) => void (now = next) };
}

test("sends what is there at once, then what changes, and ends when no cell has run for a while", async () => {
  const { sent, last, become } = watched();
  expect(sent).toEqual([1]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([1]);
  become({ revision: 2, isRunning: false });
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([1, 2]);
  become({ revision: 3, isRunning: true });
  await vi.advanceTimersByTimeAsync(60_000);
  become({ revision: 4, isRunning: false });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toEqual([1, 2, 3, 4]);
  expect((await last).revision).toBe(4);
});

test("ends when it is cancelled", async () => {
  const { sent, abort, last, become } = watched();
  abort.abort();
  become({ revision: 9, isRunning: true });
  await last;
  await vi.advanceTimersByTimeAsync(5000);
  expect(sent).toEqual([1]);
});
