import type { ISessionContext } from "@jupyterlab/apputils";

/** What came of a start: a kernel, no kernel, or JupyterLab's question which one to start, asked before. */
export type StartEnd = "kernel" | "none" | "asked";

/** A notebook's session, as much of it as waiting for its kernel takes. */
export type StartingSession = Pick<
  ISessionContext,
  | "session"
  | "kernelDisplayStatus"
  | "kernelChanged"
  | "statusChanged"
  | "disposed"
  | "isDisposed"
  | "initialize"
>;

interface Start {
  readonly ended: Promise<StartEnd>;
  readonly end: (how: StartEnd) => void;
}

/** How often a session is asked whether its document has begun its start, in milliseconds. */
const LOOK_EVERY = 50;

/** Kernels that start, for the cells that wait for them. */
export class KernelStarts {
  readonly #starts = new Map<StartingSession, Start>();

  /** What will come of the start of a session's kernel; undefined when none is starting. */
  of(session: StartingSession): Promise<StartEnd> | undefined {
    const known = this.#starts.get(session);
    // All wait for one promise, so that they go on in the order in which they came.
    if (known !== undefined) return known.ended;
    return isStarting(session) ? this.#follow(session).ended : undefined;
  }

  /** Lets go of the cells that wait for a session's kernel; the kernel starts all the same. */
  cancel(session: StartingSession): void {
    this.#starts.get(session)?.end("none");
  }

  #follow(session: StartingSession): Start {
    let resolve: (how: StartEnd) => void;
    const ended = new Promise<StartEnd>((settle) => (resolve = settle));
    const { kernelChanged, statusChanged, disposed } = session;
    const end = (how: StartEnd): void => {
      if (!this.#starts.delete(session)) return;
      kernelChanged.disconnect(look);
      statusChanged.disconnect(look);
      disposed.disconnect(leave);
      resolve(how);
    };
    const leave = (): void => end("none");
    const look = (): void => {
      if (isStarting(session)) return;
      // After the cell that JupyterLab itself let start this kernel, which goes on some promises later.
      setTimeout(() => {
        if (!isStarting(session)) end(session.session?.kernel ? "kernel" : "none");
      });
    };
    const start = { ended, end };
    this.#starts.set(session, start);
    kernelChanged.connect(look);
    statusChanged.connect(look);
    disposed.connect(leave);
    void this.#endWhenAsked(session, start);
    return start;
  }

  /** JupyterLab asks for a kernel when it finds none for a notebook, and its status stays as if one were starting. */
  async #endWhenAsked(session: StartingSession, start: Start): Promise<void> {
    const isWaitedFor = (): boolean => this.#starts.get(session) === start;
    let how: StartEnd = "asked";
    setTimeout(() => (how = "none"));
    while (isWaitedFor() && !hasBegun(session)) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
    if (isWaitedFor() && (await session.initialize())) start.end(how);
  }
}

/** Whether a session without a kernel is about to have one. */
function isStarting({ session, kernelDisplayStatus, isDisposed }: StartingSession): boolean {
  if (isDisposed || session?.kernel) return false;
  return kernelDisplayStatus === "initializing" || kernelDisplayStatus === "starting";
}

/**
 * Whether the document has begun the start. Only then `initialize` may be called, which gives what came of it; before,
 * it would start a kernel of no name. Nothing public says so; where this is not told, cells wait until they are interrupted.
 */
function hasBegun(session: StartingSession): boolean {
  return (session as { readonly _initializing?: boolean })._initializing === true;
}
