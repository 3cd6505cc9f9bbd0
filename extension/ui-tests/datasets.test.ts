import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Locator } from "playwright-core";
import type { LocalService } from "../../analysis/conformance/catalogues/service.ts";
import {
  localCatalogues,
  mirrorsOf,
  SCORE,
  SCORE_FILE,
  STUDY,
  STUDY_FILE,
  STUDY_FOLDER,
  STUDY_RESULTS,
  STUDY_WITHOUT_FILE,
  TRIES,
} from "./catalogues.ts";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { settled } from "./settled.ts";
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
    let service: LocalService;

    beforeAll(async () => {
      service = await localCatalogues();
      // Kernels find catalogues here and nowhere else.
      process.env["GENOBOOK_MIRRORS"] = mirrorsOf(service);
      writeSparseCohort(root, "many/many", { variants: 6_000, samples: 40 });
      writeProjectFile(
        root,
        "results/weight.tsv",
        "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\n" +
          Array.from(
            { length: 2000 },
            (_, i) =>
              `1\t${1000 + i}\tA\t${i % 4 === 0 ? "T" : "G"}\t0.1\t0.02\t0.3\t${(i + 0.5) / 2000}\n`,
          ).join("") +
          "1\t9000\tA\tG\t0.1\t-1\t0.3\t3e-400\n",
      );
      writeSparseCohort(root, "data/cohort", { variants: 2_000, samples: 400 });
      writeProjectFile(root, "data/lonely.bed", Uint8Array.of(0x6c, 0x1b, 0x01, 0, 0));
      // One of them is 272.5 cm tall, and no one else.
      const people = Array.from({ length: 200 }, (_, i) =>
        [
          `F${i}`,
          `I${i}`,
          i === 7 ? 272.5 : 160 + (i % 20),
          40 + (i % 30),
          i < 20 ? "NA" : 1 + (i % 4 === 0 ? 1 : 0),
          1 + (i % 2),
        ].join("\t"),
      );
      writeProjectFile(
        root,
        "data/cohort.pheno.tsv",
        `FID\tIID\theight\tage\tasthma\tsex\n${people.join("\n")}\n`,
      );
      writeProjectFile(
        root,
        "results/height.tsv",
        "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\n1\t1000\tA\tG\t0.1\t0.02\t0.3\t5e-7\n",
      );
      writeProjectFile(
        root,
        "results/first-gwas.tsv.gz",
        gzipSync(readFileSync(join(root, "results/height.tsv"))),
      );
      writeProjectFile(
        root,
        "results/first-gwas.tsv.gz-meta.yaml",
        "genome_assembly: GRCh38\nsamples:\n  - sample_ancestry_category:\n      - European\n    sample_size: 1479\n",
      );
      writeProjectFile(root, "regions.bed", "chr1\t1000\t2000\tpromoter\n");
      writeProjectFile(
        root,
        "analysis/first.ipynb",
        notebookText([{ source: "const cohort = 1;" }]),
      );
      for (const name of [
        "drag",
        "insert",
        "registry",
        "lineage",
        "catalogue",
        "keys",
        "held",
        "writes",
        "shift",
        "shift",
      ]) {
        writeProjectFile(root, `analysis/${name}.ipynb`, notebookText([{ source: "" }]));
      }
      lab = await startLab({ root });
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

    test("the browser lists what the project holds and says what is broken", async () => {
      await lab.open("");
      await lab.page.click('[title^="Datasets"], [data-id="genobook-dataset-browser"]');
      const rows = lab.page.locator(".jp-GenobookDataset");
      await rows.getByText("cohort.bed").waitFor();
      await lab.page.getByText("GWAS-SSF").first().waitFor();
      const text = await lab.page.locator(".jp-GenobookDatasets-sections").innerText();
      expect(text).toMatch(/2,000 variants × 400 samples/);
      expect(text).toMatch(/Cannot be opened\./);
      expect(text).toMatch(/cohort\.pheno\.tsv/);
      const published = rows.filter({ hasText: "first-gwas.tsv.gz" });
      expect(await published.innerText()).toMatch(/1,479 samples[\s\S]*GRCh38/);
      await rows.first().hover();
      expect(await lowestContrast(lab)).toBeGreaterThan(4.5);
      await lab.screenshot("datasets-light");
      await lab.setTheme("JupyterLab Dark");
      await settled(lab);
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

    const row = (key: string): Locator =>
      lab.page.locator(`.jp-GenobookDataset[data-genobook-dataset="${key}"]`);
    const cells = (): Locator => lab.page.locator(".jp-NotebookPanel:visible .jp-CodeCell");
    const isShown = async (): Promise<boolean> =>
      (await lab.page.locator(".jp-GenobookSidebar:visible").count()) > 0;
    const foldAll = async (): Promise<void> => {
      const open = lab.page.locator('.jp-GenobookDataset-fold[aria-expanded="true"]');
      if ((await open.count()) > 0) await open.first().click();
    };
    /** In the page that is there, with the browser in front; loading another takes seconds. */
    const openNotebook = async (name: string): Promise<void> => {
      const path = `analysis/${name}.ipynb`;
      if (await isShown()) {
        await foldAll();
        await lab.execute("docmanager:open", { path });
        await lab.page
          .locator(".lm-TabBar-tab.jp-mod-current", { hasText: path.slice(9) })
          .waitFor();
      } else await lab.open(path);
      await cells().first().waitFor();
      await lab.kernelReady();
      if (!(await isShown())) await lab.page.click('[data-id="genobook-dataset-browser"]');
      await row("project:results/height.tsv").waitFor();
    };
    /** The page as the last test left it, with the browser in front; a new one only where there is none. */
    const showBrowser = async (): Promise<void> => {
      if (await isShown()) await foldAll();
      else await openNotebook("first");
    };
    const code = 'const results = await data.summaryStatistics("../results/height.tsv");\nresults';

    test("dragging and Insert code give the same cell, it runs, and what it holds is open now", async () => {
      await openNotebook("insert");
      await row("project:results/height.tsv").locator(".jp-GenobookDataset-insert").click();
      await expect.poll(() => cells().first().locator(".cm-content").innerText()).toBe(code);

      await openNotebook("drag");
      const from = (await row("project:results/height.tsv")
        .locator(".jp-GenobookDataset-icon")
        .boundingBox())!;
      const to = (await cells().first().locator(".cm-content").boundingBox())!;
      await lab.page.mouse.move(from.x + 8, from.y + 8);
      await lab.page.mouse.down();
      await lab.page.mouse.move(to.x + 40, to.y + 6, { steps: 12 });
      await lab.page.mouse.up();
      await expect.poll(() => cells().first().locator(".cm-content").innerText()).toBe(code);

      await cells().first().locator(".cm-content").click();
      await lab.page.keyboard.press("Shift+Enter");
      await cells().first().locator(".jp-OutputArea-output").first().waitFor();
      await row("open:results").waitFor();
      expect(await row("open:results").innerText()).toMatch(/Controlled/);
      await row("open:results").locator(".jp-GenobookDataset-fold").click();
      await row("open:results").locator(".jp-GenobookCard dl").waitFor();
      await lab.screenshot("datasets-open-now");
      expect(lab.problems()).toEqual([]);
    });

    test("with Shift a drag makes a new cell", async () => {
      await openNotebook("shift");
      const from = (await row("project:data/cohort.bed")
        .locator(".jp-GenobookDataset-icon")
        .boundingBox())!;
      const to = (await cells().first().boundingBox())!;
      await lab.page.keyboard.down("Shift");
      await lab.page.mouse.move(from.x + 8, from.y + 8);
      await lab.page.mouse.down();
      await lab.page.mouse.move(to.x + 60, to.y + 6, { steps: 12 });
      await lab.page.mouse.up();
      await lab.page.keyboard.up("Shift");
      await expect.poll(() => cells().count()).toBe(2);
      const texts = await cells().locator(".cm-content").allInnerTexts();
      expect(texts).toContain('const cohort = await data.genotypes("../data/cohort.bed");\ncohort');
      expect(lab.problems()).toEqual([]);
    });

    test("a file is registered, stands in the YAML, and opens by its id in a cell", async () => {
      await openNotebook("registry");
      const listed = row("project:results/height.tsv");
      await listed.locator(".jp-GenobookDataset-fold").click();
      await listed.getByText("Of all 1 rows.").waitFor();
      await lab.screenshot("datasets-card-light");
      await listed.getByRole("button", { name: "Register…" }).click();
      const dialog = lab.page.locator(".jp-Dialog");
      await dialog.locator("input[name=ancestry]").fill("Finnish");
      await dialog.locator("textarea[name=citation]").fill("Doe et al. 2026");
      await dialog.locator("select[name=sensitivity]").selectOption("public");
      await lab.screenshot("datasets-register");
      await dialog.getByRole("button", { name: "Register" }).click();
      const registered = row("registered:height");
      await registered.waitFor();
      expect(await registered.innerText()).toMatch(/Finnish[\s\S]*Public/);
      const yaml = readFileSync(join(root, "genobook.datasets.yaml"), "utf8");
      expect(yaml).toMatch(/ {2}height:\n {4}kind: summary-statistics\n/);
      expect(yaml).toMatch(/path: results\/height\.tsv\n[\s\S]*sha256: [0-9a-f]{64}/);
      expect(yaml).toMatch(/confirmed:\n {6}- sensitivity\n {6}- ancestry\n {6}- citation/);

      await registered.locator(".jp-GenobookDataset-insert").click();
      await expect
        .poll(() => cells().first().locator(".cm-content").innerText())
        .toBe('const results = await data.summaryStatistics("height");\nresults');
      await cells().first().locator(".cm-content").click();
      await lab.page.keyboard.press("Shift+Enter");
      await row("open:results").waitFor();
      expect(lab.problems()).toEqual([]);
    });

    test("a card of results tells λGC, the smallest P, and what is wrong with rows", async () => {
      await showBrowser();
      const results = row("project:results/weight.tsv");
      await results.locator(".jp-GenobookDataset-fold").click();
      await results.getByText("Of all 2,001 rows.").waitFor();
      const quality = (name: string): Promise<string> =>
        results.locator(`[data-genobook-quality="${name}"] strong`).innerText();
      expect(Number(await quality("lambda"))).toBeCloseTo(1, 1);
      expect(await quality("minimumP")).toBe("3e-400");
      expect(await quality("palindromic")).toBe("25%");
      expect(await quality("faulty")).toBe("1");
      await results.getByText("Why rows are left out or faulty").click();
      expect(await results.innerText()).toMatch(/1 × standardError/);
      await results.getByText("First rows", { exact: true }).click();
      await lab.screenshot("datasets-card-results-light");
      expect(lab.problems()).toEqual([]);
    });

    test("a card of genotypes tells of a sample, then of every variant, and nothing of a person", async () => {
      await showBrowser();
      const many = row("project:many/many.bed");
      await many.locator(".jp-GenobookDataset-fold").click();
      await many.getByText("Of a sample: 2,000 of 6,000 variants").waitFor();
      expect(await many.locator('[data-genobook-quality="callRate"]').innerText()).toMatch(/100%/);
      expect(await many.locator('svg[role="img"]').count()).toBe(2);
      await many.getByText("First rows", { exact: true }).click();
      await many.getByText("rs1", { exact: true }).waitFor();
      expect(await many.innerText()).not.toMatch(/\b[FI]\d+\b/);
      await lab.screenshot("datasets-card-genotypes-light");
      await many.getByRole("button", { name: "Look into every variant" }).click();
      await many.getByText("Of all 6,000 variants.").waitFor();
      await lab.setTheme("JupyterLab Dark");
      await lab.page.setViewportSize({ width: 760, height: 900 });
      await settled(lab);
      await lab.screenshot("datasets-card-genotypes-dark-narrow");
      await lab.setTheme("JupyterLab Light");
      await lab.page.setViewportSize({ width: 1400, height: 900 });
      expect(lab.problems()).toEqual([]);
    });

    test("a card of people tells what each column is, and nothing of anybody", async () => {
      await showBrowser();
      const people = row("project:data/cohort.pheno.tsv");
      await people.locator(".jp-GenobookDataset-fold").click();
      await people.getByText("N 200, 0% missing").first().waitFor();
      const column = (name: string): Promise<string> =>
        people.locator(`[data-genobook-column="${name}"]`).innerText();
      expect(await column("IID")).toMatch(/identifier\s+N 200/);
      expect(await column("height")).toMatch(
        /quantitative\s+N 200, 0% missing\s+mean 170, SD 9\.\d+/,
      );
      expect(await column("age")).toMatch(/quantitative · covariate by its name/);
      expect(await column("asthma")).toMatch(
        /case–control\s+N 180, 10% missing\s+1 \(controls\): 135; 2 \(cases\): 45/,
      );
      expect(await column("sex")).toMatch(/1 \(male\): 100; 2 \(female\): 100/);
      const text = await people.innerText();
      expect(text).not.toMatch(/272|\b[FI]\d+\b/);
      await people.scrollIntoViewIfNeeded();
      await lab.screenshot("datasets-card-people-light");
      expect(lab.problems()).toEqual([]);
    });

    test("what a notebook holds opens in a viewer, its file is registered, and what cannot be says why", async () => {
      await openNotebook("held");
      await cells().first().locator(".cm-content").click();
      await lab.page.keyboard.insertText(
        'const read = await data.summaryStatistics("../results/weight.tsv");\nconst hits = read.take(data.selectRows(read, { where: "pValue < 0.01" }));\nconst people = await data.phenotypes("../data/cohort.pheno.tsv");\nconst made = await data.simulate({ seed: 1, samples: 20, variants: 100 });',
      );
      await lab.page.keyboard.press("Shift+Enter");
      const verb = (name: string, label: string): Locator =>
        row(`open:${name}`).locator(".jp-GenobookCard-verbs").getByRole("button", { name: label });
      await row("open:made.genotypes").waitFor();
      await row("open:made.genotypes").locator(".jp-GenobookDataset-fold").click();
      await row("open:made.genotypes").getByText("write this to a file, then register").waitFor();
      expect(await verb("made.genotypes", "Open").count()).toBe(0);
      expect(await verb("made.genotypes", "Register…").count()).toBe(0);
      await lab.screenshot("datasets-open-now-absent");

      await row("open:hits").locator(".jp-GenobookDataset-name").focus();
      await lab.page.keyboard.press("Alt+o");
      const viewer = lab.page.locator('.jp-GenobookViewer[data-genobook-ready="1"]:visible');
      await viewer.waitFor();
      await viewer
        .locator(".jp-GenobookViewer-status")
        .getByText(/^2\d rows$/)
        .waitFor();
      await lab.screenshot("viewer-value");
      await viewer.locator("[name=where]").fill("pValue < 0.005");
      await viewer.locator("[name=where]").press("Enter");
      await viewer
        .locator(".jp-GenobookViewer-status")
        .getByText(/^1\d rows$/)
        .waitFor();
      await viewer.getByRole("button", { name: "As code" }).click();
      await lab.page.locator(".lm-TabBar-tab", { hasText: "held.ipynb" }).click();
      await cells().locator(".cm-content", { hasText: "data.selectRows(hits" }).waitFor();

      await row("open:people").locator(".jp-GenobookDataset-fold").click();
      await verb("people", "Register…").click();
      const dialog = lab.page.locator(".jp-Dialog");
      await dialog.getByText("Register data/cohort.pheno.tsv").waitFor();
      await dialog.locator("input[name=id]").fill("people");
      await dialog.getByRole("button", { name: "Register" }).click();
      await row("registered:people").waitFor();
      // The same name again: what is next is said whole, and nothing is lost.
      await verb("people", "Register…").click();
      await dialog.locator("input[name=id]").fill("people");
      await dialog.getByRole("button", { name: "Register" }).click();
      await dialog.getByText("tick “Replace what has this name”").waitFor();
      await dialog.getByRole("button").last().click();
      await lab.page.keyboard.press("Escape");
      await verb("people", "Open").click();
      await lab.page.locator(".jp-GenobookSummary dl:visible").waitFor();
      expect(lab.problems()).toEqual([]);
    });

    test("a result that is older than its input says so, with its lineage; a changed hash is said in card and cell", async () => {
      await openNotebook("lineage");
      await cells().first().locator(".cm-content").click();
      await lab.page.keyboard.insertText(
        'await data.register("../results/weight.tsv", { id: "weight", parents: ["height"], software: "PLINK 2" });',
      );
      await lab.page.keyboard.press("Shift+Enter");
      await expect
        .poll(() => readFileSync(join(root, "genobook.datasets.yaml"), "utf8"), { timeout: 60_000 })
        .toMatch(/parents:\n {6}- height/);
      const input = join(root, "results/height.tsv");
      const made = row("registered:weight");
      // Touched alone: the input asks for a check, which settles it, and the result was never outdated.
      utimesSync(input, new Date(), new Date(Date.now() + 3_600_000));
      await lab.page.getByLabel("Look again: Registered").click();
      const given = row("registered:height");
      await given.getByText("Written to since: check hashes").waitFor();
      expect(await made.innerText()).not.toMatch(/has changed|Older/);
      await given.locator(".jp-GenobookDataset-fold").click();
      await given.getByRole("button", { name: "Check hashes" }).click();
      await given.getByText("All files are those that were registered.").waitFor();
      // It stands in the row and in its card.
      await given.getByText("Written to since").first().waitFor({ state: "detached" });
      appendFileSync(input, "1\t2000\tA\tG\t0.2\t0.02\t0.3\t1e-9\n");
      utimesSync(input, new Date(), new Date(Date.now() + 3_600_000));
      await lab.page.getByLabel("Look again: Registered").click();
      await made.getByText("Made of what has changed: height").first().waitFor();
      await made.locator(".jp-GenobookDataset-fold").click();
      const lineage = made.locator(".jp-GenobookCard-lineage").first();
      await lineage.getByText("Not what this result was made of").waitFor();
      expect(await lineage.innerText()).toMatch(
        /Made with PLINK 2[\s\S]*results\/weight\.tsv\s*SHA-256 [0-9a-f]{12}…[\s\S]*Made of height[\s\S]*Not what this result was made of[\s\S]*Changed since it was registered[\s\S]*results\/height\.tsv\s*SHA-256/,
      );
      await made.getByText("Of all 2,001 rows.").waitFor();
      await lineage.scrollIntoViewIfNeeded();
      await lab.screenshot("datasets-lineage-light");
      await lab.setTheme("JupyterLab Dark");
      await settled(lab);
      expect(await lowestContrast(lab)).toBeGreaterThan(4.5);
      await lab.screenshot("datasets-lineage-dark");
      await lab.setTheme("JupyterLab Light");
      const changed = row("registered:height");
      await changed.locator(".jp-GenobookDataset-fold").click();
      await changed.getByRole("button", { name: "Check hashes" }).click();
      await changed.getByText("is not the file that was registered").waitFor();
      await cells().last().locator(".cm-content").click();
      await lab.page.keyboard.insertText('await data.open("height")');
      await lab.page.keyboard.press("Shift+Enter");
      await cells().last().locator(".cm-content").waitFor();
      await lab.page
        .locator(".jp-OutputArea-output")
        .getByText('is not the file that was registered as "height"')
        .first()
        .waitFor();
      expect(lab.problems()).toEqual([]);
    });

    test("a row's verbs have keys", async () => {
      await openNotebook("keys");
      await row("project:many/many.bed").locator(".jp-GenobookDataset-name").focus();
      await lab.page.keyboard.press("Alt+i");
      await expect
        .poll(() => cells().first().locator(".cm-content").innerText())
        .toBe('const cohort = await data.genotypes("../many/many.bed");\ncohort');
      await row("project:many/many.bed").locator(".jp-GenobookDataset-name").focus();
      await lab.page.keyboard.press("Alt+r");
      const dialog = lab.page.locator(".jp-Dialog");
      await dialog.getByText("Register many/many.bed").waitFor();
      // A dialog hears keys once it has the focus.
      await dialog.locator("input[name=id]:focus").waitFor();
      await lab.page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      await row("registered:height").locator(".jp-GenobookDataset-name").focus();
      await lab.page.keyboard.press("Alt+c");
      await lab.page.getByText("The citation is on the clipboard.").waitFor();
      expect(lab.problems()).toEqual([]);
    });

    test("a score is found, its download says what it sends, is cancelled, goes on, and is registered", async () => {
      await openNotebook("catalogue");
      const sentBefore = service.hits.length;
      expect(sentBefore).toBe(0);
      const question = lab.page.locator(".jp-GenobookCatalogues");
      await question.getByLabel("Catalogue", { exact: true }).selectOption("all");
      await question.getByLabel("Ask over the network").check();
      await question.getByPlaceholder("Trait, study or gene").fill("breast cancer");
      await lab.page.keyboard.press("Enter");
      const score = row("catalogue:pgs:PGS000001");
      await score.waitFor();
      const section = lab.page.locator('[data-genobook-section="catalogues"]');
      await section.getByText(/OpenGWAS: OpenGWAS needs a token/).waitFor();
      await score.locator(".jp-GenobookDataset-fold").click();
      await score.getByText("Release", { exact: true }).waitFor();
      await lab.page.setViewportSize({ width: 1900, height: 1400 });
      await score.scrollIntoViewIfNeeded();
      await lab.screenshot("datasets-catalogue-card-light-wide");
      await lab.page.setViewportSize({ width: 1400, height: 900 });
      await score.getByRole("button", { name: "Download and register…" }).click();
      const dialog = lab.page.locator(".jp-Dialog");
      await dialog.getByText(`GET ${service.base}${SCORE_FILE}`, { exact: true }).waitFor();
      expect(service.hits.some(({ path }) => path === SCORE_FILE)).toBe(false);
      await lab.screenshot("datasets-download-light");
      await dialog.getByRole("button", { name: "Download" }).click();
      await score.locator("progress").waitFor();
      await expect.poll(() => service.hits.some(({ path }) => path === SCORE_FILE)).toBe(true);
      await lab.screenshot("datasets-downloading");
      await score.getByRole("button", { name: "Cancel" }).click();
      await score.getByRole("button", { name: "Try again" }).waitFor();
      expect(readdirSync(join(root, "data"))).not.toContain("PGS000001_hmPOS_GRCh38.txt.gz");
      await score.getByRole("button", { name: "Try again" }).click();
      await dialog.getByRole("button", { name: "Download" }).click();
      const registered = row("registered:PGS000001");
      await registered.waitFor();
      expect(readFileSync(join(root, "data/PGS000001_hmPOS_GRCh38.txt.gz"))).toEqual(SCORE);
      expect(readFileSync(join(root, "genobook.datasets.yaml"), "utf8")).toMatch(
        /PGS000001:[\s\S]*kind: scoring-file[\s\S]*sensitivity: public[\s\S]*from: .*PGS000001_hmPOS_GRCh38/,
      );
      await section.getByText(/Sent from this machine/).click();
      expect(await section.locator(".jp-GenobookCatalogues-sent").innerText()).toMatch(
        /GET 127\.0\.0\.1/,
      );
      await registered.locator(".jp-GenobookDataset-insert").click();
      await expect
        .poll(() => cells().first().locator(".cm-content").innerText())
        .toBe('const weights = await data.scoringFile("PGS000001");\nweights');
      await cells().first().locator(".cm-content").click();
      await lab.page.keyboard.press("Shift+Enter");
      await row("open:weights").waitFor();
      await score.scrollIntoViewIfNeeded();
      await lab.screenshot("datasets-catalogue-downloaded");
      await question.getByLabel("Ask over the network").uncheck();
      await lab.screenshot("datasets-catalogue-registered");
      expect(lab.problems()).toEqual([]);
    });

    test("a study's results are downloaded once its service answers, and registered; what is sent is shown first", async () => {
      await showBrowser();
      const question = lab.page.locator(".jp-GenobookCatalogues");
      await question.getByLabel("Catalogue", { exact: true }).selectOption("gwas");
      await question.getByLabel("Ask over the network").check();
      await question.getByPlaceholder("Trait, study or gene").fill("migraine");
      await lab.page.keyboard.press("Enter");
      const study = row(`catalogue:gwas:${STUDY}`);
      await study.waitFor();
      await question.getByLabel("Ask over the network").uncheck();
      await study.locator(".jp-GenobookDataset-fold").click();
      const asked = (): number => service.hits.length;
      const [path, before] = [`${STUDY_FOLDER}${STUDY_FILE}`, asked()];
      await study.getByRole("button", { name: "Download and register…" }).click();
      const dialog = lab.page.locator(".jp-Dialog");
      await dialog.getByText("The network is off. For this download alone").waitFor();
      await dialog.getByText(`GET ${service.base}${STUDY_FOLDER}`, { exact: true }).waitFor();
      await lab.screenshot("datasets-download-study-light");
      await dialog.getByLabel("File").selectOption("original");
      await dialog
        .getByText(`GET ${service.base}${STUDY_FOLDER.replace("harmonised/", "")}`, { exact: true })
        .waitFor();
      await dialog.getByLabel("File").selectOption("harmonised");
      await dialog.getByRole("button", { name: "Cancel" }).click();
      expect(asked()).toBe(before);

      await study.getByRole("button", { name: "Download and register…" }).click();
      await dialog.getByRole("button", { name: "Send these and download" }).click();
      const failure = study.locator('[data-tag="service-unavailable"]');
      await failure.getByText(`it was asked ${TRIES} times`).waitFor();
      expect(service.hits.filter((hit) => hit.path === path)).toHaveLength(TRIES);
      expect(await failure.innerText()).toMatch(/It answers 503/);
      await failure.scrollIntoViewIfNeeded();
      await lab.screenshot("datasets-download-503");
      const registry = (): string => readFileSync(join(root, "genobook.datasets.yaml"), "utf8");
      expect(registry()).not.toContain(STUDY);
      expect(readdirSync(join(root, "data"))).not.toContain(STUDY_FILE);
      // One download alone was let out.
      expect(await question.getByLabel("Ask over the network").isChecked()).toBe(false);

      await failure.getByRole("button", { name: "Try again" }).click();
      await dialog.getByRole("button", { name: "Send these and download" }).click();
      const registered = row(`registered:${STUDY}`);
      await registered.waitFor();
      expect(readFileSync(join(root, "data", STUDY_FILE))).toEqual(STUDY_RESULTS);
      expect(registry()).toMatch(
        new RegExp(
          `${STUDY}:[\\s\\S]*title: Migraine[\\s\\S]*kind: summary-statistics[\\s\\S]*sha256: [0-9a-f]{64}[\\s\\S]*sensitivity: public[\\s\\S]*from: [^\\n]*${STUDY_FILE}[^\\n]*MD5 [0-9a-f]{32}[\\s\\S]*licence: [\\s\\S]*citation: `,
        ),
      );
      expect(await registered.innerText()).toMatch(/Public/);

      const without = row(`catalogue:gwas:${STUDY_WITHOUT_FILE}`);
      await without.locator(".jp-GenobookDataset-fold").click();
      await without.getByRole("button", { name: "Download and register…" }).click();
      await dialog.getByRole("button", { name: "Send these and download" }).click();
      const refused = without.locator('[data-tag="not-in-catalogue"]');
      await refused.getByText("no harmonised file with the results").waitFor();
      expect(await refused.innerText()).toMatch(
        /Its authors have not given full results[\s\S]*Choose the other file, or another entry/,
      );
      expect(registry()).not.toContain(STUDY_WITHOUT_FILE);
      expect(lab.problems()).toEqual([]);
    });

    test("facets and words narrow all sections at once", async () => {
      await showBrowser();
      await row("registered:height").waitFor();
      await lab.page.getByLabel("Sensitivity", { exact: true }).selectOption("public");
      await row("project:data/cohort.bed").waitFor({ state: "detached" });
      const shown = lab.page.locator(".jp-GenobookDataset");
      const keys = shown.evaluateAll((rows) =>
        rows.map((each) => (each as HTMLElement).dataset["genobookDataset"]),
      );
      expect(await keys).toEqual([
        "registered:height",
        "registered:PGS000001",
        `registered:${STUDY}`,
        `catalogue:gwas:${STUDY}`,
        `catalogue:gwas:${STUDY_WITHOUT_FILE}`,
      ]);
      await lab.page.getByLabel("Ancestry", { exact: true }).selectOption("Finnish");
      await row("registered:PGS000001").waitFor({ state: "detached" });
      await row("registered:height").waitFor();
      await lab.page.getByLabel("Ancestry", { exact: true }).selectOption("");
      await lab.page.getByLabel("Sensitivity", { exact: true }).selectOption("");
      await lab.page.getByLabel("Kind", { exact: true }).selectOption("genotypes");
      await row("registered:height").waitFor({ state: "detached" });
      await row("project:data/cohort.bed").waitFor();
      await lab.page.getByLabel("Kind", { exact: true }).selectOption("");
      expect(lab.problems()).toEqual([]);
    });

    test("a catalogue that may not be asked says what would be sent, and sends nothing", async () => {
      await showBrowser();
      await lab.page.getByLabel("Catalogue", { exact: true }).selectOption("pgs");
      await lab.page.getByPlaceholder("Trait, study or gene").fill("height");
      await lab.page.keyboard.press("Enter");
      const failure = lab.page.locator(".jp-GenobookDatasets-failure");
      await failure.getByText("Nothing was sent").waitFor();
      // Whoever asked sees why there is no answer without looking for it.
      const isSeen = (): Promise<boolean> =>
        failure.evaluate((node) => {
          const { left, top } = node.getBoundingClientRect();
          return node.contains(document.elementFromPoint(left + 12, top + 12));
        });
      await expect.poll(isSeen).toBe(true);
      expect(await failure.innerText()).toMatch(/The network is off[\s\S]*http:\/\/127/);
      expect(await lab.page.getByLabel("Ask over the network").isChecked()).toBe(false);
      await failure.getByRole("button", { name: "Try again" }).click();
      await failure.getByText("Nothing was sent").waitFor();
      await failure.scrollIntoViewIfNeeded();
      await lab.screenshot("datasets-catalogue-offline");
      await lab.setTheme("JupyterLab Dark");
      await settled(lab);
      await lab.page.setViewportSize({ width: 640, height: 900 });
      await lab.screenshot("datasets-catalogue-dark-narrow");
      await lab.setTheme("JupyterLab Light");
      await lab.page.setViewportSize({ width: 1400, height: 900 });
      expect(lab.problems()).toEqual([]);
    });

    test("a file that a cell writes is listed unasked, and after a reload the kernel is asked again", async () => {
      await openNotebook("writes");
      await cells().first().locator(".cm-content").click();
      await lab.page.keyboard.insertText(
        'import { writeFileSync } from "node:fs";\nwriteFileSync("../data/written.tsv", "IID\\theight\\nI1\\t170\\n");\nconst kept = await data.summaryStatistics("../results/height.tsv");\nkept.rowCount',
      );
      await lab.page.keyboard.press("Shift+Enter");
      await row("open:kept").waitFor();
      await row("project:data/written.tsv").waitFor();
      await lab.execute("docmanager:save");
      await lab.page.reload();
      await cells().first().waitFor();
      await row("open:kept").waitFor();
      await lab.screenshot("datasets-after-reload");
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
