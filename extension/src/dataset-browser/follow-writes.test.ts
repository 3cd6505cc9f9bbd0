import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followWrites } from "./follow-writes.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("many writes are looked for once, and none while nobody looks", async () => {
  let isVisible = true;
  const look = vi.fn(() => Promise.resolve());
  const writes = followWrites(() => isVisible, look);
  for (let i = 0; i < 5; i++) writes.notice();
  expect(look).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5000);
  expect(look).toHaveBeenCalledTimes(1);
  writes.shown();
  await vi.advanceTimersByTimeAsync(5000);
  expect(look).toHaveBeenCalledTimes(1);
  isVisible = false;
  writes.notice();
  await vi.advanceTimersByTimeAsync(5000);
  expect(look).toHaveBeenCalledTimes(1);
  isVisible = true;
  writes.shown();
  await vi.advanceTimersByTimeAsync(5000);
  expect(look).toHaveBeenCalledTimes(2);
});

test("a project that takes long to search is searched less often", async () => {
  const look = vi.fn(() => new Promise<void>((done) => setTimeout(done, 3000)));
  const writes = followWrites(() => true, look);
  writes.notice();
  await vi.advanceTimersByTimeAsync(4000);
  writes.notice();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(look).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(look).toHaveBeenCalledTimes(2);
});
