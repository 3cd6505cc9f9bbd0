import { describe, expect, test } from "vitest";
import { type KernelRequests, RefusedRequest } from "../data-service/kernel-requests.ts";
import { allowanceText } from "./catalogue-controls.tsx";
import { CatalogueSection } from "./catalogue-section.ts";
import { nullTranslator } from "@jupyterlab/translation";

const entry = {
  id: "PGS000001",
  name: "PRS77_BC",
  trait: "Breast cancer",
  kind: "score",
  ancestry: "European",
  build: "",
  samples: 100,
  variants: 77,
  publication: "",
};
const found = {
  title: "PGS Catalog",
  licence: "",
  citation: "Lambert et al.",
  entries: [entry],
  fetched: "",
  served: [],
  notices: ["one notice"],
};
const service = {
  title: "OpenGWAS",
  requests: 5,
  periodSeconds: 1,
  allowance: 1000,
  remaining: 950,
  until: "",
};
const budget = { services: [service], hasToken: true, sent: [], sentCount: 0 };
const refused = (what: string): Promise<never> =>
  Promise.reject(new RefusedRequest({ tag: "x", what, why: "Why.", remedy: "Do." }));

/** A kernel that answers from a table of functions, and notes what it was asked. */
function sectionWith(answers: Record<string, (asks: Record<string, unknown>) => unknown>) {
  const asked: [string, Record<string, unknown>][] = [];
  const requests = {
    async ask(name: string, asks: Record<string, unknown>) {
      asked.push([name, asks]);
      const answer = answers[name] ?? (() => budget);
      return { answers: await answer(asks), buffers: [] };
    },
  };
  const section = new CatalogueSection(() =>
    Promise.resolve(requests as unknown as KernelRequests),
  );
  return { section, asked };
}

describe("searching catalogues", () => {
  test("all at once: what fails is said beside what is found", async () => {
    const { section } = sectionWith({
      "catalogues.search": ({ catalogue }) =>
        catalogue === "pgs" ? found : refused(`No ${String(catalogue)}.`),
    });
    section.setQuestion({ catalogue: "all", query: "breast", isOn: true });
    await section.search();
    const { items, notices, phase } = section.list.state;
    expect(phase).toBe("ready");
    expect(items.map(({ key }) => key)).toEqual(["catalogue:pgs:PGS000001"]);
    expect(notices).toHaveLength(5);
    expect(notices).toContain("OpenGWAS: No openGwas. Why. Do.");
  });

  test("is asked with the switch as it is, and fails as a whole where nothing answers", async () => {
    const { section, asked } = sectionWith({ "catalogues.search": () => refused("Off.") });
    section.setQuestion({ catalogue: "all", query: "breast" });
    await section.search();
    expect(section.list.state.failure?.what).toBe("Off.");
    const searches = asked.filter(([name]) => name === "catalogues.search");
    expect(searches.every(([, { isOn }]) => isOn === false)).toBe(true);
  });

  test("a record that could not be had offline is asked for anew once the network is on", async () => {
    const { section } = sectionWith({
      "catalogues.search": () => found,
      "catalogues.detail": ({ isOn }) =>
        isOn === true ? { facts: [], notices: [] } : refused("Off."),
    });
    section.setQuestion({ catalogue: "pgs", query: "breast" });
    await section.search();
    const [item] = section.list.state.items;
    await section.loadRecord(item);
    expect(section.records.of(item.key)?.failure?.what).toBe("Off.");
    section.setQuestion({ isOn: true });
    expect(section.records.of(item.key)).toBeUndefined();
    await section.loadRecord(item);
    expect(section.records.of(item.key)?.phase).toBe("ready");
  });
});

test("the plan of every choice is asked for before anything is downloaded", async () => {
  const { section, asked } = sectionWith({
    "catalogues.search": () => found,
    "catalogues.plan": ({ choice }) => ({
      requests: [`GET ${String(choice)}`],
      folder: "data",
      choices: ["GRCh38", "original"],
    }),
  });
  section.setQuestion({ catalogue: "pgs", query: "breast" });
  await section.search();
  const plans = await section.plans(section.list.state.items[0]);
  expect([...plans].map(([choice, { requests }]) => [choice, ...requests])).toEqual([
    ["GRCh38", "GET GRCh38"],
    ["original", "GET original"],
  ]);
  expect(asked.some(([name]) => name === "catalogues.download")).toBe(false);
});

test("the allowance is what the service told, and when it is full again", () => {
  const trans = nullTranslator.load("genobook");
  expect(allowanceText("openGwas", budget, trans)).toBe(
    "OpenGWAS: 950 left of an allowance of 1,000.",
  );
  const until = "2026-01-01T12:00:00.000Z";
  const waiting = { ...service, allowance: null, remaining: null, until };
  expect(allowanceText("openGwas", { ...budget, services: [waiting] }, trans)).toMatch(
    /^OpenGWAS asks to wait until .*2026/,
  );
  expect(allowanceText("eqtl", budget, trans)).toBe("");
});
