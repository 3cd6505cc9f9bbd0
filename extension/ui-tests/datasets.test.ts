import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile, writeSparseCohort } from "./project.ts";

const TWO_GB = { variants: 86_000, samples: 100_000 };

/** The server makes the folder when it is asked which checkpoints there are. */
function checkpoints(folder: string): string[] {
  const kept = join(folder, ".ipynb_checkpoints");
  return existsSync(kept) ? readdirSync(kept) : [];
}

/** The lowest contrast of the texts in the sidebar against the ground they stand on, as WCAG reckons it. */
function lowestContrast({ page }: Lab): Promise<number> {
  return page.evaluate(() => {
    const context = document.createElement("canvas").getContext("2d")!;
    const luminance = (colours: readonly string[]): number => {
      for (const colour of colours) {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
      }
      const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => {
        const share = byte / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const texts = document.querySelectorAll(
      ".jp-GenobookSidebar :is(h2, summary, span, .jp-GenobookDataset-folder, .jp-GenobookDataset-problem)",
    );
    const contrasts = [...texts]
      .filter((text) => text.textContent !== "")
      .map((text) => {
        const grounds: string[] = [];
        for (let node: Element | null = text; node !== null; node = node.parentElement) {
          grounds.unshift(getComputedStyle(node).backgroundColor);
        }
        const ground = luminance(grounds);
        const ink = luminance([...grounds, getComputedStyle(text).color]);
        return (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
      });
    return Math.min(...contrasts);
  });
}

describe.skipIf(missingForLab !== undefined)(
  `datasets in JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      writeSparseCohort(root, "data/cohort", { variants: 2_000, samples: 400 });
      writeProjectFile(root, "data/lonely.bed", Uint8Array.of(0x6c, 0x1b, 0x01, 0, 0));
      writeProjectFile(
        root,
        "data/cohort.pheno.tsv",
        "FID\tIID\theight\tage\nF0\tI0\t171.5\t40\nF1\tI1\t165.2\t51\n",
      );
      writeProjectFile(
        root,
        "results/height.tsv",
        "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\n1\t1000\tA\tG\t0.1\t0.02\t0.3\t5e-7\n",
      );
      writeProjectFile(root, "regions.bed", "chr1\t1000\t2000\tpromoter\n");
      writeProjectFile(
        root,
        "analysis/first.ipynb",
        notebookText([{ source: "const cohort = 1;" }]),
      );
      lab = await startLab({ root });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    test("the browser lists what the project holds and says what is broken", async () => {
      await lab.open("");
      await lab.page.click('[title^="Datasets"], [data-id="genobook-dataset-browser"]');
      const rows = lab.page.locator(".jp-GenobookDataset");
      await rows.getByText("cohort.bed").waitFor();
      await lab.page.getByText("GWAS-SSF").waitFor();
      const text = await lab.page.locator(".jp-GenobookDatasets-sections").innerText();
      expect(text).toMatch(/2,000 variants × 400 samples/);
      expect(text).toMatch(/Cannot be opened\./);
      expect(text).toMatch(/cohort\.pheno\.tsv/);
      await rows.first().hover();
      expect(await lowestContrast(lab)).toBeGreaterThan(4.5);
      await lab.screenshot("datasets-light");
      await lab.setTheme("JupyterLab Dark");
      await lab.page.waitForTimeout(500);
      expect(await lowestContrast(lab)).toBeGreaterThan(4.5);
      await lab.screenshot("datasets-dark");
      await lab.setTheme("JupyterLab Light");
      await lab.page.fill(".jp-GenobookDatasets-filter", "height");
      await rows.getByText("cohort.bed").waitFor({ state: "detached" });
      expect(await rows.count()).toBe(1);
      expect(lab.problems()).toEqual([]);
    });

    test("insert code adds a cell with a path relative to the notebook and a free name", async () => {
      await lab.open("analysis/first.ipynb");
      await lab.page.locator(".jp-NotebookPanel .jp-CodeCell").first().waitFor();
      await lab.page.click('[data-id="genobook-dataset-browser"]');
      await lab.page.getByLabel("Insert code that opens cohort.bed").click();
      const second = lab.page.locator(".jp-NotebookPanel .jp-CodeCell").nth(1);
      await second.waitFor();
      expect(await second.locator(".cm-content").innerText()).toBe(
        'const cohort2 = await data.genotypes("../data/cohort.bed");\ncohort2',
      );
      expect(lab.problems()).toEqual([]);
    });

    test("a row answers the keyboard and its menu, and says what is needed without a notebook", async () => {
      await lab.open("");
      await lab.page.locator('[data-id="genobook-dataset-browser"]').click();
      const row = lab.page.locator('.jp-GenobookDataset[data-genobook-path="data/cohort.bed"]');
      await row.click({ button: "right" });
      await lab.page.locator(".lm-Menu-item", { hasText: "Insert code" }).click();
      await lab.page.getByText("Open a notebook first").waitFor();
      // JupyterLab gives the focus to its launcher once that is there, which may be now.
      const labelAfterTab = async (): Promise<string | null | undefined> => {
        await row.locator(".jp-GenobookDataset-name").focus();
        await lab.page.keyboard.press("Tab");
        return lab.page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
      };
      await expect
        .poll(labelAfterTab, { timeout: 10_000 })
        .toBe("Insert code that opens cohort.bed");
      await lab.page.keyboard.press("Shift+Tab");
      await lab.page.keyboard.press("Enter");
      await lab.page.locator(".jp-GenobookSummary dl").waitFor();
      expect(lab.problems()).toEqual([]);
    });

    test("a .bed of 2 GB opens without its content being requested or copied", async () => {
      writeSparseCohort(root, "huge/wide", TWO_GB);
      const before = lab.requests.length;
      await lab.open("huge/wide.bed");
      await lab.page.locator(".jp-GenobookSummary dl").waitFor();
      const text = await lab.page.locator(".jp-GenobookSummary").innerText();
      expect(text).toMatch(/86,000 variants × 100,000 samples/);
      expect(text).not.toMatch(/\bI0\b/);
      const made = lab.requests.slice(before);
      expect(made.filter((request) => /^POST .*\/checkpoints/.test(request))).toEqual([]);
      const asked = made.filter((request) =>
        /^GET \/(api\/contents|files)\/huge\/wide\.bed\?/.test(request),
      );
      expect(asked.length).toBeGreaterThan(1);
      expect(asked.filter((request) => !/content=0|\[bytes=0-65535\]$/.test(request))).toEqual([]);
      expect(checkpoints(join(root, "huge"))).toEqual([]);
      await lab.screenshot("summary-light");
      expect(lab.problems()).toEqual([]);
    });

    test("a .bed of genome regions goes on to the text editor", async () => {
      await lab.open("regions.bed");
      await lab.page.locator(".jp-FileEditor").getByText("promoter").waitFor();
      expect(lab.problems()).toEqual([]);
    });
  },
);
