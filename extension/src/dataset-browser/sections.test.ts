import type { NotebookPanel } from "@jupyterlab/notebook";
import { Signal } from "@lumino/signaling";
import { expect, test, vi } from "vitest";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import type { IFollowedKernel } from "../status/followed-kernel-token.ts";
import { DatasetBrowserModel } from "./model.ts";
import { ranBefore } from "./ran-before.ts";
import { DatasetSections } from "./sections.ts";

const notebookOf = (
  cells: readonly { readonly trusted: boolean; readonly executionCount: number | null }[],
): NotebookPanel =>
  ({
    context: {
      path: "a.ipynb",
      model: { cells: cells.map((cell) => ({ type: "code", ...cell })) },
    },
  }) as unknown as NotebookPanel;

const trusted = notebookOf([
  { trusted: true, executionCount: null },
  { trusted: true, executionCount: 3 },
]);
const untrusted = notebookOf([
  { trusted: true, executionCount: 3 },
  { trusted: false, executionCount: 4 },
]);
const fresh = notebookOf([{ trusted: true, executionCount: null }]);

test("cells ran before in a notebook that is trusted and says so", () => {
  expect([trusted, untrusted, fresh, null].map(ranBefore)).toEqual([true, false, false, false]);
});

test.each([
  ["is asked when its notebook has run before", trusted, "ready", 1],
  ["is not asked for an untrusted notebook", untrusted, "idle", 0],
  ["is not asked for a notebook that has not run", fresh, "idle", 0],
] as const)("after a reload the kernel %s", async (_, notebook, phase, asked) => {
  const kernel = { id: "k1" };
  const followed = { notebook: null, name: "", kernel: null as object | null, hasRun: false };
  const changed = new Signal<unknown, void>(followed);
  const ask = vi.fn(() => Promise.resolve({ answers: { datasets: [] }, buffers: [] }));
  const sections = new DatasetSections({
    project: new DatasetBrowserModel(
      { list: () => Promise.resolve([]), open: () => Promise.reject(new Error("no file")) },
      { maximumDepth: 1, maximumFiles: 1 },
    ),
    kernels: { of: () => Promise.resolve({ ask }) } as unknown as IDataKernel,
    followed: Object.assign(followed, {
      changed,
      executed: new Signal(followed),
    }) as unknown as IFollowedKernel,
    hasFile: () => Promise.resolve(false),
    noKernel: { tag: "", what: "", why: "", remedy: "" },
    tryAgain: "",
  });
  Object.assign(followed, { notebook, name: "a.ipynb", kernel });
  changed.emit();
  changed.emit();
  await vi.waitFor(() => expect(sections.open.state.phase).toBe(phase));
  expect(ask).toHaveBeenCalledTimes(asked);
});
