import type { Cell } from "./cell.ts";
import type { Tracker } from "./tracker.ts";

type Callback = (...args: unknown[]) => unknown;
type Scheduler = (callback: Callback, ...rest: unknown[]) => unknown;

export interface TimerHooks {
  readonly tracker: Tracker;
  readonly isInterrupted: (cell: Cell) => boolean;
  /** Remembers whose code threw what nobody catches. */
  readonly onThrow: (error: unknown, cell: Cell | undefined) => void;
}

/**
 * Makes timers and ticks belong to the cell that set them: their output lands there, and they stop with it.
 *
 * @returns the original `setTimeout`, for the kernel's own use
 */
export function wrapTimers(hooks: TimerHooks): typeof setTimeout {
  const original = globalThis.setTimeout;
  for (const name of ["setTimeout", "setInterval", "setImmediate", "queueMicrotask"] as const) {
    const scope = globalThis as unknown as Record<string, Scheduler>;
    scope[name] = wrap(scope[name]!, hooks);
  }
  const processScope = process as unknown as { nextTick: Scheduler };
  processScope.nextTick = wrap(processScope.nextTick, hooks);
  return original;
}

function wrap(schedule: Scheduler, hooks: TimerHooks): Scheduler {
  const { tracker } = hooks;
  const wrapped = function (this: unknown, callback: Callback, ...rest: unknown[]): unknown {
    const cell = tracker.current();
    // Node itself refuses what is no function; before the first cell there is nothing to track.
    if (typeof callback !== "function" || !cell) return schedule.call(this, callback, ...rest);
    const tracked = (...args: unknown[]): void => {
      if (hooks.isInterrupted(cell)) return;
      tracker.run(cell, () => {
        try {
          callback(...args);
        } catch (error) {
          hooks.onThrow(error, cell);
          throw error;
        }
      });
    };
    return schedule.call(this, tracked, ...rest);
  };
  // `util.promisify(setTimeout)` looks for a symbol on the function.
  Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(schedule));
  return wrapped;
}
