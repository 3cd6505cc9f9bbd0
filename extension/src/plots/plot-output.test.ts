import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import { expect, test } from "vitest";
import { PlotOutput } from "./plot-output.ts";

class Recorder extends Widget implements IRenderMime.IRenderer {
  readonly texts: unknown[] = [];

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.texts.push(model.data["text/plain"]);
    return Promise.resolve();
  }
}

const model = (text: string): IRenderMime.IMimeModel => ({
  trusted: false,
  data: { "text/plain": text },
  metadata: {},
  setData: () => undefined,
});

test("a plot is loaded once, and its updates arrive in order", async () => {
  const recorder = new Recorder();
  let loads = 0;
  const output = new PlotOutput(() => {
    loads++;
    return Promise.resolve(recorder);
  });
  expect(loads).toBe(0);
  await Promise.all([output.renderModel(model("first")), output.renderModel(model("second"))]);
  expect(loads).toBe(1);
  expect(recorder.texts).toEqual(["first", "second"]);
  expect(output.widgets).toEqual([recorder]);
  output.dispose();
});

test("a plot that could not be loaded is loaded at the next try", async () => {
  const recorder = new Recorder();
  const answers = [Promise.reject(new Error("the server is gone")), Promise.resolve(recorder)];
  const output = new PlotOutput(() => answers.shift()!);
  await expect(output.renderModel(model("first"))).rejects.toThrow("the server is gone");
  await output.renderModel(model("again"));
  expect(recorder.texts).toEqual(["again"]);
  output.dispose();
});

test("an output that is gone before its plot arrives leaves nothing behind", async () => {
  const recorder = new Recorder();
  const output = new PlotOutput(() => Promise.resolve(recorder));
  const rendered = output.renderModel(model("late"));
  output.dispose();
  await rendered;
  expect(recorder.isDisposed).toBe(true);
  expect(recorder.texts).toEqual([]);
});
