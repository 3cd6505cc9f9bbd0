import { describe, expect, test } from "vitest";
import { createCell } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { trackByContextFrames, trackByHand } from "./tracker.ts";
import type { Tracker } from "./tracker.ts";

function cellOf(tracker: Tracker, id: number): Cell {
  const header = {
    msg_id: String(id),
    session: "",
    username: "",
    date: "",
    msg_type: "",
    version: "",
  };
  const options = { id, label: `Cell ${id}`, header, allowStdin: false };
  return createCell(
    options,
    () => false,
    (cell) => tracker.enter(cell),
  );
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe.each([
  ["by hand", trackByHand],
  ["by context frames", trackByContextFrames],
])("tracking %s", (_, create) => {
  test("code after an await belongs to the cell that started it, the rest to the foreground", async () => {
    const tracker = create();
    const [first, second] = [cellOf(tracker, 1), cellOf(tracker, 2)];
    const seen: (number | undefined)[] = [];
    tracker.setForeground(first);
    const late = tracker.run(first, async () => {
      const { resume } = tracker.current() ?? first;
      await pause();
      resume(undefined);
      seen.push(tracker.current()?.id);
    });
    tracker.setForeground(second);
    await late;
    await pause();
    seen.push(tracker.current()?.id);
    expect(seen).toEqual([1, 2]);
  });

  test("work that throws leaves the cell as it was", () => {
    const tracker = create();
    const [first, second] = [cellOf(tracker, 1), cellOf(tracker, 2)];
    tracker.setForeground(first);
    const fail = (): never => {
      expect(tracker.current()).toBe(second);
      throw new Error("no");
    };
    expect(() => tracker.run(second, fail)).toThrow("no");
    expect(tracker.current()).toBe(first);
  });
});

test("interrupted code is stopped at its next await", () => {
  const cell = cellOf(trackByHand(), 1);
  expect(cell.resume(5)).toBe(5);
  cell.controller.abort();
  expect(() => cell.resume(5)).toThrow("interrupted");
});
