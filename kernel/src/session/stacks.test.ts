import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { createCellSources } from "./stacks.ts";

const home = resolve("notebooks");
const place = (path: string): string => `${pathToFileURL(resolve(path)).href}:4:9`;

/** One segment: line 2, column 1 of the output is line 1, column 1 of the cell. */
const map = JSON.stringify({ version: 3, sources: ["cell"], names: [], mappings: ";AAAA" });

test("frames in what the kernel put around a cell are left out, the user's own stay", () => {
  const sources = createCellSources(home);
  sources.add("Cell 2", "a + 1", map);
  const stack = "Error: x\n    at __earlier (Cell 2:1:584)\n    at Cell 2:2:1";
  expect(sources.clean(stack)).toEqual(["Error: x", "    at Cell 2:1:1"]);
  expect(sources.excerpt(["    at Cell 2:1:1"])).toEqual(["", "1 | a + 1", "  | ^"]);
});

test("no stack tells where on the machine a file is", () => {
  const stack = [
    `    at stemOf (${place("analysis/dist/open.js")})`,
    `    at render (${place("node_modules/vega/build/vega.js")})`,
    `    at async ${place("notebooks/side files/model.ts")}`,
    "    at node:internal/process/task_queues:95:5",
  ].join("\n");
  expect(createCellSources(home).clean(stack)).toEqual([
    "    at render (vega/build/vega.js:4:9)",
    "    at async ./side files/model.ts:4:9",
  ]);
});
