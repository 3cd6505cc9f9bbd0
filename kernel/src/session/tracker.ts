import { AsyncLocalStorage } from "node:async_hooks";
import type { Cell } from "./cell.ts";

/** Which cell the code that runs now belongs to, also when it was started by an earlier cell. */
export interface Tracker {
  current(): Cell | undefined;
  /** Runs `work` as part of `cell`. */
  run<T>(cell: Cell | undefined, work: () => T): T;
  /** Makes `cell` the one to which untracked work belongs. */
  setForeground(cell: Cell): void;
  /** After an `await`: the code up to the next one belongs to `cell`. */
  enter(cell: Cell): void;
}

/**
 * AsyncLocalStorage needs V8's async context frames: with the older hooks (Node 20, and 22 without its flag) a
 * terminated microtask aborts the process.
 */
export function hasContextFrames(version: string, flags: readonly string[]): boolean {
  const major = Number(version.split(".")[0]);
  return major >= 24 || (major >= 22 && flags.includes("--experimental-async-context-frame"));
}

export function createTracker(): Tracker {
  return hasContextFrames(process.versions.node, process.execArgv)
    ? trackByContextFrames()
    : trackByHand();
}

export function trackByContextFrames(): Tracker {
  const storage = new AsyncLocalStorage<Cell | undefined>();
  let foreground: Cell | undefined;
  return {
    current: () => storage.getStore() ?? foreground,
    run: (cell, work) => storage.run(cell, work),
    setForeground: (cell) => void (foreground = cell),
    enter: () => undefined,
  };
}

/** Timers and ticks are wrapped and each `await` of a cell restores its cell; `then` callbacks go to the foreground. */
export function trackByHand(): Tracker {
  const enqueue = queueMicrotask;
  let foreground: Cell | undefined;
  let current: Cell | undefined;
  const leave = (): void => void (current = foreground);
  return {
    current: () => current,
    run(cell, work) {
      const before = current;
      current = cell ?? foreground;
      try {
        return work();
      } finally {
        current = before;
      }
    },
    setForeground(cell) {
      foreground = cell;
      current = cell;
    },
    enter(cell) {
      if (current === cell) return;
      current = cell;
      // Runs once the code after the `await` has come to its next one.
      enqueue(leave);
    },
  };
}
