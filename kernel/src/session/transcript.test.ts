import { expect, test } from "vitest";
import type { Header } from "../protocol/wire.ts";
import { createTranscript } from "./transcript.ts";

const header = (id: string): Header => ({
  ...{ msg_id: id, session: "page", username: "", date: "", version: "5.4" },
  msg_type: "execute_request",
});
const request = (id: string, number: number) => ({
  ...{ header: header(id), cellId: `cell-${id}`, label: `Cell ${number}`, source: "1" },
  silent: false,
});
const text = (id: string, said: string) =>
  ({ type: "stream", name: "stdout", header: header(id), text: said }) as const;
const shown = (id: string, messageType: string, content: object) =>
  ({
    type: "output",
    messageType,
    header: header(id),
    content: JSON.stringify(content),
    metadata: {},
    buffers: [],
  }) as const;
const data = (value: string, displayId?: string) => ({
  ...{ data: { "text/plain": value }, metadata: {} },
  transient: displayId === undefined ? {} : { display_id: displayId },
});

test("keeps a run as its cell would hold it, and tells what is new", () => {
  const transcript = createTranscript();
  expect(transcript.since(0)).toEqual({ runs: [], isRunning: false, revision: 0 });
  transcript.begin(request("a", 3));
  transcript.note(text("a", "one\n"));
  transcript.note(text("a", "two\n"));
  transcript.note(shown("a", "display_data", data("0 %", "line")));
  transcript.note(text("other", "of a comm"));
  const first = transcript.since(0);
  expect(first).toMatchObject({
    isRunning: true,
    runs: [{ cellId: "cell-a", source: "1", page: "page", execution: 3, isDone: false, count: 2 }],
  });
  expect(first.runs[0].changes.map(({ output }) => output)).toEqual([
    { output_type: "stream", name: "stdout", text: "one\ntwo\n" },
    { output_type: "display_data", data: { "text/plain": "0 %" }, metadata: {} },
  ]);

  transcript.note(shown("a", "update_display_data", data("50 %", "line")));
  transcript.end({ status: "ok", result: JSON.stringify({ data: { "text/plain": "42" } }) });
  const second = transcript.since(first.revision);
  expect(second.isRunning).toBe(false);
  expect(second.runs[0]).toMatchObject({
    isDone: true,
    count: 3,
    changes: [
      { index: 1, output: { data: { "text/plain": "50 %" } } },
      {
        index: 2,
        output: { output_type: "execute_result", execution_count: 3, data: { "text/plain": "42" } },
      },
    ],
  });
  expect(transcript.since(second.revision).runs).toEqual([]);
});

test("clears at once or with the next output, and keeps errors and late output", () => {
  const transcript = createTranscript();
  transcript.begin(request("a", 1));
  transcript.note(text("a", "old"));
  transcript.note(shown("a", "clear_output", { wait: true }));
  expect(transcript.since(0).runs[0].count).toBe(1);
  transcript.note(text("a", "new"));
  const error = { ename: "Error", evalue: "no", traceback: ["no"] };
  transcript.end({ status: "error", error });
  transcript.begin(request("b", 2));
  transcript.note(text("a", " late"));
  const [a, b] = transcript.since(0).runs;
  expect(a.changes.map(({ output }) => output)).toEqual([
    { output_type: "stream", name: "stdout", text: "new" },
    { output_type: "error", ...error },
    { output_type: "stream", name: "stdout", text: " late" },
  ]);
  expect(b).toMatchObject({ cellId: "cell-b", count: 0, isDone: false });
  transcript.note(shown("b", "display_data", data("gone")));
  transcript.note(shown("b", "clear_output", { wait: false }));
  expect(transcript.since(0).runs[1].count).toBe(0);
});

test("silent runs and a request's expressions are no runs, and old runs make room for new ones", () => {
  const transcript = createTranscript();
  transcript.begin({ ...request("quiet", 1), silent: true });
  transcript.begin(request("a", 1));
  transcript.note(text("a", "x".repeat(15_000_000)));
  transcript.end({ status: "ok" });
  transcript.begin(request("a", 1));
  transcript.end({ status: "ok", result: "{}" });
  expect(transcript.since(0).runs).toMatchObject([{ cellId: "cell-a", count: 1 }]);
  transcript.begin(request("b", 2));
  transcript.note(text("b", "y".repeat(15_000_000)));
  transcript.note(text("b", "z".repeat(15_000_000)));
  expect(transcript.since(0).runs).toMatchObject([{ cellId: "cell-b", count: 1 }]);
});
