import type { Cell } from "./cell.ts";
import type { Tracker } from "./tracker.ts";

type Callback = (...args: unknown[]) => unknown;
type Scheduler = (callback: Callback, ...rest: unknown[]) => unknown;

export interface TimerHooks {
  readonly tracker: Tracker;
  /** True when the cell was told to stop and the event loop has not come round since. */
  readonly isUnheard: (cell: Cell) => boolean;
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
  const scope = globalThis as unknown as Record<string, Scheduler>;
  // Timers of an interrupted cell still run while it winds down: libraries clean up in them.
  const isOver = (cell: Cell): boolean => cell.isAbandoned;
  for (const name of ["setTimeout", "setInterval", "setImmediate"]) {
    scope[name] = wrap(scope[name]!, hooks, isOver);
  }
  // A flood of ticks keeps the event loop, and with it the interrupt, from coming round.
  const isFlood = (cell: Cell): boolean => cell.isAbandoned || hooks.isUnheard(cell);
  scope["queueMicrotask"] = wrap(scope["queueMicrotask"]!, hooks, isFlood);
  const processScope = process as unknown as { nextTick: Scheduler };
  processScope.nextTick = wrap(processScope.nextTick, hooks, isFlood);
  return original;
}

function wrap(
  schedule: Scheduler,
  hooks: TimerHooks,
  isDropped: (cell: Cell) => boolean,
): Scheduler {
  const { tracker } = hooks;
  const wrapped = function (this: unknown, callback: Callback, ...rest: unknown[]): unknown {
    const cell = tracker.current();
    // Node itself refuses what is no function; before the first cell there is nothing to track.
    if (typeof callback !== "function" || !cell) return schedule.call(this, callback, ...rest);
    const tracked = (...args: unknown[]): void => {
      if (isDropped(cell)) return;
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
