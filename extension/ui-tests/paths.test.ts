import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile, writeSparseCohort } from "./project.ts";

const SCAN = `const cohort = await data.simulate({ seed: 7, samples: 600, variants: 4000, chromosomes: [20, 21, 22] });
const scan = await gwas.linear({ genotypes: cohort.genotypes, phenotypes: cohort.phenotypes, trait: "height" });
plot.manhattan(scan, { threshold: 1e-3, suggestive: 1e-2 })`;

describe.skipIf(missingForLab !== undefined)(
  `from the file to the answer in JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      writeProjectFile(root, "scan.ipynb", notebookText([{ source: SCAN }]));
      writeSparseCohort(root, "huge/wide", { variants: 86_000, samples: 100_000 });
      lab = await startLab({ root });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    test("a double click opens a .bed of 2 GB without its content being asked for or copied", async () => {
      const { page } = lab;
      await lab.open("");
      const files = page.locator(".jp-DirListing-item");
      await files.getByText("huge", { exact: true }).dblclick();
      const bed = files.getByText("wide.bed", { exact: true });
      await bed.waitFor();
      const before = lab.requests.length;
      const started = performance.now();
      await bed.dblclick();
      await page.getByText("86,000 variants × 100,000 samples").waitFor();
      const summary = performance.now() - started;
      await page.locator('.jp-GenobookViewer[data-genobook-ready="1"]').waitFor();
      await page.locator(".jp-GenobookViewer-status").filter({ hasText: "86,000 rows" }).waitFor();
      const rows = performance.now() - started;
      process.stdout.write(
        `2 GB .bed, from double click: summary ${Math.round(summary)} ms, rows ${Math.round(rows)} ms\n`,
      );
      const made = lab.requests.slice(before);
      const asked = made.filter((request) =>
        /^GET \/(api\/contents|files)\/huge\/wide\.bed\?/.test(request),
      );
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter((request) => !/content=0|\[bytes=0-65535\]$/.test(request))).toEqual([]);
      expect(made.filter((request) => /^POST .*\/checkpoints/.test(request))).toEqual([]);
      const kept = join(root, "huge", ".ipynb_checkpoints");
      expect(existsSync(kept) ? readdirSync(kept) : []).toEqual([]);
      await lab.screenshot("paths-double-click");
      expect(lab.problems()).toEqual([]);
    });

    test("keys alone lead from an empty JupyterLab to a region and its LD reference, and back", async () => {
      const { page } = lab;
      const { keyboard } = page;
      /** Goes on by Tab until the focus is where it is wanted; gives the number of keys. */
      const tabTo = async (selector: string): Promise<number> => {
        for (let keys = 1; keys <= 80; keys++) {
          await keyboard.press("Tab");
          const isThere = await page.evaluate(
            (wanted) => document.activeElement?.matches(wanted) ?? false,
            selector,
          );
          if (isThere) return keys;
        }
        throw new Error(`80 times Tab did not lead to ${selector}`);
      };
      await lab.open("");
      await page.locator(".jp-LauncherCard").first().waitFor();
      await keyboard.press("Control+Shift+C");
      await page.locator(".lm-CommandPalette-input:visible").waitFor();
      await keyboard.type("Open from Path");
      await page.locator(".lm-CommandPalette-item.lm-mod-active").waitFor();
      await keyboard.press("Enter");
      await page.locator(".jp-Dialog input").waitFor();
      await keyboard.type("scan.ipynb");
      await keyboard.press("Enter");
      await page.locator(".jp-NotebookPanel .jp-CodeCell").waitFor();
      await lab.kernelReady();
      await keyboard.press("Control+Enter");
      await page.locator('.jp-GenobookPlot[data-genobook-ready="1"]').waitFor();
      const toPlot = await tabTo(".jp-GenobookPlot-stage");
      await keyboard.press("ArrowRight");
      await page.locator(".jp-GenobookPlot-tooltip:visible").waitFor();
      await keyboard.press("Enter");
      const region = page.locator('.jp-GenobookRegion[data-genobook-region="shown"]');
      await region.locator('.jp-GenobookPlot[data-genobook-ready="1"]').waitFor();
      const reference = region.locator("select");
      const first = await reference.inputValue();
      const toReference = await tabTo(".jp-GenobookRegion select");
      await keyboard.press("ArrowDown");
      await expect.poll(() => reference.inputValue(), { timeout: 30_000 }).not.toBe(first);
      const second = await reference.inputValue();
      await region.locator("figcaption").first().waitFor();
      await expect
        .poll(() => region.locator(".jp-GenobookPlot").innerText(), { timeout: 60_000 })
        .toContain(second);
      await lab.screenshot("paths-keyboard");
      await tabTo(".jp-GenobookRegion .jp-GenobookPlot-stage");
      await keyboard.press("Escape");
      await page.locator(".jp-GenobookRegion").waitFor({ state: "detached" });
      process.stdout.write(
        `keys alone: ${toPlot} times Tab from the cell to its plot, ${toReference} from there to the LD reference\n`,
      );
      expect(lab.problems()).toEqual([]);
    });
  },
);
