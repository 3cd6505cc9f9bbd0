import { CodeCellModel, RawCellModel } from "@jupyterlab/cells";
import type { INotebookCellExecutor } from "@jupyterlab/notebook";
import { Signal } from "@lumino/signaling";
import { expect, test } from "vitest";
import { KernelStarts, type StartingSession } from "./kernel-starts.ts";
import { waitingExecutor } from "./waiting-executor.ts";

/** A session as JupyterLab's is while a notebook opens, and what then happens to it. */
function session(status = "initializing") {
  const owner = {};
  const kernelChanged = new Signal<object, unknown>(owner);
  const statusChanged = new Signal<object, string>(owner);
  const disposed = new Signal<object, void>(owner);
  let answer: (isAsked: boolean) => void = () => undefined;
  const initialized = new Promise<boolean>((resolve) => (answer = resolve));
  const state = {
    session: null as { kernel: object | null } | null,
    kernelDisplayStatus: status,
    isDisposed: false,
    kernelChanged,
    statusChanged,
    disposed,
    _initializing: false,
    begun: 0,
    initialize() {
      state.begun++;
      return initialized;
    },
  };
  return {
    state,
    context: state as unknown as StartingSession,
    start: () => {
      Object.assign(state, { session: { kernel: {} }, kernelDisplayStatus: "unknown" });
      kernelChanged.emit({});
      statusChanged.emit("unknown");
    },
    fail: () => {
      state.kernelDisplayStatus = "unknown";
      statusChanged.emit("unknown");
    },
    begin: () => (state._initializing = true),
    ask: () => answer(true),
    dispose: () => {
      state.isDisposed = true;
      disposed.emit();
    },
  };
}

function bench(starting: { readonly context: StartingSession }) {
  const ran: string[] = [];
  const starts = new KernelStarts();
  const executor = waitingExecutor(starts, ({ cell }) => {
    ran.push(cell.model.sharedModel.getSource());
    return Promise.resolve(true);
  });
  const run = (model: CodeCellModel | RawCellModel, widget: { isDisposed?: boolean } = {}) =>
    executor.runCell({
      cell: Object.assign(widget, { model }),
      sessionContext: starting.context,
    } as unknown as INotebookCellExecutor.IRunCellOptions);
  return { ran, run, starts };
}

function code(source: string): CodeCellModel {
  const model = new CodeCellModel();
  model.sharedModel.setSource(source);
  model.outputs.add({ output_type: "stream", name: "stdout", text: "before" });
  return model;
}

const tick = () => new Promise((resolve) => setTimeout(resolve));

test("cells wait with their outputs for a kernel that starts, and run in their order", async () => {
  const starting = session();
  const { ran, run } = bench(starting);
  const [a, b, c] = [code("a"), code("b"), code("c")];
  const results = [run(a), run(b)];
  await tick();
  expect([a.executionState, b.executionState, ran]).toEqual(["running", "running", []]);
  expect(a.outputs.length).toBe(1);
  starting.start();
  // A cell that is run before those that wait have gone on comes after them.
  results.push(run(c));
  expect(await Promise.all(results)).toEqual([true, true, true]);
  expect(ran).toEqual(["a", "b", "c"]);
  expect(a.executionState).toBe("idle");
});

test("all else runs at once: other cells, a kernel that is there, none that starts", () => {
  const starting = session();
  const { ran, run } = bench(starting);
  const text = new RawCellModel();
  text.sharedModel.setSource("raw");
  void run(text);
  expect(ran).toEqual(["raw"]);
  for (const status of ["unknown", "terminating", "restarting", "idle"]) {
    const other = bench(session(status));
    void other.run(code(status));
    expect(other.ran).toEqual([status]);
  }
  starting.start();
  void run(code("with a kernel"));
  expect(ran).toEqual(["raw", "with a kernel"]);
});

test.each([
  ["the start fails", (starting: ReturnType<typeof session>) => starting.fail()],
  ["its notebook is closed", (starting: ReturnType<typeof session>) => starting.dispose()],
  [
    "the user interrupts",
    ({ context }: ReturnType<typeof session>, starts: KernelStarts) => starts.cancel(context),
  ],
])("a cell that waits runs nothing and keeps its outputs when %s", async (_, happen) => {
  const starting = session();
  const { ran, run, starts } = bench(starting);
  const cell = code("a");
  const result = run(cell);
  happen(starting, starts);
  expect(await result).toBe(false);
  expect([ran, cell.executionState, cell.outputs.length]).toEqual([[], "idle", 1]);
  starting.start();
  await tick();
  expect(ran).toEqual([]);
});

test("a cell that was deleted meanwhile does not run", async () => {
  const starting = session();
  const { ran, run } = bench(starting);
  const widget = { isDisposed: false };
  const result = run(code("a"), widget);
  widget.isDisposed = true;
  starting.start();
  expect(await result).toBe(false);
  expect(ran).toEqual([]);
});

test("a start is never begun by a cell, and one that ends in a question for a kernel lets cells go", async () => {
  const starting = session();
  const { ran, run } = bench(starting);
  const cell = code("a");
  const result = run(cell);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(starting.state.begun).toBe(0);
  starting.begin();
  starting.ask();
  expect(await result).toBe(false);
  expect([ran, cell.outputs.length]).toEqual([[], 1]);
});

test("where JupyterLab has asked for a kernel before, its own executor asks again", async () => {
  const starting = session();
  starting.begin();
  starting.ask();
  const { ran, run } = bench(starting);
  expect(await run(code("a"))).toBe(true);
  expect(ran).toEqual(["a"]);
});
