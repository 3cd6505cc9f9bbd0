import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { plot, Table } from "@genobook/analysis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import {
  notebookText,
  plotOutput,
  projectFolder,
  writeProjectFile,
  writeSparseCohort,
} from "./project.ts";

const EXERCISES = [
  {
    source: `const slope = exercise({ question: "How large is the causal effect?", answer: 0.3,
  hints: ["Take a median."], because: "Half of the weight is on valid instruments." });
slope`,
  },
  { source: "slope.check(-0.3)" },
  { source: "slope.hint()" },
  { source: "slope.check(0.3)" },
  {
    source: `const sum = exercise({ question: "一加二等于多少？", answer: [1, 2].reduce((a, b) => a + b),
  because: "二加一也是三。" });
sum.check(3)`,
  },
];

const RESULTS = [
  "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\tp_value",
  ...Array.from(
    { length: 40 },
    (_, i) => `6\t${28_000_000 + i * 900}\tA\tG\t0.0${i}\t0.02\t0.${i + 1}`,
  ),
  "",
].join("\n");

function scan(): Table {
  const n = 200;
  return new Table({
    variantId: Array.from({ length: n }, (_, i) => `rs${900 + i}`),
    chromosome: Uint8Array.from({ length: n }, (_, i) => 1 + Math.floor(i / 20)),
    basePairLocation: Int32Array.from({ length: n }, (_, i) => 1 + (i % 20) * 5_000_000),
    negLog10PValue: Float64Array.from({ length: n }, (_, i) => (i === 112 ? 12 : (i % 37) / 12)),
  });
}

/** JupyterLab hands out the texts of extensions only beside its own. */
const hasLanguagePack = ((): boolean => {
  const library = fileURLToPath(new URL("../../.venv/lib", import.meta.url));
  if (!existsSync(library)) return false;
  return readdirSync(library).some((version) =>
    existsSync(join(library, version, "site-packages", "jupyterlab_language_pack_zh_CN")),
  );
})();
const missing =
  missingForLab ?? (hasLanguagePack ? undefined : "needs jupyterlab-language-pack-zh-CN in .venv");

describe.skipIf(missing !== undefined)(
  `Simplified Chinese, in JupyterLab${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      writeSparseCohort(root, "data/cohort", { variants: 2_000, samples: 400 });
      const outputs = [plotOutput(plot.manhattan(scan(), { dataset: "height" }))];
      const cells = [{ source: "1 + 1" }, { source: "plot.manhattan(result)", outputs }];
      writeProjectFile(root, "first.ipynb", notebookText(cells));
      writeProjectFile(root, "data/height.tsv.gz", gzipSync(RESULTS));
      writeProjectFile(root, "exercises.ipynb", notebookText(EXERCISES));
      lab = await startLab({ root, locale: "zh_CN" });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    test("launcher, dataset browser and summary are in Chinese", async () => {
      const { page } = lab;
      await lab.open("");
      await page.locator(".jp-LauncherCard", { hasText: "Genobook 笔记本" }).waitFor();
      await page.locator('[data-id="genobook-dataset-browser"]').click();
      const browser = page.locator("#genobook-dataset-browser");
      await browser.getByText("2,000 个变异位点").waitFor();
      expect(await browser.innerText()).toMatch(/数据集/);
      await lab.screenshot("language-chinese");
      await lab.open("data/cohort.bed");
      await page.getByText("基因组版本").first().waitFor();
      await lab.screenshot("language-chinese-summary");
      expect(lab.problems()).toEqual([]);
    });

    test("the settings editor names our settings in Chinese, and still does after one was changed", async () => {
      const { page } = lab;
      await lab.open("first.ipynb");
      await lab.kernelReady();
      await lab.execute("settingeditor:open", { query: "Genobook" });
      const editor = page.locator(".jp-SettingsPanel, #setting-editor");
      const list = page.locator(".jp-PluginList");
      await list.getByText("Genobook 文档").waitFor();
      expect(await list.innerText()).not.toMatch(/Genobook (?:documents|plots|teaching)/);
      await list.getByText("Genobook 文档").click();
      await editor.getByText("最小人数").first().waitFor();
      await lab.screenshot("language-chinese-settings");
      const count = editor.locator('input[type="number"], input[id$="smallestCount"]').first();
      await count.fill("7");
      await count.press("Tab");
      const saved = async (): Promise<boolean> =>
        page.evaluate(async () => {
          const { jupyterapp } = window as unknown as {
            jupyterapp: {
              serviceManager: { settings: { fetch(id: string): Promise<{ raw: string }> } };
            };
          };
          const { raw } = await jupyterapp.serviceManager.settings.fetch(
            "@genobook/extension:export",
          );
          return raw.includes("7");
        });
      await expect.poll(saved, { timeout: 30_000 }).toBe(true);
      expect(await list.innerText()).toContain("Genobook 文档");
      expect(lab.problems()).toEqual([]);
    });

    test("the export's dialog is in Chinese, and so is the document", async () => {
      const { page } = lab;
      await lab.open("first.ipynb");
      await lab.kernelReady();
      const exporting = lab.execute("genobook:export-document");
      const dialog = page.locator(".jp-Dialog");
      await dialog.getByRole("button", { name: "导出" }).waitFor();
      expect(await dialog.locator("select").inputValue()).toBe("zh-CN");
      await lab.screenshot("language-chinese-export");
      await dialog.getByRole("button", { name: "导出" }).click();
      await exporting;
      await expect.poll(() => existsSync(join(root, "first.html")), { timeout: 60_000 }).toBe(true);
      const html = readFileSync(join(root, "first.html"), "utf8");
      expect(html).toContain('<html lang="zh-CN">');
      expect(html).toContain("来源");
      const gist = "曼哈顿图：height；共 200 个数据点；P 值最小的是 rs1012（−log10 P = 12.0）。";
      expect(html).toContain(`<figure class="plot" aria-label="${gist}">`);
      expect(lab.problems()).toEqual([]);
    });

    test("exercises speak Chinese from the first cell on", async () => {
      await lab.open("exercises.ipynb");
      await lab.kernelReady();
      await lab.execute("notebook:run-all-cells");
      const said = lab.page.locator(".jp-OutputArea-output");
      await said.filter({ hasText: "二加一也是三" }).waitFor();
      const texts = (await said.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " ").trim());
      expect(texts).toEqual([
        "? 练习。 How large is the causal effect?",
        "✗ 大小正确，符号不对：哪个等位基因是效应等位基因？ 有 1 条提示：hint()。",
        "'提示 1/1：Take a median.'",
        "✓ 正确。 Half of the weight is on valid instruments. （第 2 次作答）",
        "✓ 正确。 二加一也是三。",
      ]);
      await lab.screenshot("language-chinese-exercises");
      expect(lab.problems()).toEqual([]);
    });

    test("what the kernel refuses, and what stops copies, is said in Chinese", async () => {
      const { page } = lab;
      await lab.open("data/height.tsv.gz");
      const region = page.locator(".jp-GenobookViewer [name=region]");
      await region.fill("no place");
      await region.press("Enter");
      const viewer = page.locator(".jp-GenobookViewer");
      await viewer
        .getByText(/既不是区域，也不是变异位点的名称/)
        .first()
        .waitFor();
      await viewer
        .getByText(/请写成 6、6:28000000-34000000/)
        .first()
        .waitFor();
      await lab.screenshot("language-chinese-refusal");
      writeProjectFile(root, "early.ipynb", notebookText(EXERCISES.slice(-1)));
      await lab.open("early.ipynb");
      await lab.kernelReady();
      const asked = lab.execute("genobook:make-teaching-copies");
      const dialog = page.locator(".jp-Dialog", { hasText: "没有生成副本" });
      await dialog
        .getByText(/请让练习所在单元格的最后一行.*单元格 1，“一加二等于多少？”/)
        .waitFor();
      await lab.screenshot("language-chinese-copies");
      await dialog.locator(".jp-Dialog-footer button").click();
      await asked;
      expect(lab.problems()).toEqual([]);
    });

    test("the menus name our commands in Chinese", async () => {
      const { page } = lab;
      await lab.open("first.ipynb");
      await lab.kernelReady();
      await page.locator("#jp-MainMenu .lm-MenuBar-item").first().click();
      await page.locator(".lm-Menu-item", { hasText: "生成学生版和教师版副本" }).waitFor();
      await lab.screenshot("language-chinese-menu");
      await page.keyboard.press("Escape");
      await page.locator("#jp-MainMenu .lm-MenuBar-item").nth(2).click();
      await page.locator(".lm-Menu-item", { hasText: "数据集的行" }).waitFor();
      await page.keyboard.press("Escape");
      expect(lab.problems()).toEqual([]);
    });
  },
);
