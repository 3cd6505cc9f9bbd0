interface Shared<T> {
  readonly work: Promise<T>;
  readonly controller: AbortController;
  callers: number;
}

/**
 * Work that several callers want at the same time is done once. A caller that is cancelled goes alone; the work stops when
 * none is left.
 */
export function sharedWork<T>(): (
  key: string,
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => Promise<T>,
) => Promise<T> {
  const running = new Map<string, Shared<T>>();
  return async (key, signal, start) => {
    let shared = running.get(key);
    if (!shared || shared.controller.signal.aborted) {
      const controller = new AbortController();
      const begun: Shared<T> = { work: start(controller.signal), controller, callers: 0 };
      shared = begun;
      running.set(key, begun);
      const end = (): void => {
        if (running.get(key) === begun) running.delete(key);
      };
      begun.work.then(end, end);
    }
    const own = shared;
    own.callers += 1;
    try {
      return await untilAborted(own.work, signal);
    } finally {
      own.callers -= 1;
      if (own.callers === 0) own.controller.abort(new Error("No caller is left."));
    }
  };
}

/** The result of the work, or the signal's reason when it is aborted before. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
