import type { SessionCompute, SessionStatus } from "../../messages.ts";
import type { Activity } from "../../session/activity.ts";
import type { RequestContext } from "../handlers.ts";

const LOOK_EVERY_MS = 1000;
/** Memory is said again where it has changed by so much. */
const MEMORY_STEP = 4 * 1024 * 1024;

/**
 * Sends the status now and whenever it has changed, until the request is cancelled. An idle session sends nothing.
 *
 * @returns the last status
 */
export function watchStatus(
  activity: Pick<Activity, "cell" | "job">,
  { signal, load, update }: Pick<RequestContext, "signal" | "load" | "update">,
): Promise<SessionStatus> {
  let library: Record<string, unknown> = {};
  let last: SessionStatus | undefined;
  const look = (): void => {
    const status = sessionStatus(activity, library);
    if (last && isSame(last, status)) return;
    last = status;
    update(status);
  };
  // Set before anything is awaited: it then belongs to this request, and outlives an interrupt of the cell that runs.
  const timer = setInterval(look, LOOK_EVERY_MS);
  const loaded = load("@genobook/analysis").then(
    (module) => void (library = module),
    () => undefined,
  );
  void loaded.then(() => (signal.aborted ? undefined : look()));
  return new Promise((resolve) => {
    const stop = (): void => {
      clearInterval(timer);
      resolve(sessionStatus(activity, library));
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

function sessionStatus(
  activity: Pick<Activity, "cell" | "job">,
  library: Record<string, unknown>,
): SessionStatus {
  const { rss, heapUsed } = process.memoryUsage();
  const cell = activity.cell();
  const job = activity.job();
  const compute = computeStatus(library);
  return {
    ...(compute && { compute }),
    memory: { processBytes: rss, heapBytes: heapUsed },
    ...(cell && { cell }),
    ...(job && { job }),
  };
}

function computeStatus(library: Record<string, unknown>): SessionCompute | undefined {
  const { compute } = library as { readonly compute?: { readonly status?: () => SessionCompute } };
  return compute?.status?.();
}

/** While a cell runs, each look is news: its time goes on. */
function isSame(a: SessionStatus, b: SessionStatus): boolean {
  return (
    b.cell === undefined &&
    a.cell === undefined &&
    b.job === undefined &&
    a.job === undefined &&
    Math.abs(a.memory.processBytes - b.memory.processBytes) < MEMORY_STEP &&
    JSON.stringify(a.compute) === JSON.stringify(b.compute)
  );
}
