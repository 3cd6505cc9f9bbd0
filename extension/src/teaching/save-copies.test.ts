import { Notification } from "@jupyterlab/apputils";
import type { NotebookPanel } from "@jupyterlab/notebook";
import { nullTranslator } from "@jupyterlab/translation";
import { afterEach, expect, test, vi } from "vitest";
import { type CopiesParts, saveCopies } from "./save-copies.ts";

const told = vi.hoisted((): string[] => []);
vi.mock("@jupyterlab/apputils", async (original) => ({
  ...(await original<object>()),
  showErrorMessage: (title: string, message: string) => {
    told.push(`${title}: ${message}`);
    return Promise.resolve();
  },
}));

const SOLVED = "function mine() {\n  // solution: add\n  return 3;\n  // end solution\n}";
const SEALED = 'exercise({ question: "What is the sum?", answer: 3 })';

function panel(source: string, ready: Promise<void> = Promise.resolve()): NotebookPanel {
  const cell = { cell_type: "code", id: "a", metadata: {}, execution_count: null, outputs: [] };
  const empty = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ ...cell, source: "" }] };
  const read = { ...empty, cells: [{ ...cell, source }] };
  let notebook = empty;
  void ready.then(() => (notebook = read));
  return {
    context: { path: "class/slopes.ipynb", ready },
    content: { model: { toJSON: () => notebook } },
  } as unknown as NotebookPanel;
}

function parts(save: (path: string) => Promise<unknown>, own?: () => Promise<never>): CopiesParts {
  return {
    contents: { get: () => Promise.reject(new Error("404")), save },
    kernels: { own },
    trans: nullTranslator.load("genobook"),
    language: "en",
  } as unknown as CopiesParts;
}

const notes = (): string[] =>
  Notification.manager.notifications.map(({ type, message }) => `${type}: ${message}`);

afterEach(() => {
  Notification.dismiss();
  told.length = 0;
});

test("copies are announced at once, made once however often they are asked for, and told when written", async () => {
  const written: string[] = [];
  const asked = parts((path) => Promise.resolve(written.push(path)));
  const notebook = panel(SOLVED);
  const first = saveCopies(notebook, asked);
  expect(notes()).toEqual(["in-progress: Making the copies of slopes.ipynb…"]);
  const second = saveCopies(notebook, asked);
  expect(notes()).toHaveLength(1);
  await Promise.all([first, second]);
  expect(written).toEqual(["class/slopes.student.ipynb", "class/slopes.instructor.ipynb"]);
  expect(notes()).toEqual([
    "success: slopes.student.ipynb and its instructor’s twin are written: 1 exercise.",
  ]);
  await saveCopies(notebook, asked);
  expect(written).toHaveLength(4);
});

test.each([
  ["student", "No copies were made"],
  ["instructor", "Only the student’s copy was made"],
])("a copy that cannot be written is told with what to do: %s", async (kind, title) => {
  const refuse = (path: string): Promise<unknown> =>
    path.includes(kind) ? Promise.reject(new Error("No space left.")) : Promise.resolve();
  await saveCopies(panel(SOLVED), parts(refuse));
  expect(told).toEqual([
    expect.stringContaining(
      `${title}: class/slopes.${kind}.ipynb could not be written: No space left. Check that you may`,
    ),
  ]);
  expect(notes()).toEqual([]);
});

test("no notification stays when the kernel that seals answers cannot be had", async () => {
  const failing = parts(
    () => Promise.resolve(),
    () => Promise.reject(new Error("No kernel.")),
  );
  await saveCopies(panel(SEALED), failing);
  expect(told).toEqual(["No copies were made: No kernel."]);
  expect(notes()).toEqual([]);
});

test("a notebook that is still being read is copied once it was read", async () => {
  const written: string[] = [];
  let hasRead = (): void => undefined;
  const ready = new Promise<void>((resolve) => (hasRead = resolve));
  const saving = saveCopies(
    panel(SOLVED, ready),
    parts((path) => Promise.resolve(written.push(path))),
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(written).toEqual([]);
  hasRead();
  await saving;
  expect(written).toHaveLength(2);
  expect(told).toEqual([]);
});
