import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import * as mr from "../index.ts";

const { exposure, outcome } = mr.simulate({ scenario: "directional pleiotropy", seed: 4 });
const instruments = mr.instruments(exposure, { threshold: 5e-8 });
const harmonised = mr.harmonise({
  exposure: instruments,
  outcome,
  exposureTrait: { name: "LDL cholesterol", unit: "SD" },
  outcomeTrait: {
    name: "heart disease",
    unit: "log odds",
    cases: 30_000,
    controls: 70_000,
    prevalence: 0.05,
  },
});
const estimates = mr.estimate(harmonised, {
  methods: ["ivw", "weightedMedian", "signTest"],
  seed: 11,
});
const sensitivity = mr.sensitivity(harmonised, { seed: 3 });
const study = {
  citation: "Somebody 2020",
  setting: "Somewhere",
  ancestry: "European",
  participants: "Adults",
  measurement: "Fasting",
  genotyping: "Array",
  ethics: "Approved",
};
const complete: mr.ReportOptions = {
  harmonised,
  instruments,
  estimates,
  sensitivity,
  title: "A study",
  authors: ["A. Author"],
  date: "2026-01-02",
  abstract: "In short.",
  background: "Known.",
  objectives: "Planned.",
  studies: { exposure: study, outcome: study, overlap: "none" },
  assumptions: { independence: "One ancestry.", exclusionRestriction: "One pathway." },
  preregistration: "Registered.",
  plots: [{ description: "Scatter of all variants." }],
  discussion: {
    keyResults: "Key.",
    limitations: "Limits.",
    interpretation: "Meaning.",
    generalisability: "People.",
  },
  funding: "None.",
  dataAvailability: "Open.",
  codeAvailability: "Here.",
  conflictsOfInterest: "None.",
};

describe("a complete report", () => {
  const written = mr.report(complete);

  test("has the 20 items in order and no gap", () => {
    expect(written.gaps).toEqual([]);
    const numbers = [...written.markdown.matchAll(/^### (\d+)\. /gm)].map(([, n]) => Number(n));
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect([...written.html.matchAll(/<h3 id="title-(\d+)"/g)]).toHaveLength(20);
    expect(written.markdown).toContain("**Every item is filled.**");
  });

  test("names threshold, policy, seeds, conventions and every variant left out", () => {
    const { markdown } = written;
    expect(markdown).toContain("5e-8");
    expect(markdown).toContain("inferByFrequency");
    expect(markdown).toContain("seed 11");
    expect(markdown).toContain(estimates.columns.method[0]);
    expect(markdown).toContain('methods: ["ivw", "weightedMedian", "signTest"], seed: 11');
    const { isKept, variantId, reason } = harmonised.columns;
    const left = variantId.filter((_, row) => isKept[row] === 0);
    expect(left.length).toBeGreaterThan(0);
    for (const id of left) expect(markdown).toContain(`| ${id} |`);
    expect(reason.length).toBe(harmonised.rowCount);
    expect(markdown).toContain("Scatter of all variants.");
  });

  test("tells effects and odds ratios of estimators, and none of the sign test", () => {
    const { markdown } = written;
    const { method, methodId } = estimates.columns;
    const cells = (id: string): string[] =>
      markdown
        .split("\n")
        .find((line) => line.startsWith(`| ${method[methodId.indexOf(id)]}`))!
        .split(" | ");
    const [ivw, sign] = ["ivw", "signTest"].map(cells);
    expect(ivw[5]).toMatch(/^\d.* \(\d.* to \d.*\)$/);
    expect(sign[5]).toBe("none");
    expect(markdown).toMatch(/2 estimators give effects from/);
    expect(markdown).toContain(`Main estimate (${method[0]})`);
  });

  test("says every check of the sensitivity analyses once", () => {
    for (const sentence of sensitivity.checks.columns.sentence) {
      const text = sentence.replace(/[&<>"]/g, "");
      const found = written.html.replace(/&(amp|lt|gt|quot);/g, "").split(text).length - 1;
      expect(found, sentence).toBe(1);
    }
  });

  test("is one HTML file without scripts, with captions and scopes", () => {
    const { html } = written;
    expect(html).not.toMatch(/<script|javascript:|https?:\/\/[^"]*\.(css|js|woff)/i);
    expect(html.match(/<table>/g)?.length).toBe(html.match(/<caption>/g)?.length);
    expect(html).toContain('<th scope="row"');
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).toContain("@media print");
    expect(html).not.toMatch(/NaN|undefined|\[object/);
    expect(written.markdown).not.toMatch(/NaN|undefined|\[object/);
  });

  test("is the same text for the same input", () => {
    expect(mr.report(complete).html).toBe(written.html);
  });
});

test("steps that are missing are gaps, counted and marked, and no error", () => {
  const written = mr.report({ harmonised });
  const told = written.gaps.map(({ how }) => how).join("\n");
  for (const name of [
    "estimates: mr.estimate(harmonised)",
    "sensitivity: mr.sensitivity(harmonised)",
    "`studies.exposure.ancestry`",
    "`mr.instruments`",
    "`funding`",
  ])
    expect(told).toContain(name);
  expect(written.markdown).toContain(`**Not filled: ${written.gaps.length}.**`);
  const inHtml = [...written.html.matchAll(/<(p|div) class="gap"><strong>Not filled:/g)];
  expect(inHtml.length).toBeGreaterThan(10);
  expect(written.html).toContain(`Not filled: ${written.gaps.length}</summary>`);
});

test("the calls tell the Steiger filter and estimators with options", () => {
  const forward = mr.steigerFilter(harmonised);
  const written = mr.report({
    harmonised: forward,
    estimates: mr.estimate(forward, { methods: ["egger", mr.methods.ivw({ model: "fixed" })] }),
  });
  expect(written.markdown).toContain("const forward = mr.steigerFilter(harmonised);");
  expect(written.markdown).toMatch(
    /mr\.estimate\(forward, \{ methods: \["egger", mr\.methods\.ivw\(\/\* .*fixed.* \*\/\)\]/,
  );
  expect(written.markdown).toContain("| Steiger filter |");
});

test("one instrument: the Wald ratio, with every undefined check in words", () => {
  const one = harmonised.only(harmonised.columns.variantId[harmonised.keptRows[0]]);
  const written = mr.report({
    harmonised: one,
    estimates: mr.estimate(one),
    sensitivity: mr.sensitivity(one),
  });
  expect(written.markdown).toContain("1 instrument.");
  expect(written.markdown).toMatch(/Heterogeneity \\?\(not defined\\?\): A test of heterogeneity/);
  expect(written.html).not.toMatch(/NaN|undefined/);
});

const EVIL = `<img src=x onerror=alert(1)> | [x](javascript:alert(1)) "q" & \`c\` #1`;

test("nothing of the data becomes markup", () => {
  const named = mr.fromArrays({
    exposure: { name: EVIL, unit: EVIL, source: EVIL },
    outcome: EVIL,
    variantId: [EVIL, "b", "c", "d"],
    betaExposure: [0.1, 0.2, 0.3, NaN],
    standardErrorExposure: [0.01, 0.01, 0.01, 0.01],
    betaOutcome: [0.1, 0.2, 0.25, 0.1],
    standardErrorOutcome: [0.05, 0.05, 0.05, 0.05],
  });
  const written = mr.report({
    harmonised: named,
    estimates: mr.estimate(named),
    sensitivity: mr.sensitivity(named),
    title: EVIL,
    authors: [EVIL],
    background: EVIL,
    studies: { exposure: { citation: EVIL, ancestry: EVIL } },
    plots: [{ description: EVIL }],
  });
  expect(written.html).not.toMatch(/<img/i);
  expect(written.html).not.toMatch(/<a href="(?!#item-)/);
  const code = /```[\s\S]*?```/g;
  expect(written.markdown.replace(code, "")).not.toMatch(/(?<!\\)<img|(?<!\\)\[x\]/);
  const table = written.markdown.split("\n").filter((line) => line.startsWith("| \\<img"));
  expect(table.length).toBeGreaterThan(0);
  for (const line of table) expect(line.match(/(?<!\\)\|/g)!.length).toBe(8);
  const bundle = (written as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ]();
  expect(bundle["text/html"]).not.toMatch(/<img/i);
  expect(bundle["text/html"]).toContain('sandbox=""');
});

describe("write", () => {
  const folder = mkdtempSync(join(tmpdir(), "genobook-report-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const written = mr.report(complete);

  test("HTML and Markdown by the ending, nothing beside them", async () => {
    await written.write(join(folder, "a.html"));
    await written.write(join(folder, "b.md"));
    expect(readFileSync(join(folder, "a.html"), "utf8")).toBe(written.html);
    expect(readFileSync(join(folder, "b.md"), "utf8")).toBe(written.markdown);
    expect(readdirSync(folder).sort()).toEqual(["a.html", "b.md"]);
  });

  test("another ending is refused and leaves no file", async () => {
    await expect(written.write(join(folder, "a.docx"))).rejects.toMatchObject({
      tag: "invalid-argument",
    });
    expect(readdirSync(folder)).not.toContain("a.docx");
  });

  test("a place that cannot be written leaves nothing", async () => {
    await written.write(join(folder, "file.md"));
    await expect(written.write(join(folder, "file.md", "a.html"))).rejects.toMatchObject({
      tag: "format",
    });
  });
});
