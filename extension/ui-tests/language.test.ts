import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile, writeSparseCohort } from "./project.ts";

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
      writeProjectFile(root, "first.ipynb", notebookText([{ source: "1 + 1" }]));
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
      expect(lab.problems()).toEqual([]);
    });

    test("the menus name our commands in Chinese", async () => {
      const { page } = lab;
      await lab.open("first.ipynb");
      await lab.kernelReady();
      await page.locator("#jp-MainMenu .lm-MenuBar-item").first().click();
      await page.locator(".lm-Menu-item", { hasText: "生成学生版和教师版副本" }).waitFor();
      await lab.screenshot("language-chinese-menu");
      expect(lab.problems()).toEqual([]);
    });
  },
);
