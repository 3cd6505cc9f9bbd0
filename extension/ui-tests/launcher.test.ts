import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile } from "./project.ts";

describe.skipIf(missingForLab !== undefined)(
  `the launcher of JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      writeProjectFile(root, "learn/01-first-gwas.ipynb", notebookText([{ source: "1 + 1" }]));
      lab = await startLab({ root });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    test("the card opens a notebook on our kernel with a first cell that runs", async () => {
      await lab.open("");
      await lab.page.locator(".jp-LauncherCard", { hasText: "Genobook notebook" }).click();
      const cell = lab.page.locator(".jp-NotebookPanel .jp-CodeCell").first();
      await cell.getByText("data.simulate").waitFor();
      await lab.kernelReady();
      await cell.locator(".cm-content").click();
      await lab.page.keyboard.press("Shift+Enter");
      await cell.locator(".jp-OutputArea-output").first().waitFor();
      await lab.screenshot("launcher-notebook");
      expect(await cell.locator('[data-mime-type="application/vnd.jupyter.error"]').count()).toBe(
        0,
      );
      expect(lab.problems()).toEqual([]);
    });

    test("a card opens the first notebook of the course where the project holds it", async () => {
      await lab.open("");
      await lab.page.locator(".jp-LauncherCard", { hasText: "First GWAS (course)" }).click();
      await lab.page.locator(".jp-NotebookPanel .jp-CodeCell").getByText("1 + 1").waitFor();
      expect(lab.problems()).toEqual([]);
    });

    test("the command palette knows our commands", async () => {
      await lab.open("");
      const card = lab.page.locator(".jp-LauncherCard", { hasText: "Genobook notebook" });
      await card.press("Control+Shift+C");
      await lab.page.locator(".lm-CommandPalette-input:visible").fill("genobook");
      await lab.page.getByText("New Genobook notebook").waitFor();
      expect(lab.problems()).toEqual([]);
    });
  },
);
