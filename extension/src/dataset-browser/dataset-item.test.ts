import type { OpenDataset, RegisteredDataset } from "@genobook/kernel/messages";
import { nullTranslator } from "@jupyterlab/translation";
import { expect, test } from "vitest";
import type { ProjectDataset } from "../data-service/project-files.ts";
import { absenceTexts, allows, type DatasetVerb, VERBS } from "./dataset-verbs.ts";
import { formatText } from "./dataset-text.ts";
import {
  catalogueItem,
  type DatasetItem,
  facetCounts,
  matchingItems,
  NO_FACETS,
  openItem,
  projectItem,
  registeredItem,
} from "./dataset-item.ts";

const cohort: ProjectDataset = {
  kind: "genotypes",
  format: "PLINK 1 binary",
  name: "cohort.bed",
  folder: "data",
  path: "data/cohort.bed",
  members: ["cohort.bed"],
  size: 100,
  samples: 2,
  build: { name: "GRCh38", evidence: "by landmarks" },
};
const height: RegisteredDataset = {
  id: "height",
  kind: "summary-statistics",
  sensitivity: "public",
  ancestry: "Finnish",
  files: [{ path: "results/height.tsv", bytes: 5, sha256: "ab".repeat(32) }],
  registered: "2026-01-02T00:00:00.000Z",
  confirmed: ["sensitivity"],
  state: "touched",
  changedParents: [],
  newerParents: [],
  citation: "Doe et al. 2026",
};
const open: OpenDataset = {
  name: "result",
  kind: "associations",
  type: "GwasResult",
  hasPeople: false,
  hasRows: true,
  provenance: { trait: "height" },
};
const items = [projectItem(cohort), registeredItem(height), openItem(open)];

test("each source gives a row with its key, its place and who may see it", () => {
  expect(items).toMatchObject([
    { key: "project:data/cohort.bed", sensitivity: "individual-level", isConfirmed: false },
    { key: "registered:height", sensitivity: "public", isConfirmed: true, freshness: "touched" },
    { key: "open:result", sensitivity: "controlled", lineage: [{ role: "trait" }] },
  ]);
});

test("a result of a file that has changed says so, and cites what it was made of", () => {
  const made = { ...open, source: "results/height.tsv" };
  expect(openItem(made, [height]).freshness).toBeUndefined();
  expect(openItem(made, [{ ...height, state: "changed" }])).toMatchObject({
    freshness: "outdated",
    staleInputs: ["height"],
    citation: "Doe et al. 2026",
  });
  expect(openItem(made, [{ ...height, state: "there" }]).freshness).toBeUndefined();
  const outdated = { ...height, state: "outdated", changedParents: ["cohort"] };
  expect(registeredItem(outdated)).toMatchObject({
    freshness: "outdated",
    staleInputs: ["cohort"],
  });
});

test("the filter takes words of name, path, format, build and ancestry in any order", () => {
  const names = (filter: string): string[] =>
    matchingItems(items, filter, NO_FACETS).map(({ name }) => name);
  expect(names("plink COHORT grch38")).toEqual(["cohort.bed"]);
  expect(names("finnish")).toEqual(["height"]);
  expect(names("")).toHaveLength(3);
  expect(names("nowhere")).toEqual([]);
});

test("facets narrow, and count what there is", () => {
  const choice = { ...NO_FACETS, sensitivity: "public" };
  expect(matchingItems(items, "", choice).map(({ name }) => name)).toEqual(["height"]);
  expect(matchingItems(items, "", { ...choice, build: "GRCh38" })).toEqual([]);
  expect(facetCounts([...items, items[0]], "kind")[0]).toEqual({ value: "genotypes", count: 2 });
  expect(facetCounts(items, "build")).toEqual([{ value: "GRCh38", count: 1 }]);
});

test("one kind has one word and one facet, whoever tells of it, and no class is named", () => {
  const file = projectItem({ ...cohort, kind: "scoring-file", format: "Scoring file" });
  const opened = openItem({ ...open, kind: "weights", type: "ScoringFile" });
  const registered = registeredItem({ ...height, kind: "scoring-file" });
  const answer = { title: "PGS Catalog", licence: "", citation: "", fetched: "" };
  const found = catalogueItem(
    "pgs",
    {
      ...{ id: "PGS1", name: "", trait: "", kind: "score", ancestry: "", build: "" },
      ...{ samples: null, variants: null, publication: "" },
    },
    { ...answer, entries: [], served: [], notices: [] },
  );
  const all = [file, opened, registered, found];
  expect(facetCounts(all, "kind")).toEqual([{ value: "scoring-file", count: 4 }]);
  const trans = nullTranslator.load("genobook");
  expect([file, opened, registered].map((item) => formatText(item, trans))).toEqual(
    Array(3).fill("Scoring file"),
  );
  const words = (
    [
      ["table", "MatchedScores"],
      ["scores", "PolygenicScores"],
      ["table", "NormalisedScores"],
      ["people", "ProjectedSamples"],
      ["people", ""],
    ] as const
  ).map(([kind, type]) => formatText(openItem({ ...open, kind, type }), trans));
  expect(words).toEqual([
    "Scores matched to genotypes",
    "Scores of people",
    "Scores of people",
    "Principal components",
    "People",
  ]);
  expect(openItem({ ...open, kind: "people", type: "", file: "people.tsv" }).kind).toBe(
    "phenotypes",
  );
});

test("a value that came from a file below the server's folder has it, and one from outside says where it is", () => {
  const cohortNow = { ...open, kind: "genotypes", hasPeople: true, hasRows: false } as const;
  const inside = openItem({ ...cohortNow, file: "../data/cohort.bed" }, [], "analysis");
  const outside = openItem({ ...cohortNow, file: "../../other/cohort.bed" }, [], "analysis");
  const made = openItem(cohortNow);
  const verbs = (item: DatasetItem): DatasetVerb[] =>
    VERBS.filter((verb) => ["open", "register"].includes(verb) && allows(item, verb));
  expect(inside.path).toBe("data/cohort.bed");
  expect([inside, outside, made, openItem(open)].map(verbs)).toEqual([
    ["open", "register"],
    [],
    [],
    ["open"],
  ]);
  const trans = nullTranslator.load("genobook");
  expect(absenceTexts(inside, trans)).toEqual([]);
  expect(absenceTexts(outside, trans).join()).toMatch(
    /no rows of people.*other\/cohort\.bed lies outside/,
  );
  expect(absenceTexts(made, trans).join()).toMatch(/write this to a file/);
});
