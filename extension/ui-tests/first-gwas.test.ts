import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";

const notebook = fileURLToPath(
  new URL("../../notebooks/learn/01-first-gwas.ipynb", import.meta.url),
);

interface PlotNode extends HTMLElement {
  genobookPlot: { highestPoint(): { x: number; y: number } | null };
}

describe.skipIf(missingForLab !== undefined)(
  `a geneticist's first GWAS, in a browser${missingForLab ? ` (${missingForLab})` : ""}`,
  () => {
    let lab: Lab;
    const root = mkdtempSync(join(tmpdir(), "genobook-project-"));

    beforeAll(async () => {
      expect(existsSync(notebook)).toBe(true);
      mkdirSync(join(root, "learn"));
      cpSync(notebook, join(root, "learn", "01-first-gwas.ipynb"));
      lab = await startLab({ root, height: 1000 });
      await lab.open("learn/01-first-gwas.ipynb");
      await lab.kernelReady();
    });

    afterAll(async () => {
      await lab.stop();
      rmSync(root, { recursive: true, force: true });
    });

    test("Run All draws the Manhattan and the QQ plot afresh", async () => {
      const { page } = lab;
      await page.evaluate(async () => {
        const { jupyterapp } = window as unknown as {
          jupyterapp: { commands: { execute(command: string): Promise<void> } };
        };
        await jupyterapp.commands.execute("notebook:clear-all-cell-outputs");
        await jupyterapp.commands.execute("notebook:run-all-cells");
      });
      for (const kind of ["Manhattan", "QQ"]) {
        const figure = page.locator(`figure.jp-GenobookPlot[aria-label^="${kind}"]`);
        await figure.waitFor({ state: "attached", timeout: 120_000 });
        await figure.scrollIntoViewIfNeeded();
        await page.waitForFunction(
          (label) =>
            document
              .querySelector(`figure.jp-GenobookPlot[aria-label^="${label}"]`)
              ?.getAttribute("data-genobook-ready") === "1",
          kind,
        );
      }
      expect(await page.locator(".jp-RenderedText[data-mime-type$='.stderr']").count()).toBe(0);
      // JupyterLab has no question of its own for a newcomer.
      expect(await page.locator(".Toastify__toast").allInnerTexts()).toEqual([]);
      await page
        .locator('figure.jp-GenobookPlot[aria-label^="Manhattan"]')
        .scrollIntoViewIfNeeded();
      await lab.screenshot("first-gwas-light");
    });

    test("pointing at the highest variant names it", async () => {
      const { page } = lab;
      const figure = page.locator('figure.jp-GenobookPlot[aria-label^="Manhattan"]');
      await figure.scrollIntoViewIfNeeded();
      const point = await figure.evaluate((node) => (node as PlotNode).genobookPlot.highestPoint());
      expect(point).not.toBeNull();
      await page.mouse.move(point!.x - 3, point!.y + 2, { steps: 4 });
      const tooltip = page.locator(".jp-GenobookPlot-tooltip:visible");
      await tooltip.waitFor();
      expect(await tooltip.innerText()).toMatch(/\d+:[\d,]+/);
      await lab.screenshot("first-gwas-hover");
    });

    test("the dataset browser lists the files of the project, and its code runs", async () => {
      const { page } = lab;
      await page.evaluate(async () => {
        const { jupyterapp } = window as unknown as {
          jupyterapp: { shell: { activateById(id: string): void } };
        };
        jupyterapp.shell.activateById("genobook-dataset-browser");
        await Promise.resolve();
      });
      const row = page.locator('.jp-GenobookDataset[data-genobook-kind="genotypes"]').first();
      await row.waitFor({ timeout: 30_000 });
      expect(await row.innerText()).toMatch(/variants/);
      await page.locator(".jp-Notebook-cell").last().click();
      const before = await page.locator(".jp-CodeCell").count();
      await row.locator(".jp-GenobookDataset-insert").click();
      await page.waitForFunction(
        (n) => document.querySelectorAll(".jp-CodeCell").length > n,
        before,
      );
      await page.evaluate(async () => {
        const { jupyterapp } = window as unknown as {
          jupyterapp: { commands: { execute(command: string): Promise<void> } };
        };
        await jupyterapp.commands.execute("notebook:run-cell");
      });
      const output = page.locator(".jp-Notebook-cell.jp-mod-active .jp-OutputArea-executeResult");
      await output.waitFor({ timeout: 60_000 });
      expect(await output.innerText()).toMatch(/variants/);
      await lab.screenshot("first-gwas-browser");
      await page
        .locator('figure.jp-GenobookPlot[aria-label^="Manhattan"]')
        .scrollIntoViewIfNeeded();
      // The picture in README.md.
      await lab.screenshot("first-gwas-overview");
    });

    test("plots follow the dark theme and a narrow window", async () => {
      const { page } = lab;
      await lab.setTheme("JupyterLab Dark");
      const figure = page.locator('figure.jp-GenobookPlot[aria-label^="Manhattan"]');
      await figure.scrollIntoViewIfNeeded();
      await page.waitForTimeout(1000);
      await lab.screenshot("first-gwas-dark");
      await page.setViewportSize({ width: 820, height: 900 });
      await page.waitForTimeout(1000);
      await figure.scrollIntoViewIfNeeded();
      const fits = await figure.evaluate((node) => {
        const drawn = node.querySelector("canvas, svg")!.getBoundingClientRect();
        return drawn.right <= node.getBoundingClientRect().right + 1;
      });
      expect(fits).toBe(true);
      await lab.screenshot("first-gwas-narrow-dark");
      await page.setViewportSize({ width: 1400, height: 1000 });
      await lab.setTheme("JupyterLab Light");
    });

    test("nothing left this machine, and the page had no error", () => {
      expect(lab.problems()).toEqual([]);
    });
  },
);
