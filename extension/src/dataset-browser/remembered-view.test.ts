import { StateDB } from "@jupyterlab/statedb";
import { expect, test } from "vitest";
import { DatasetBrowserModel } from "./model.ts";
import { rememberView } from "./remembered-view.ts";

const KEY = "@genobook/extension:dataset-browser";

function emptyModel(): DatasetBrowserModel {
  const files = {
    list: () => Promise.resolve([]),
    open: () => Promise.reject(new Error("no file")),
  };
  return new DatasetBrowserModel(files, { maximumDepth: 1, maximumFiles: 10 });
}

test("filter and folded sections are found again in the next session", async () => {
  const states = new StateDB();
  const first = emptyModel();
  await rememberView(first, states);
  first.setFilter("height");
  first.setClosed("open", true);
  first.setClosed("project", true);
  first.setClosed("project", false);
  const second = emptyModel();
  await rememberView(second, states);
  expect(second.state).toMatchObject({ filter: "height", closed: ["open"] });
});

test("what the user did before the last view was read is kept instead", async () => {
  const states = new StateDB();
  await states.save(KEY, { filter: "old", closed: [] });
  const model = emptyModel();
  const restored = rememberView(model, states);
  model.setFilter("new");
  await restored;
  expect(model.state.filter).toBe("new");
  expect(await states.fetch(KEY)).toEqual({ filter: "new", closed: [] });
});

test("a stored view of another shape is passed by", async () => {
  const states = new StateDB();
  for (const stored of ["height", { filter: 3, closed: [] }, { filter: "a" }]) {
    await states.save(KEY, stored);
    const model = emptyModel();
    await rememberView(model, states);
    expect(model.state).toMatchObject({ filter: "", closed: [] });
  }
  await states.save(KEY, { filter: "a", closed: ["project", "recipes"] });
  const model = emptyModel();
  await rememberView(model, states);
  expect(model.state).toMatchObject({ filter: "a", closed: ["project"] });
});

test("searching alone stores nothing", async () => {
  const states = new StateDB();
  const model = emptyModel();
  await rememberView(model, states);
  await model.refresh();
  expect(await states.fetch(KEY)).toBeUndefined();
});
