import { runTask, type TaskOptions } from "../../task.ts";

/** Work in pieces short enough to be stopped between them; yields the share that is done. */
export type Steps<T> = Generator<number, T, undefined>;

export function allAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Gives others their turn between pieces, and stops when it is cancelled. */
export function inTurn<T>(title: string, steps: Steps<T>, options: TaskOptions): Promise<T> {
  return runTask(title, 100, "percent", options, async (task) => {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await task.step(Math.round(100 * step.value));
    }
  });
}

/** A part of longer work. */
export function* shareOf<T>(steps: Steps<T>, from: number, to: number): Steps<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield from + step.value * (to - from);
  }
}
