import type { Contents } from "@jupyterlab/services";
import { expect, test } from "vitest";
import { findFirstNotebook } from "./first-notebook.ts";

function contentsOf(paths: readonly string[]) {
  const asked: string[] = [];
  const get = (folder: string): Promise<Contents.IModel> => {
    asked.push(folder);
    const depth = folder === "" ? 0 : 1;
    const inside = paths.filter((path) => depth === 0 || path.startsWith(`${folder}/`));
    const content = inside.map((path) => {
      const parts = path.split("/");
      const type = parts.length > depth + 1 ? "directory" : "notebook";
      return { name: parts[depth], path: parts.slice(0, depth + 1).join("/"), type };
    });
    return Promise.resolve({ content } as unknown as Contents.IModel);
  };
  return { asked, get };
}

test("the first notebook of the course is found where the server's folder holds it", async () => {
  const contents = contentsOf(["learn/01-first-gwas.ipynb", "learn/02-next.ipynb"]);
  expect(await findFirstNotebook(contents)).toBe("learn/01-first-gwas.ipynb");
});

test("without the course nothing is found, and nothing that is missing is asked for", async () => {
  const contents = contentsOf(["study.ipynb", "learn"]);
  expect(await findFirstNotebook(contents)).toBeUndefined();
  expect(contents.asked).toEqual([""]);
  expect(await findFirstNotebook(contentsOf(["learn/notes.ipynb"]))).toBeUndefined();
});
