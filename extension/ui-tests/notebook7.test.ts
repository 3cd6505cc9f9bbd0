import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForNotebook7, startLab } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile, writeSparseCohort } from "./project.ts";

const SCAN = `const cohort = await data.simulate({ seed: 7, samples: 600, variants: 4000, chromosomes: [20, 21, 22] });
const scan = await gwas.linear({ genotypes: cohort.genotypes, phenotypes: cohort.phenotypes, trait: "height" });
plot.manhattan(scan, { threshold: 1e-3, suggestive: 1e-2 })`;

const LONG = `for (let turn = 0; turn < 2000; turn++) {
  await new Promise((resolve) => setTimeout(resolve, 100));
}`;

describe.skipIf(missingForNotebook7 !== undefined)(
  `Notebook 7${missingForNotebook7 === undefined ? "" : ` (${missingForNotebook7})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      const cells = [SCAN, "gwas.lin", LONG].map((source) => ({ source }));
      writeProjectFile(root, "scan.ipynb", notebookText(cells));
      writeSparseCohort(root, "cohort", { variants: 400, samples: 40 });
      lab = await startLab({ root, shell: "notebook" });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    const cell = (index: number): Locator => lab.page.locator(".jp-CodeCell").nth(index);
    const menuItem = (label: string): Locator =>
      lab.page.locator(".lm-Menu-item", { hasText: label });
    const openMenu = (title: string): Promise<void> =>
      lab.page.locator(".lm-MenuBar-item", { hasText: title }).click();

    test("the list of files opens without an error of ours", async () => {
      await lab.open("");
      await lab.page.locator(".jp-DirListing-item", { hasText: "scan.ipynb" }).waitFor();
      await lab.screenshot("notebook7-tree");
      expect(lab.problems()).toEqual([]);
    });

    test("a cell runs, its plot is drawn, answers keys and is saved", async () => {
      const { page } = lab;
      await lab.open("scan.ipynb");
      await lab.kernelReady();
      await cell(0).locator(".cm-content").click();
      await page.keyboard.press("Shift+Enter");
      const figure = page.locator('figure.jp-GenobookPlot[data-genobook-ready="1"]');
      await figure.waitFor();
      const tooltip = page.locator(".jp-GenobookPlot-tooltip");
      // A plot that is drawn again, as when a scroll bar comes, lets go of its point.
      const step = async (): Promise<boolean> => {
        await figure.locator(".jp-GenobookPlot-stage").focus();
        await page.keyboard.press("ArrowRight");
        return tooltip.isVisible();
      };
      await expect.poll(step, { timeout: 30_000 }).toBe(true);
      await lab.screenshot("notebook7-plot");
      await page.keyboard.press("Escape");
      await figure.locator(".jp-GenobookPlot-menuButton").click();
      const [saved] = await Promise.all([
        page.waitForEvent("download"),
        menuItem("Save plot as SVG").click(),
      ]);
      expect(readFileSync(await saved.path(), "utf8")).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
      expect(lab.problems()).toEqual([]);
    });

    test("a click on its highest point opens the region with LD", async () => {
      const { page } = lab;
      const peak = await lab.highestPoint(0);
      await page.mouse.click(peak.x, peak.y);
      const region = page.locator('.jp-GenobookRegion[data-genobook-region="shown"]');
      await region.locator('.jp-GenobookPlot[data-genobook-ready="1"]').waitFor();
      expect(await region.locator("select").inputValue()).toBe(peak.datum["variantId"]);
      await region.scrollIntoViewIfNeeded();
      await lab.screenshot("notebook7-region");
      expect(lab.problems()).toEqual([]);
    });

    test("Tab completes from the kernel", async () => {
      const { page } = lab;
      await cell(1).locator(".cm-content").click();
      await page.keyboard.press("End");
      const offers = page.locator(".jp-Completer:not(.lm-mod-hidden) .jp-Completer-item");
      // JupyterLab's completer waits a second for a kernel, which a busy machine's first answer may take; a second Tab asks again.
      const complete = async (): Promise<string> => {
        if (!(await offers.first().isVisible())) await page.keyboard.press("Tab");
        await offers
          .first()
          .waitFor({ timeout: 3_000 })
          .catch(() => undefined);
        return (await offers.allInnerTexts()).join(" ");
      };
      await expect.poll(complete, { timeout: 90_000 }).toMatch(/\blinear\b/);
      await lab.screenshot("notebook7-completion");
      await page.keyboard.press("Enter");
      await expect.poll(() => cell(1).locator(".cm-content").innerText()).toBe("gwas.linear");
      expect(lab.problems()).toEqual([]);
    });

    test("its View menu shows the variables of the kernel", async () => {
      await openMenu("View");
      await menuItem("Show Variables").click();
      const panel = lab.page.locator("#genobook-variables");
      await panel.locator('.jp-GenobookVariable[data-genobook-variable="scan"]').waitFor();
      expect(await panel.innerText()).toContain("4,000 × 600");
      await lab.screenshot("notebook7-variables");
      expect(lab.problems()).toEqual([]);
    });

    test("without a status bar, its Kernel menu cancels a cell", async () => {
      await cell(2).locator(".cm-content").click();
      await lab.page.keyboard.press("Control+Enter");
      await cell(2).locator(".jp-InputPrompt", { hasText: "[*]" }).waitFor();
      expect(await lab.page.locator(".jp-GenobookStatus").count()).toBe(0);
      await openMenu("Kernel");
      await menuItem("Cancel the Running Cell").click();
      await cell(2).getByText("KeyboardInterrupt").first().waitFor();
      await lab.kernelReady();
      expect(lab.problems()).toEqual([]);
    });

    test("its File menu writes a document", async () => {
      await cell(2).locator(".cm-content").click();
      await lab.execute("notebook:delete-cell");
      await openMenu("File");
      await menuItem("Save and Export Notebook As").hover();
      await menuItem("Genobook Document (.html)").click();
      await lab.page.locator(".jp-Dialog").getByRole("button", { name: "Export" }).click();
      const file = join(root, "scan.html");
      await lab.page.getByText("scan.html is written").first().waitFor();
      expect(readFileSync(file, "utf8")).toContain("Manhattan plot of height");
      expect(lab.problems()).toEqual([]);
    });

    test("a genotype file opens in its viewer", async () => {
      const { page } = lab;
      await page.goto(new URL("/edit/cohort.bed", page.url()).href);
      await page.locator('.jp-GenobookViewer[data-genobook-ready="1"]').waitFor();
      await page.getByText("400 variants × 40 samples").waitFor();
      await lab.screenshot("notebook7-viewer");
      expect(lab.problems()).toEqual([]);
    });
  },
);
