import { CancelledError } from "./errors.ts";

/** Where a long call stands. */
export interface Progress {
  /** What is running, as a person would say it: `linear regression of height`. */
  readonly title: string;
  readonly done: number;
  readonly total: number;
  /** What `done` counts: variants, samples, bytes. */
  readonly unit: string;
}

/** What every long call accepts. In a notebook both default to the cell's own progress line and interrupt. */
export interface TaskOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * What a host (the kernel) offers to long calls; found through a global symbol so that this library imports no host.
 * `begin` is called once a task; its result receives each report and the end.
 */
export interface TaskHost {
  signal(): AbortSignal | undefined;
  begin(title: string, total: number, unit: string): { report(done: number): void; end(): void };
}

const HOST = Symbol.for("genobook.task-host");

/** Installs (or with `undefined` removes) the host that shows progress and passes on interrupts. */
export function setTaskHost(host: TaskHost | undefined): void {
  (globalThis as Record<symbol, unknown>)[HOST] = host;
}

/** A running long call: report where it stands, and stop when asked. */
export interface Task {
  /** Reports, yields to the event loop when it is due, and throws `CancelledError` when the call was cancelled. */
  step(done: number): Promise<void>;
}

// Often enough that a cancel lands within 100 ms, seldom enough to cost nothing.
const YIELD_EVERY_MS = 40;

/** What cancels a call: its own signal, or the interrupt of the cell; for what waits for others rather than computing. */
export function signalOf({ signal }: TaskOptions): AbortSignal | undefined {
  const host = (globalThis as Record<symbol, unknown>)[HOST] as TaskHost | undefined;
  return signal ?? host?.signal();
}

/** Runs `work` as a cancellable task with progress. */
export async function runTask<T>(
  title: string,
  total: number,
  unit: string,
  options: TaskOptions,
  work: (task: Task) => Promise<T>,
): Promise<T> {
  const host = (globalThis as Record<symbol, unknown>)[HOST] as TaskHost | undefined;
  const signal = options.signal ?? host?.signal();
  const shown = options.onProgress ? undefined : host?.begin(title, total, unit);
  let yielded = performance.now();
  const stopIfCancelled = (): void => {
    if (signal?.aborted) {
      throw new CancelledError({
        what: `Cancelled: ${title}.`,
        why: "The call was interrupted or its signal was aborted.",
        remedy: "Run it again to start afresh; nothing partial was kept.",
      });
    }
  };
  try {
    stopIfCancelled();
    return await work({
      async step(done: number): Promise<void> {
        options.onProgress?.({ title, done, total, unit });
        shown?.report(done);
        if (performance.now() - yielded > YIELD_EVERY_MS) {
          await new Promise((resolve) => setImmediate(resolve));
          yielded = performance.now();
        }
        stopIfCancelled();
      },
    });
  } finally {
    shown?.end();
  }
}
