import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCrate } from "./crate/make-crate.ts";
import { judgeNotebook } from "./gate/gate.ts";
import { highlight } from "./html/highlight.ts";
import { anchors, readMarkdown } from "./html/markdown.ts";
import { readHtml } from "./html/read-html.ts";
import { readNotebook } from "./notebook.ts";
import { contentPolicy } from "./page/content-policy.ts";
import { renderPage } from "./page/render-page.ts";
import { plotOf } from "./plots/plot-of-output.ts";
import { regionsOf } from "./plots/regions.ts";
import { datasetsOf } from "./provenance/datasets.ts";
import { provenanceOf } from "./provenance/provenance.ts";
import { stepsOf } from "./provenance/steps.ts";
import type { DocumentLanguage } from "../messages.ts";
import { wordsIn } from "./words/words.ts";
import { findingText, writeDocument } from "./write-document.ts";

const FIRST = fileURLToPath(
  new URL("../../../notebooks/learn/01-first-gwas.ipynb", import.meta.url),
);
const SCRIPT = "void 0;";
const NOW = new Date("2026-11-22T12:00:00Z");

async function page(
  text: string,
  language: DocumentLanguage = "en",
  name = "a.ipynb",
): Promise<string> {
  const notebook = readNotebook(text);
  const judgement = judgeNotebook(notebook, 5);
  const provenance = await provenanceOf(notebook, {
    ...{ name, text, folder: undefined, smallestCount: 5, judgement, now: NOW },
  });
  return renderPage(notebook, {
    ...{ title: "a", provenance, words: wordsIn(language), script: SCRIPT },
    regionsFor: () => Promise.resolve([]),
  });
}

function notebookOf(...cells: object[]): string {
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
}
const code = (source: string, ...outputs: object[]) => ({
  ...{ cell_type: "code", id: "c", metadata: {}, execution_count: 1, source, outputs },
});
const value = (data: object) => ({ output_type: "execute_result", metadata: {}, data });

describe("HTML of others", () => {
  test.each([
    ["<script>alert(1)</script>a", "a"],
    ['<img src=x onerror="alert(1)" alt="b">', "<em>[picture left out: b]</em>"],
    ['<img src="https://example.org/pixel.png">', "<em>[picture left out: no text]</em>"],
    ['<a href="javascript:alert(1)">a</a>', "<a>a</a>"],
    ['<a href=" JaVaScRiPt:alert(1)">a</a>', "<a>a</a>"],
    ['<p onclick="alert(1)" style="background:url(https://x)">a</p>', "<p>a</p>"],
    ["<style>@import 'https://x'</style>a", "a"],
    ["<svg><script>alert(1)</script></svg>a", "a"],
    ["<p>a<script>b", "<p>a</p>"],
    ["<math><mi//xlink:href='data:x,<script>alert(1)</script>'>", ""],
    ["<form action=https://x><input name=a>b</form>", "b"],
    ['<td style="text-align:right;position:fixed">1</td>', '<td style="text-align:right">1</td>'],
    ["a &lt;script&gt;", "a &lt;script&gt;"],
    ["<iframe src=https://x></iframe>", ""],
    ["<base href=https://x><meta http-equiv=refresh><link rel=stylesheet href=x>a", "a"],
    ["</div></main>a", "a"],
    ['<b title="&quot;><script>">a</b>', '<b title="&quot;&gt;&lt;script&gt;">a</b>'],
  ])("%s", (given, kept) => {
    expect(readHtml(given).html).toBe(kept);
  });

  test("a document in a document is opened, and its tables are read", () => {
    const { html, tables } = readHtml(
      "<iframe srcdoc='&lt;script&gt;x&lt;/script&gt;&lt;table&gt;&lt;tr&gt;&lt;th&gt;IID&lt;/th&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;a&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;'></iframe>",
    );
    expect(html).not.toContain("script");
    expect(tables).toMatchObject([{ columns: ["IID"], rows: [["a"]] }]);
  });
});

describe("Markdown", () => {
  test("headings get anchors, attached pictures come along, scripts and remote pictures do not", () => {
    const attachments = new Map([["a b.png", { "image/png": "AAAA" }]]);
    const { html, headings } = readMarkdown(
      "# A & B\n## A & B\n![x](attachment:a%20b.png) ![y](https://x/y.png)\n<script>z</script>\n\n| n |\n|--:|\n| 1 |",
      attachments,
      anchors(),
    );
    expect(headings.map(({ anchor }) => anchor)).toEqual(["a-b", "a-b-2"]);
    expect(html).toContain('<h1 id="a-b">A &amp; B</h1>');
    expect(html).toContain('src="data:image/png;base64,AAAA"');
    expect(html).not.toMatch(/script|https/);
    expect(html).toContain("<td");
  });

  test("code keeps every character and marks words", () => {
    const source = 'const a = "<b>"; // 1 < 2\nlet n = 1_000;';
    const html = highlight(source);
    expect(readHtml(html).text).toBe(source);
    expect(html).toContain('<span class="keyword">const</span>');
    expect(html).toContain('<span class="comment">// 1 &lt; 2</span>');
  });
});

describe("page", () => {
  test("its policy names its one script by hash, and allows no evaluation and no network", async () => {
    const html = await page(notebookOf(code("1")));
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)![1];
    const hash = createHash("sha256").update(script).digest("base64");
    expect(contentPolicy(script)).toContain(`script-src 'sha256-${hash}'`);
    expect(html).toContain(`script-src 'sha256-${hash}'`);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toContain("unsafe-eval");
    expect(html.match(/<script/g)).toHaveLength(1);
  });

  test("outputs are plain where they are plain, and safe where they are not", async () => {
    const html = await page(
      notebookOf(
        code(
          "fail()",
          { output_type: "stream", name: "stderr", text: "\u001b[31mred <b>\u001b[0m" },
          { output_type: "error", ename: "E", evalue: "<i>", traceback: ["E: <i>", "at cell"] },
          value({ "text/html": "<b onclick=x>bold</b><script>1</script>", "text/plain": "b" }),
          value({ "application/vnd.unknown": "x", "text/plain": "{ a: 1 }" }),
        ),
        { cell_type: "raw", source: "<script>raw</script>", metadata: {} },
      ),
    );
    expect(html).toContain(">red &lt;b&gt;</pre>");
    expect(html).toContain("E: &lt;i&gt;\nat cell</pre>");
    expect(html).toContain("<b>bold</b>");
    expect(html).toContain("{ a: 1 }</pre>");
    expect(html.match(/<script/g)).toHaveLength(1);
  });

  test("a plot has its picture, its rows as a table, and data that cannot end their element", async () => {
    const spec = {
      $schema: "x",
      data: { values: [{ variantId: "</script><b>", negLog10PValue: 3 }] },
      mark: "point",
    };
    const html = await page(
      notebookOf(
        code(
          "p",
          value({
            "application/vnd.vegalite.v5+json": spec,
            "image/png": "AA\nAA",
            "text/plain": "Two & three",
          }),
        ),
      ),
    );
    expect(html).toContain(
      '<img class="picture" src="data:image/png;base64,AAAA" alt="Two &amp; three" width="800">',
    );
    expect(html).toContain('<tr data-variant="&lt;/script&gt;&lt;b&gt;">');
    const data = /<script type="application\/json">([\s\S]*?)<\/script>/.exec(html)![1];
    expect((JSON.parse(data) as { spec: object }).spec).toEqual(spec);
  });

  test("provenance tells seeds, parameters, methods, order and hash", async () => {
    const source = 'const r = gwas.linear({ trait: "height", seed: 7 });\nconsole.log(gwas)';
    const text = notebookOf(
      code(source, value({ "text/plain": "a  b\n1  2\n1 row × 2 columns\nmethod linear; seed 7" })),
    );
    expect(await stepsOf(readNotebook(text))).toEqual([
      { cell: 1, call: "gwas.linear", parameters: '{ trait: "height", seed: 7 }' },
    ]);
    const html = await page(text);
    expect(html).toContain("method linear; seed 7");
    expect(html).toContain("cells were run in their order");
    expect(html).toContain(createHash("sha256").update(text).digest("hex"));
  });

  test("says its own words and the gist of plots in Chinese, and leaves those of notebook and library as they are", async () => {
    const spec = { data: { values: [{ variantId: "rs1", negLog10PValue: 3 }] }, mark: "point" };
    const plot = {
      "application/vnd.vegalite.v5+json": spec,
      "application/vnd.genobook.plot.v1+json": {
        ...{ kind: "manhattan", dataset: "height", rows: { shown: 1, total: 1200 } },
        ...{ links: ["variant"], summary: "A plot" },
      },
    };
    const text = notebookOf(
      { cell_type: "markdown", source: "# First\n## Second", metadata: {} },
      code("1", value(plot), { output_type: "stream", name: "stderr", text: "careful" }),
    );
    const [english, chinese] = [await page(text), await page(text, "zh-CN")];
    expect(english).toContain('<html lang="en">');
    expect(chinese).toContain('<html lang="zh-CN">');
    const gist = "曼哈顿图：height；共 1,200 个数据点；P 值最小的是 rs1（−log10 P = 3.0）。";
    expect(chinese).toContain(`<figure class="plot" aria-label="${gist}">`);
    expect(chinese).toContain(
      `<figcaption>${gist} <span lang="en">A plot</span> 显示 1,200 个点中的 1 个。</figcaption>`,
    );
    expect(english).toContain('<figure class="plot" aria-label="A plot">');
    const said = (html: string): string[] =>
      [...html.matchAll(/aria-label="([^"]*)"|<(?:dt|h[23]|th|summary|button)\b[^>]*>([^<]+)/g)]
        .map(([, label = "", content = ""]) => label + content)
        .filter((words) => /\p{L}/u.test(words));
    expect(said(chinese)).toHaveLength(said(english).length);
    const kept = said(chinese).filter((words) => !/\p{Script=Han}/u.test(words));
    // The notebook's headings, and the columns of the plot's rows.
    expect(kept.toSorted()).toEqual(["Second", "negLog10PValue", "variantId"]);
  });

  test("a plot of each kind that the library makes has a name in Chinese", () => {
    const folder = fileURLToPath(new URL("../../../analysis/src/plots/", import.meta.url));
    const kinds = readdirSync(folder)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .flatMap((name) => [
        ...readFileSync(folder + name, "utf8").matchAll(/^ {6}kind: "(\w+)",$/gm),
      ])
      .map(([, kind]) => kind);
    expect(kinds.length).toBeGreaterThan(15);
    const facts = { dataset: "a", total: 2, strongest: undefined, region: undefined };
    for (const kind of kinds) {
      const gist = wordsIn("zh-CN").plot.gist({ ...facts, kind });
      expect(gist, kind).toMatch(/^(?!图).*：a；共 2 个数据点。$/);
      expect(wordsIn("en").plot.gist({ ...facts, kind })).toBeUndefined();
    }
  });

  test("what is no notebook of format 4 is refused in words", () => {
    expect(() => readNotebook("{")).toThrow("not JSON");
    expect(() => readNotebook('{"nbformat": 3, "worksheets": []}')).toThrow("format 3");
  });
});

describe("the first notebook of the course", () => {
  const text = readFileSync(FIRST, "utf8");
  const notebook = readNotebook(text);
  const plots = notebook.cells.flatMap(({ outputs }) =>
    outputs.flatMap((output) => (output.kind === "data" ? (plotOf(output.data) ?? []) : [])),
  );

  test("regions of its strongest loci are made of what its Manhattan plot holds", async () => {
    const [manhattan, qq] = plots;
    const regions = await regionsOf(manhattan, { most: 2 });
    expect(regions.map(({ lead }) => lead)).toEqual(["1:223184761:T:C", "12:21763810:T:C"]);
    expect(await regionsOf(qq, { most: 2 })).toEqual([]);
    const opened = await regionsOf(manhattan, { most: 1, open: () => Promise.resolve({ a: 1 }) });
    expect(opened[0].spec).toEqual({ a: 1 });
    const carried = { lead: "rs1", chromosome: 1, from: 1, to: 2, spec: {} };
    const description = { ...manhattan.description!, regions: [carried, "no region"] };
    expect(await regionsOf({ ...manhattan, description }, { most: 2 })).toEqual([carried]);
  });

  test("code hosts and nbconvert find a picture and words beside each plot", () => {
    expect(plots.length).toBeGreaterThan(1);
    for (const { picture, summary } of plots) {
      expect(picture?.slice(0, 8)).toBe("iVBORw0K");
      expect(summary).toMatch(/plot of/);
    }
  });

  test("a crate holds notebook, document and metadata that describe each other", async () => {
    const judgement = judgeNotebook(notebook, 5);
    const provenance = await provenanceOf(notebook, {
      ...{
        name: "01-first-gwas.ipynb",
        text,
        folder: undefined,
        smallestCount: 5,
        judgement,
        now: NOW,
      },
    });
    const widgets = {
      ...notebook.content,
      metadata: { ...notebook.content.metadata, widgets: {} },
    };
    const files = unzipSync(
      makeCrate({
        isMade: true,
        language: "zh-CN",
        html: "<title>First</title>",
        notebook: { ...notebook, content: widgets },
        provenance,
      }),
    );
    expect(Object.keys(files).toSorted()).toEqual([
      "01-first-gwas.html",
      "01-first-gwas.ipynb",
      "ro-crate-metadata.json",
    ]);
    interface Entity {
      "@id": string;
      "@type": string | string[];
      [name: string]: unknown;
    }
    const { "@context": context, "@graph": graph } = JSON.parse(
      strFromU8(files["ro-crate-metadata.json"]),
    ) as { "@context": string; "@graph": Entity[] };
    expect(context).toBe("https://w3id.org/ro/crate/1.2/context");
    const byId = new Map(graph.map((entity) => [entity["@id"], entity]));
    expect(byId.size).toBe(graph.length);
    expect(byId.get("01-first-gwas.html")).toMatchObject({ inLanguage: "zh-CN" });
    expect(byId.get("ro-crate-metadata.json")).toMatchObject({
      "@type": "CreativeWork",
      conformsTo: { "@id": "https://w3id.org/ro/crate/1.2" },
      about: { "@id": "./" },
    });
    expect(byId.get("./")).toMatchObject({
      "@type": "Dataset",
      name: "First",
      datePublished: NOW.toISOString(),
    });
    const references = JSON.stringify(graph).matchAll(/\{"@id":"([^"]+)"\}/g);
    for (const [, id] of references)
      if (!id.startsWith("https:")) expect(byId.has(id), id).toBe(true);
    for (const [path, content] of Object.entries(files)) {
      if (path === "ro-crate-metadata.json") continue;
      const sha256 = createHash("sha256").update(content).digest("hex");
      expect(byId.get(path)).toMatchObject({ sha256, contentSize: String(content.length) });
    }
    expect(strFromU8(files["01-first-gwas.ipynb"])).not.toContain("widgets");
  });
});

describe("files", () => {
  let folder = "";
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "genobook-document-"))));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("a refused notebook writes nothing, and says which cell and what to do", async () => {
    const path = join(folder, "people.ipynb");
    writeFileSync(path, notebookOf(code("rows", value({ "text/plain": "{ IID: 'NA1' }" }))));
    const written = await writeDocument(path);
    if ("path" in written) throw new Error("It was written.");
    const said = written.refusals.map(findingText).join("");
    expect(said).toContain("Cell 1:");
    expect(said).toContain("release");
    expect(said).not.toContain("NA1");
    expect(readdirSync(folder)).toEqual(["people.ipynb"]);
  });

  test("files that a notebook names are told with their hashes, and with what the registry says of them", async () => {
    writeFileSync(join(folder, "a.tsv"), "x\n1\n");
    writeFileSync(join(folder, "b.tsv"), "y\n1\n");
    const { data } = await import("@genobook/analysis");
    const registry = join(folder, "genobook.datasets.yaml");
    await data.register(join(folder, "a.tsv"), { id: "mine", licence: "CC0-1.0", registry });
    const text = notebookOf(code('data.open("mine"); data.open("b.tsv"); data.open("../c.tsv")'));
    const datasets = await datasetsOf(readNotebook(text), folder);
    const sha256 = createHash("sha256").update("x\n1\n").digest("hex");
    expect(datasets).toMatchObject([
      { path: "a.tsv", bytes: 4, sha256, registered: { id: "mine", sha256, licence: "CC0-1.0" } },
      { path: "b.tsv", bytes: 4, registered: undefined },
    ]);
    writeFileSync(join(folder, "changed.ipynb"), text);
    writeFileSync(join(folder, "a.tsv"), "x\n2\n");
    const to = join(folder, "changed.html");
    await writeDocument(join(folder, "changed.ipynb"), { to });
    expect(readFileSync(to, "utf8")).toContain("as mine, with other content");
  });

  test("a notebook is never written over", async () => {
    const path = join(folder, "plain.ipynb");
    writeFileSync(path, notebookOf({ cell_type: "markdown", source: "# A", metadata: {} }));
    await expect(writeDocument(path, { to: path })).rejects.toThrow("notebook itself");
  });
});
