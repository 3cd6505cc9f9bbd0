import { expect, test } from "vitest";
import { createActivity } from "./activity.ts";

function timed() {
  let time = 0;
  return { activity: createActivity(() => time), pass: (ms: number) => void (time += ms) };
}

const line = { report: () => undefined, end: () => undefined };
const work = (title: string) => ({ title, total: 10, unit: "variants" });

test("the innermost call that lasts is the job; its end brings back the outer one", () => {
  const { activity, pass } = timed();
  expect(activity.cell()).toBeUndefined();
  activity.cellStarted("Cell 3");
  const outer = activity.begin(work("outer"), line);
  pass(200);
  expect(activity.job()).toBeUndefined();
  pass(200);
  const inner = activity.begin(work("inner"), line);
  expect(activity.job()?.title).toBe("outer");
  pass(400);
  inner.report(4);
  expect(activity.job()).toEqual({ ...work("inner"), done: 4, elapsedMs: 400 });
  inner.end();
  expect(activity.job()?.title).toBe("outer");
  expect(activity.cell()).toEqual({ label: "Cell 3", elapsedMs: 800 });
  outer.end();
  expect(activity.job()).toBeUndefined();
});

test("a line that nobody ended is left with its cell, unless it still reports", () => {
  const { activity, pass } = timed();
  activity.cellStarted("Cell 1");
  const left = activity.begin(work("left"), line);
  pass(1000);
  expect(activity.job()?.title).toBe("left");
  activity.cellEnded();
  expect(activity.job()).toBeUndefined();
  expect(activity.cell()).toBeUndefined();
  left.report(5);
  expect(activity.job()?.done).toBe(5);
});

test("reports and the end reach the line", () => {
  const { activity } = timed();
  const seen: (number | string)[] = [];
  const job = activity.begin(work("read"), {
    report: (done) => void seen.push(done),
    end: () => void seen.push("end"),
  });
  job.report(1);
  job.end();
  expect(seen).toEqual([1, "end"]);
});
