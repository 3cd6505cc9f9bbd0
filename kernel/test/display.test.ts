import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { field, resultText, streamText } from "../src/client/answers.ts";
import { startKernel } from "../src/client/kernel-client.ts";
import type { Answer, KernelClient, Received } from "../src/client/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

function shown(answer: Answer, type = "display_data"): Received[] {
  return answer.published.filter((m) => m.type === type);
}

describe("values", () => {
  test("typed arrays show type, size and first values", async () => {
    expect(resultText(await kernel.execute(`new Float64Array([0.1, 2, NaN])`))).toBe(
      "Float64Array, 3 values\n[0.1, 2, NA]",
    );
    expect(resultText(await kernel.execute(`Uint8Array.from({ length: 1e6 }, (_, i) => i)`))).toBe(
      "Uint8Array, 1,000,000 values\n[0, 1, 2, 3, 4, 5, 6, 7, …, 61, 62, 63]",
    );
  });

  test("a matrix shows its shape and its corner", async () => {
    const text = resultText(
      await kernel.execute(`({ data: new Float32Array(6), shape: [2, 3] as const })`),
    );
    expect(text).toBe("Float32Array, shape 2 × 3\n  [0, 0, 0]\n  [0, 0, 0]");
  });

  test("maps, sets and nested objects are readable", async () => {
    expect(resultText(await kernel.execute(`new Map([["a", new Set([1])]])`))).toBe(
      "Map(1) { 'a' => Set(1) { 1 } }",
    );
    expect(resultText(await kernel.execute(`({ a: { b: { c: 1 } } })`))).toBe(
      "{ a: { b: { c: 1 } } }",
    );
  });

  test("big values are cut, and say so", async () => {
    const wide = await kernel.execute(
      `Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => ["key" + i, i]))`,
    );
    expect(resultText(wide)!.length).toBeLessThan(60_000);
    expect(resultText(wide)).toMatch(/299,900 keys are not shown/);
    const long = await kernel.execute(`"x".repeat(1e7)`);
    expect(resultText(long)!.length).toBeLessThan(60_000);
    expect(resultText(long)).toMatch(/more characters/);
    const nested = await kernel.execute(
      `Array.from({ length: 100 }, () => Array.from({ length: 1000 }, () => ({ a: { b: [1, 2, 3] } })))`,
    );
    expect(resultText(nested)!.length).toBeLessThan(60_000);
  });

  test("a table of the analysis library is HTML and text, escaped, with its size", async () => {
    const answer = await kernel.execute(`
      import { Table } from "@genobook/analysis";
      new Table({
        variantId: Array.from({ length: 40 }, (_, i) => i === 0 ? "<script>alert(1)</script>" : "rs" + i),
        pValue: Float64Array.from({ length: 40 }, (_, i) => i === 1 ? NaN : 1.23456e-9 * i),
      })`);
    const { data } = shown(answer, "execute_result")[0].content as {
      data: Record<string, string>;
    };
    expect(data["text/html"]).not.toContain("<script>");
    expect(data["text/html"]).toContain("&lt;script&gt;");
    expect(data["text/html"]).toContain("40 rows × 2 columns");
    expect(data["text/plain"]).toMatch(/rs1 .*rs2 /s);
  });
});

describe("plots", () => {
  const spec = `({
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    title: "Points", data: { values: [{ x: 1, y: 2 }, { x: 2, y: 3 }] }, mark: "point",
    encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
    usermeta: { genobook: { version: 1, kind: "test", id: "p", links: [], summary: "Two points.", rows: { shown: 2, total: 2 } } },
  })`;

  test("a Vega-Lite specification becomes the whole bundle", async () => {
    const answer = await kernel.execute(spec);
    const { data, metadata } = shown(answer, "execute_result")[0].content as {
      data: Record<string, unknown>;
      metadata: object;
    };
    expect(Object.keys(data).slice(0, 2)).toEqual([
      "application/vnd.genobook.plot.v1+json",
      "application/vnd.vegalite.v5+json",
    ]);
    expect(data["text/plain"]).toMatch(/^Two points\./);
    // Drawn, or said why not.
    if (data["image/png"] === undefined) expect(data["text/plain"]).toMatch(/No image: /);
    else expect(data["image/png"]).toMatch(/^iVBOR/);
    expect(field(metadata, "application/vnd.vegalite.v5+json", "embed_options", "actions")).toEqual(
      {
        export: true,
        source: false,
        compiled: false,
        editor: false,
      },
    );
  });

  test("other cells go on while an image is drawn, and the plot keeps its place", async () => {
    const answer = await kernel.execute(`display(${spec}); console.log("after")`);
    const types = answer.published.map((m) => m.type).filter((type) => !/status|input/.test(type));
    expect(types).toEqual(["display_data", "stream"]);
  });
});

describe("progress", () => {
  test("short work is quiet, long work shows one line that is updated", async () => {
    const quiet = await kernel.execute(`
      { const line = progress("Short", 3); for (let i = 1; i <= 3; i++) line.report(i); line.end(); }`);
    expect(shown(quiet)).toEqual([]);
    const long = await kernel.execute(`
      {
        const line = progress("Reading", 20, "files");
        for (let i = 1; i <= 20; i++) { await new Promise((r) => setTimeout(r, 60)); line.report(i); }
        line.end();
      }`);
    const [first] = shown(long);
    const updates = shown(long, "update_display_data");
    expect(shown(long)).toHaveLength(1);
    expect(updates.length).toBeGreaterThanOrEqual(2);
    expect(updates.length).toBeLessThanOrEqual(7);
    const id = field(first.content, "transient", "display_id");
    expect(updates.every((m) => field(m.content, "transient", "display_id") === id)).toBe(true);
    expect(field(first.content, "data", "text/plain")).toMatch(
      /^Reading: \d+ of 20 files \(\d+ %\), .* per second, .* left$/,
    );
    expect(field(first.content, "data", "text/html")).toMatch(/^<progress max="20"/);
    expect(field(updates.at(-1)!.content, "data", "text/plain")).toMatch(
      /^Reading: 20 files in .* per second$/,
    );
  });

  test("progress is shown from a synchronous loop", async () => {
    const id = await kernel.send("shell", "execute_request", {
      code: `{
        const line = progress("Loop", 10); const begun = Date.now();
        for (let i = 1; i <= 10; i++) { while (Date.now() - begun < 100 * i) {} line.report(i); }
        line.end();
      }`,
    });
    const first = await kernel.waitFor((m) => m.parent === id && m.type === "display_data");
    const { reply } = await kernel.answer(id);
    expect(reply.at - first.at).toBeGreaterThan(300);
  });
});

describe("tslab's interface", () => {
  test("every display function arrives with its type", async () => {
    const answer = await kernel.execute(`
      import * as tslab from "tslab";
      tslab.display.html("<b>h</b>"); tslab.display.markdown("*m*"); tslab.display.latex("x");
      tslab.display.svg("<svg/>"); tslab.display.javascript("1"); tslab.display.text("t");
      tslab.display.png(new Uint8Array([137, 80])); tslab.display.raw("application/json", "{}");
      const place = tslab.newDisplay(); place.text("one"); place.text("two");
      tslab.versions.tslab`);
    expect(shown(answer).map((m) => Object.entries(m.content["data"] as object)[0])).toEqual([
      ["text/html", "<b>h</b>"],
      ["text/markdown", "*m*"],
      ["text/latex", "x"],
      ["image/svg+xml", "<svg/>"],
      ["text/javascript", "1"],
      ["text/plain", "t"],
      ["image/png", "iVA="],
      ["application/json", "{}"],
      ["text/plain", "one"],
    ]);
    expect(field(shown(answer, "update_display_data")[0].content, "data", "text/plain")).toBe(
      "two",
    );
    expect(resultText(answer)).toBe("'1.0.22'");
  });
});

describe("the analysis library", () => {
  test("its namespaces are preloaded and can be shadowed", async () => {
    const question = { code: "gwas.", cursor_pos: 5 };
    const { reply } = await kernel.request("shell", "complete_request", question);
    expect(reply.content["matches"]).toContain("linear");
    expect(resultText(await kernel.execute(`{ const gwas = 1; gwas }`))).toBeUndefined();
    expect(resultText(await kernel.execute(`const qc = "mine"; qc`))).toBe("'mine'");
  });

  test("an error of the library says what, why and what to do", async () => {
    const { published } = await kernel.execute(`await data.genotypes("missing.bed")`);
    const error = published.find((m) => m.type === "error")!;
    const text = (error.content["traceback"] as string[]).join("\n");
    expect(text).toMatch(/What to do:/);
    expect(streamText({ published } as Answer, "stderr")).toBe("");
  });
});
