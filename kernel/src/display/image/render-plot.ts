import { Worker } from "node:worker_threads";

/** A drawn plot: PNG as base64, size in its own pixels. */
export interface PlotImage {
  readonly png: string;
  readonly width: number;
  readonly height: number;
}

/** A plot that could not be drawn as a picture. */
export class PlotImageError extends Error {
  override readonly name = "PlotImageError";
  readonly reason: "spec" | "outside-data" | "time-out" | "renderer";
  constructor(reason: PlotImageError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface DrawRequest {
  readonly id: number;
  /** JSON of the spec: cheaper to pass than its objects, and free of functions. */
  readonly spec: string;
}

export type DrawReply =
  | ({ readonly id: number } & PlotImage)
  | { readonly id: number; readonly reason: PlotImageError["reason"]; readonly message: string };

export interface PlotRenderer {
  readonly draw: (spec: object) => Promise<PlotImage>;
  /** Starts the thread and lets it draw a small plot, so that the next one finds its code compiled. */
  readonly warmUp: () => void;
  readonly close: () => Promise<void>;
}

export interface PlotRendererOptions {
  readonly workerUrl?: URL | undefined;
  /** Longest time for one picture; the thread is ended when it takes longer. */
  readonly timeoutMs?: number | undefined;
  /** The thread ends after this long without work, and starts anew when needed. */
  readonly idleMs?: number | undefined;
}

/** Of the marks and scales that most plots have. */
const FEW_POINTS = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  data: { values: [0, 1, 2].map((x) => ({ x, y: x, colour: `${x % 2}` })) },
  layer: [
    { mark: { type: "point", filled: true }, encoding: { color: { field: "colour" } } },
    { mark: { type: "rule" } },
  ],
  encoding: {
    x: { field: "x", type: "quantitative", title: "x" },
    y: { field: "y", type: "quantitative" },
  },
};

/** Draws pictures one after the other in a thread of its own, which starts at the first one and keeps no process alive. */
export function openPlotRenderer({
  workerUrl = new URL("./render-worker.js", import.meta.url),
  timeoutMs = 15_000,
  idleMs = 60_000,
}: PlotRendererOptions = {}): PlotRenderer {
  let worker: Worker | undefined;
  let lastId = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  const stop = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };

  const begin = (): Worker => {
    if (worker) return worker;
    const thread = startThread(workerUrl);
    thread.once("exit", () => {
      if (worker === thread) worker = undefined;
    });
    return (worker = thread);
  };

  const drawNow = (spec: string): Promise<PlotImage> =>
    new Promise((resolve, reject) => {
      clearTimeout(idle);
      const id = ++lastId;
      const thread = begin();
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        thread.off("message", onMessage).off("error", onError).off("exit", onExit);
        thread.unref();
        idle = setTimeout(() => void stop(), idleMs).unref();
        settle();
      };
      const fail = (reason: PlotImageError["reason"], message: string): void =>
        finish(() => reject(new PlotImageError(reason, message)));
      const onMessage = (reply: DrawReply): void => {
        if (reply.id !== id) return;
        if ("reason" in reply) fail(reply.reason, reply.message);
        else finish(() => resolve({ png: reply.png, width: reply.width, height: reply.height }));
      };
      const onError = (error: Error): void => {
        worker = undefined;
        fail("renderer", `the drawing thread failed: ${error.message}`);
      };
      const onExit = (code: number): void => {
        worker = undefined;
        fail("renderer", `the drawing thread ended with code ${code}`);
      };
      const timer = setTimeout(() => {
        void stop();
        fail("time-out", `drawing took longer than ${timeoutMs / 1000} s`);
      }, timeoutMs);
      thread.ref();
      thread.on("message", onMessage).on("error", onError).on("exit", onExit);
      thread.postMessage({ id, spec } satisfies DrawRequest);
    });

  const draw = (spec: object): Promise<PlotImage> => {
    const drawn = queue.then(() => drawNow(specText(spec)));
    queue = drawn.catch(() => undefined);
    return drawn;
  };

  return {
    draw,
    warmUp() {
      if (!worker) draw(FEW_POINTS).catch(() => undefined);
    },
    close: stop,
  };
}

function specText(spec: object): string {
  try {
    return JSON.stringify(spec);
  } catch (error) {
    throw new PlotImageError("spec", `the plot is not plain JSON: ${(error as Error).message}`);
  }
}

function startThread(url: URL): Worker {
  // What the user gave to node (loaders, inspectors) is not for this thread.
  const thread = new Worker(url, { execArgv: [], stdout: true, stderr: true });
  thread.on("error", () => undefined);
  return thread;
}

let shared: PlotRenderer | undefined;

/**
 * Draws a Vega-Lite spec as PNG on white at twice its size, without blocking the caller's thread.
 *
 * @throws PlotImageError when the spec is not Vega-Lite, asks for data from outside, or takes too long
 */
export function renderPlotImage(spec: object): Promise<PlotImage> {
  shared ??= openPlotRenderer();
  return shared.draw(spec);
}

/** Makes the thread ready that {@link renderPlotImage} draws in: a session's first picture takes seconds otherwise. */
export function warmUpPlotRenderer(): void {
  shared ??= openPlotRenderer();
  shared.warmUp();
}
