import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { LocalService } from "../../analysis/conformance/catalogues/service.ts";
import { violations } from "./axe.ts";
import { localCatalogues, mirrorsOf, STUDY, STUDY_WITHOUT_FILE } from "./catalogues.ts";
import { type Lab, missingForLab, outputFolder, startLab } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile, writeSparseCohort } from "./project.ts";
import { settled } from "./settled.ts";

const OURS = '[class*="jp-Genobook"]';
const DIALOG = ".jp-Dialog";

describe.skipIf(missingForLab !== undefined)(
  `care for everyone who looks for data${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;
    let service: LocalService;

    beforeAll(async () => {
      service = await localCatalogues();
      // Kernels find catalogues here and nowhere else.
      process.env["GENOBOOK_MIRRORS"] = mirrorsOf(service);
      writeSparseCohort(root, "data/cohort", { variants: 2_000, samples: 400 });
      writeProjectFile(
        root,
        "results/height.tsv",
        "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\n1\t1000\tA\tG\t0.1\t0.02\t0.3\t5e-7\n",
      );
      writeProjectFile(root, "first.ipynb", notebookText([{ source: "" }]));
      lab = await startLab({ root, width: 1400, height: 1100 });
      await lab.open("first.ipynb");
      await lab.kernelReady();
      await lab.page.click('[data-id="genobook-dataset-browser"]');
      await row("project:results/height.tsv").waitFor();
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      await service?.close();
      delete process.env["GENOBOOK_MIRRORS"];
      rmSync(root, { recursive: true, force: true });
    });

    const row = (key: string): Locator =>
      lab.page.locator(`.jp-GenobookDataset[data-genobook-dataset="${key}"]`);

    /** What breaks a rule, in each theme; a picture of each is kept. */
    async function brokenRules(name: string, within = OURS): Promise<string[]> {
      const found: string[] = [];
      for (const theme of ["JupyterLab Dark", "JupyterLab Light"] as const) {
        await lab.setTheme(theme);
        await settled(lab);
        found.push(...(await violations(lab, within)));
        const shade = theme === "JupyterLab Dark" ? "dark" : "light";
        await lab.page.screenshot({ path: join(outputFolder, `care-${name}-${shade}.png`) });
      }
      return found;
    }

    test("an open card and the dialog that registers break no rule", async () => {
      const cohort = row("project:data/cohort.bed");
      await cohort.locator(".jp-GenobookDataset-fold").click();
      await cohort.locator(".jp-GenobookCard dl").waitFor();
      const height = row("project:results/height.tsv");
      await height.locator(".jp-GenobookDataset-fold").click();
      await height.getByText("Of all 1 rows.").waitFor();
      expect(await brokenRules("card")).toEqual([]);
      await height.getByRole("button", { name: "Register…" }).click();
      await lab.page.locator(`${DIALOG} input[name=ancestry]`).waitFor();
      expect(await brokenRules("register", DIALOG)).toEqual([]);
      await lab.page.locator(DIALOG).getByRole("button", { name: "Cancel" }).click();
      await height.locator(".jp-GenobookDataset-fold").click();
      await cohort.locator(".jp-GenobookDataset-fold").click();
      expect(lab.problems()).toEqual([]);
    });

    test("results of catalogues, the dialog that downloads and a refusal break no rule", async () => {
      const question = lab.page.locator(".jp-GenobookCatalogues");
      await question.getByLabel("Catalogue", { exact: true }).selectOption("gwas");
      await question.getByLabel("Ask over the network").check();
      await question.getByPlaceholder("Trait, study or gene").fill("migraine");
      await lab.page.keyboard.press("Enter");
      const study = row(`catalogue:gwas:${STUDY}`);
      await study.waitFor();
      await study.locator(".jp-GenobookDataset-fold").click();
      await study.getByText("Release", { exact: true }).waitFor();
      await study.scrollIntoViewIfNeeded();
      expect(await brokenRules("catalogue")).toEqual([]);

      await study.getByRole("button", { name: "Download and register…" }).click();
      const dialog = lab.page.locator(DIALOG);
      await dialog.getByText(/^GET /).first().waitFor();
      expect(await brokenRules("download", DIALOG)).toEqual([]);
      await dialog.getByRole("button", { name: "Cancel" }).click();

      const without = row(`catalogue:gwas:${STUDY_WITHOUT_FILE}`);
      await without.locator(".jp-GenobookDataset-fold").click();
      await without.getByRole("button", { name: "Download and register…" }).click();
      await dialog.getByRole("button", { name: /[Dd]ownload$/ }).click();
      const refused = without.locator('[data-tag="not-in-catalogue"]');
      await refused.waitFor();
      await refused.scrollIntoViewIfNeeded();
      expect(await brokenRules("refusal")).toEqual([]);
      expect(lab.problems()).toEqual([]);
    });
  },
);
