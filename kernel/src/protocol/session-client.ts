import { Session } from "node:inspector";
import type { MessagePort } from "node:worker_threads";
import { FLAG } from "../session/link.ts";
import type { FromSession, Outcome, RunRequest, ToSession } from "../session/link.ts";

/** The main thread, seen from the protocol worker: starts runs, stops them. */
export interface SessionClient {
  post(message: ToSession): void;
  run(request: Omit<RunRequest, "type" | "id">): Promise<Outcome>;
  /** Stops the current run, however busy the main thread is. Resolves when it has stopped. */
  interrupt(): Promise<void>;
  isRunning(): boolean;
  /** Tells the client about a message of the main thread. */
  note(message: FromSession): void;
  /** Must come before exit: Node waits for the inspector otherwise. */
  disconnect(): void;
  /** Ends what runs on the main thread, so that it reads its messages; after `disconnect`. */
  terminate(): void;
  /** Resolves when the last `terminate` has left the main thread. */
  terminated(): Promise<void>;
}

// A main thread with a live event loop answers within a few milliseconds.
const ANSWER_MS = 80;
// For awaiting code to end by itself once it was told to stop; the session gives up before that.
const WIND_DOWN_MS = 500;
const FENCE_MS = 40;
const RESTART_MS = 200;

interface Run {
  readonly id: number;
  readonly finish: (outcome: Outcome) => void;
  started: boolean;
  interrupting: boolean;
  stopAnswered: boolean;
  ended: boolean;
}

export function createSessionClient(port: MessagePort, flags: Int32Array): SessionClient {
  const inspector = new Session();
  inspector.connectToMainThread();
  const watchers = new Set<() => void>();
  let current: Run | undefined;
  let lastId = 0;
  let lastFenced = 0;
  let termination: Promise<void> | undefined;
  let isTerminating = false;
  let ending = Promise.resolve();

  const post = (message: ToSession): void => port.postMessage(message);

  /** Waits until the condition holds, at most `ms`; looks whenever the main thread has said something. */
  const until = (condition: () => boolean, ms: number): Promise<void> =>
    new Promise((resolve) => {
      const stop = (): void => {
        clearTimeout(timer);
        watchers.delete(look);
        resolve();
      };
      const look = (): void => {
        if (condition()) stop();
      };
      const timer = setTimeout(stop, ms);
      watchers.add(look);
      look();
    });

  const terminateOnce = (): Promise<void> =>
    (termination = new Promise((resolve) => {
      const timer = setTimeout(resolve, ANSWER_MS);
      inspector.post("Runtime.terminateExecution", () => {
        clearTimeout(timer);
        resolve();
      });
    }));

  /** A termination that reaches an idle main thread ends the next thing it runs: let that be a fence. */
  const absorbTermination = async (): Promise<void> => {
    await termination;
    termination = undefined;
    const id = ++lastId;
    while (lastFenced < id) {
      post({ type: "fence", id });
      await until(() => lastFenced >= id, FENCE_MS);
    }
  };

  return {
    post,
    async run(request) {
      const id = ++lastId;
      let finish!: (outcome: Outcome) => void;
      const ended = new Promise<Outcome>((resolve) => (finish = resolve));
      const run: Run = {
        id,
        finish,
        started: false,
        interrupting: false,
        stopAnswered: false,
        ended: false,
      };
      current = run;
      const message: RunRequest = { type: "run", id, ...request };
      post(message);
      const again = setInterval(() => {
        if (run.started) clearInterval(again);
        else post(message);
      }, RESTART_MS);
      const outcome = await ended;
      clearInterval(again);
      if (termination) await absorbTermination();
      current = undefined;
      return outcome;
    },
    async interrupt() {
      const run = current;
      if (!run || run.interrupting) return;
      run.interrupting = true;
      Atomics.store(flags, FLAG.interrupt, run.id);
      while (!run.ended) {
        run.stopAnswered = false;
        post({ type: "interrupt", id: run.id });
        await until(() => run.ended || run.stopAnswered, ANSWER_MS);
        if (run.stopAnswered) await until(() => run.ended, WIND_DOWN_MS);
        if (!run.ended) await terminateOnce();
      }
      Atomics.compareExchange(flags, FLAG.interrupt, run.id, 0);
    },
    isRunning: () => current !== undefined,
    note(message) {
      if (message.type === "fenced") lastFenced = Math.max(lastFenced, message.id);
      if (!("id" in message) || current?.id !== message.id) {
        for (const look of watchers) look();
        return;
      }
      if (message.type === "started") current.started = true;
      if (message.type === "stopping") current.stopAnswered = true;
      if (message.type === "done") {
        current.started = true;
        current.ended = true;
        current.finish(message.outcome);
      }
      for (const look of watchers) look();
    },
    disconnect: () => inspector.disconnect(),
    terminate() {
      // One at a time: Node waits at exit for an inspector that is still connected.
      if (isTerminating) return;
      isTerminating = true;
      const last = new Session();
      last.connectToMainThread();
      ending = new Promise((resolve) => {
        last.post("Runtime.terminateExecution", () => {
          last.disconnect();
          isTerminating = false;
          resolve();
        });
      });
    },
    terminated: () => ending,
  };
}
