import type { SessionRun } from "@genobook/kernel/messages";
import { CodeCellModel } from "@jupyterlab/cells";
import { expect, test } from "vitest";
import { RejoinedCells } from "./rejoined-cells.ts";

function cell(source: string): CodeCellModel {
  const model = new CodeCellModel();
  model.sharedModel.setSource(source);
  return model;
}

const text = (said: string) => ({ output_type: "stream", name: "stdout", text: said }) as const;

function run(parts: Partial<SessionRun>): SessionRun {
  const base = { cellId: "a", source: "go()", page: "before", execution: 4, isDone: false };
  return { ...base, count: parts.changes?.length ?? 0, changes: [], ...parts };
}

function shown(model: CodeCellModel): unknown[] {
  return model.outputs.toJSON().map((output) => output["text"] ?? output["data"]);
}

function rejoined(cells: Readonly<Record<string, CodeCellModel>>) {
  const target = new RejoinedCells((id) => cells[id]);
  return {
    target,
    show: (...runs: SessionRun[]) => target.show({ runs, isRunning: true, revision: 1 }),
  };
}

test("outputs come as they are told, replace each other, and the cell ends with its number", () => {
  const a = cell("go()");
  const { show } = rejoined({ a });
  show(run({ changes: [{ index: 0, output: text("one\n") }] }));
  expect([shown(a), a.executionState]).toEqual([["one\n"], "running"]);
  const result = {
    output_type: "execute_result",
    metadata: {},
    execution_count: 4,
    data: { "text/plain": "42" },
  } as const;
  const changes = [
    { index: 0, output: text("one\ntwo\n") },
    { index: 1, output: result },
  ];
  show(run({ changes, isDone: true }));
  expect(shown(a)).toEqual(["one\ntwo\n", { "text/plain": "42" }]);
  expect([a.executionCount, a.executionState]).toEqual([4, "idle"]);
});

test("what a cell cleared is gone, and a cell is left alone that is another one or was saved with its run", () => {
  const [a, b, c] = [cell("go()"), cell("edited()"), cell("go()")];
  a.outputs.add(text("of an older run"));
  b.outputs.add(text("kept"));
  c.outputs.add(text("saved"));
  c.executionCount = 6;
  const { show } = rejoined({ a, b, c });
  const first = [
    { index: 0, output: text("x") },
    { index: 1, output: { ...text("y"), name: "stderr" } as const },
  ];
  const over = { isDone: true, changes: first };
  show(
    run({ changes: first }),
    run({ cellId: "b", execution: 5 }),
    run({ cellId: "c", execution: 6, ...over }),
  );
  expect([shown(a), shown(b), shown(c)]).toEqual([["x", "y"], ["kept"], ["saved"]]);
  show(run({ changes: [{ index: 0, output: text("z") }] }));
  expect(shown(a)).toEqual(["z"]);
});

test("only runs of the page that asked for the last one are shown", () => {
  const [a, b] = [cell("go()"), cell("go()")];
  const { target, show } = rejoined({ a, b });
  const changes = [{ index: 0, output: text("x") }];
  show(run({ page: "another", cellId: "b", execution: 3, changes }), run({ changes }));
  expect([shown(a), shown(b), target.page]).toEqual([["x"], [], "before"]);
  target.leave();
  expect(a.executionState).toBe("idle");
});
