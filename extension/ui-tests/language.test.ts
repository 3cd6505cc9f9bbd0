import { existsSync, readdirSync, rmSync } from "node:fs";
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
