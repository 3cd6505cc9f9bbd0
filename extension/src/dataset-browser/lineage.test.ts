import type { OpenDataset, RegisteredDataset } from "@genobook/kernel/messages";
import { expect, test } from "vitest";
import { inputsOf, lineageOf, lineageOfOpen } from "./lineage.ts";

const dataset = (id: string, more: Partial<RegisteredDataset> = {}): RegisteredDataset => ({
  id,
  kind: "other",
  sensitivity: "controlled",
  files: [{ path: `data/${id}.tsv`, bytes: 1, sha256: "ab".repeat(32) }],
  registered: "2026-01-01T00:00:00.000Z",
  confirmed: [],
  state: "there",
  changedParents: [],
  newerParents: [],
  ...more,
});
const cohort = dataset("cohort", { state: "touched" });
const height = dataset("height", {
  parents: ["cohort", "elsewhere"],
  changedParents: ["cohort"],
  software: "Genobook 1",
  state: "outdated",
});
const pooled = dataset("pooled", { parents: ["height"], from: "a person" });

test("inputs of inputs, with hashes and what is odd about them", () => {
  const [origin, file, parent] = lineageOf(pooled, [cohort, height, pooled]);
  expect(origin).toMatchObject({ role: "origin", text: "a person" });
  expect(file).toMatchObject({ role: "file", text: "data/pooled.tsv", sha256: "ab".repeat(32) });
  expect(parent).toMatchObject({ role: "dataset", text: "height", notes: ["outdated"] });
  expect(parent.inputs.map(({ role, text, notes }) => [role, text, ...notes])).toEqual([
    ["software", "Genobook 1"],
    ["file", "data/height.tsv"],
    ["dataset", "cohort", "other", "touched"],
    ["dataset", "elsewhere", "unregistered"],
  ]);
});

test("a registry that names itself ends", () => {
  const a = dataset("a", { parents: ["b", "a"] });
  const b = dataset("b", { parents: ["a"] });
  const texts = JSON.stringify(lineageOf(a, [a, b]));
  expect(texts.match(/"dataset"/g)).toHaveLength(1);
});

test("a value of a notebook leads to the registered file that it was made of", () => {
  const open: OpenDataset = {
    name: "result",
    kind: "associations",
    type: "GwasResult",
    hasPeople: false,
    hasRows: true,
    source: "/home/someone/project/data/cohort.tsv",
    provenance: { trait: "height" },
  };
  const nodes = lineageOfOpen(open, [cohort, height]);
  expect(nodes.map(({ role, text }) => [role, text])).toEqual([
    ["dataset", "cohort"],
    ["file", "/home/someone/project/data/cohort.tsv"],
    ["trait", "height"],
  ]);
  expect(nodes[0].notes).toEqual(["touched"]);
  expect(inputsOf(["../data/cohort.tsv"], [cohort])).toEqual([cohort]);
  expect(inputsOf(["tsv", "cohort", "rt.tsv"], [cohort])).toEqual([]);
});
