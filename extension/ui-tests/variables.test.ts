import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile } from "./project.ts";

const FIRST = [
  "const cohort = await data.simulate({ seed: 4, samples: 300, variants: 500 });",
  'const result = await gwas.linear({ ...cohort, trait: "height" });',
  [
    'const line = progress("A long count", 600, "steps");',
    "for (let step = 0; step < 600; step++) {",
    "  await new Promise((resolve) => setTimeout(resolve, 200));",
    "  line.report(step);",
    "}",
    "line.end();",
  ].join("\n"),
];
/** The same for the kernel with tslab's converter. */
const TSLAB = [
  'const cohort = await data.simulate({ seed: 4, samples: 300, variants: 500 });\nconst result = await gwas.linear({ ...cohort, trait: "height" });',
  FIRST[2],
];
const SECOND = ["const other = new Float64Array(1000);"];

describe.skipIf(missingForLab !== undefined)(
  `variables and status, in a browser${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      const notebook = (cells: readonly string[]) =>
        notebookText(cells.map((source) => ({ source })));
      writeProjectFile(root, "first.ipynb", notebook(FIRST));
      writeProjectFile(root, "second.ipynb", notebook(SECOND));
      const old = TSLAB.map((source) => ({ source }));
      writeProjectFile(root, "tslab.ipynb", notebookText(old, "genobook-tslab"));
      lab = await startLab({ root });
      await lab.open("first.ipynb");
      await lab.kernelReady();
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    const comms = (): number => lab.sent.filter((type) => type.startsWith("comm_")).length;
    const panel = () => lab.page.locator("#genobook-variables");
    const row = (name: string) =>
      panel().locator(`.jp-GenobookVariable[data-genobook-variable="${name}"]`);
    const item = () => lab.page.locator(".jp-GenobookStatus");

    /** Begins to run a cell of the notebook in front. */
    async function begin(index: number): Promise<void> {
      const cells = lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell");
      await cells.nth(index).locator(".cm-content").click();
      await lab.page.keyboard.press("Control+Enter");
    }

    async function run(index: number): Promise<void> {
      await begin(index);
      await lab.page
        .locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell")
        .nth(index)
        .locator(".jp-InputPrompt", { hasText: /\[\d+\]/ })
        .waitFor();
      await lab.kernelReady();
    }

    async function showVariables(): Promise<void> {
      await lab.execute("genobook:show-variables");
      await panel().locator("h2").waitFor();
    }

    test("opening a notebook asks the kernel nothing; the list comes when it is shown", async () => {
      await item().waitFor();
      expect(await item().innerText()).toContain("Genobook");
      expect(comms()).toBe(0);
      await run(0);
      await run(1);
      await showVariables();
      await row("result").waitFor();
      expect(await panel().locator("h2").innerText()).toContain("first.ipynb");
      const text = await row("cohort.genotypes").innerText();
      expect(text).toContain("500 × 300");
      expect(text).toContain("individual-level");
      expect(await row("result").innerText()).toContain("[2]");
      await lab.screenshot("variables-light");
    });

    test("the item says what the kernel computes on; its details open and close by keyboard", async () => {
      const { page } = lab;
      await item()
        .getByText(/thread/)
        .waitFor();
      const button = item().locator("button").first();
      await button.focus();
      await page.keyboard.press("Enter");
      const details = page.getByRole("dialog", { name: "Kernel status" });
      await details.getByText("Last computed").waitFor();
      expect(await details.innerText()).toMatch(/WebAssembly SIMD/);
      await lab.screenshot("status-details-light");
      await page.keyboard.press("Escape");
      await details.waitFor({ state: "detached" });
      expect(await button.evaluate((node) => node === document.activeElement)).toBe(true);
    });

    test("a row's buttons show and plot its variable in cells", async () => {
      await row("result").getByRole("button", { name: "Plot result" }).click();
      await lab.page
        .locator('figure.jp-GenobookPlot[aria-label^="Manhattan"]')
        .first()
        .waitFor({ state: "attached" });
      const plot = row("cohort.genotypes").getByRole("button", { name: /No plot/ });
      expect(await plot.getAttribute("aria-disabled")).toBe("true");
      await panel().getByRole("searchbox").fill("associations");
      await row("cohort.genotypes").waitFor({ state: "detached" });
      expect(await row("result").count()).toBe(1);
      await panel().getByRole("searchbox").fill("");
    });

    test("a wide list has a column for each fact", async () => {
      const { page } = lab;
      const edge = await panel().boundingBox();
      const x = edge!.x + edge!.width + 2;
      await page.mouse.move(x, 500);
      await page.mouse.down();
      await page.mouse.move(x + 320, 500, { steps: 5 });
      await page.mouse.up();
      await row("result").locator(".jp-GenobookVariable-madeCell").waitFor();
      await lab.screenshot("variables-wide");
    });

    test("the list follows another notebook", async () => {
      await lab.execute("docmanager:open", { path: "second.ipynb" });
      await lab.kernelReady();
      await panel().getByText("second.ipynb").first().waitFor();
      await row("result").waitFor({ state: "detached" });
      await run(0);
      await row("other").waitFor();
      expect(await row("other").innerText()).toContain("1,000");
      await lab.execute("docmanager:open", { path: "first.ipynb" });
      await row("result").waitFor();
      expect(await row("other").count()).toBe(0);
    });

    test("a hidden list asks nothing after a cell", async () => {
      const { page } = lab;
      await lab.execute("filebrowser:activate");
      await panel().waitFor({ state: "hidden" });
      const before = comms();
      await run(0);
      await page.waitForTimeout(1500);
      expect(comms()).toBe(before);
      await showVariables();
      await row("result").waitFor();
      expect(comms()).toBeGreaterThan(before);
    });

    test("the item shows how far a long call is, and cancels it", async () => {
      const { page } = lab;
      const index = await page
        .locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell")
        .evaluateAll((cells) =>
          cells.findIndex((cell) => cell.textContent.includes("A long count")),
        );
      await begin(index);
      await item()
        .getByText(/A long count · \d+%/)
        .waitFor();
      await lab.setTheme("JupyterLab Dark");
      await item().locator("button").first().click();
      const details = page.getByRole("dialog", { name: "Kernel status" });
      await details.getByText(/per second/).waitFor();
      await lab.screenshot("status-running-dark");
      await page.setViewportSize({ width: 720, height: 700 });
      await lab.screenshot("status-running-narrow");
      await page.setViewportSize({ width: 1400, height: 900 });
      await page.keyboard.press("Escape");
      await item().getByRole("button", { name: "Cancel" }).click();
      await page.getByText("KeyboardInterrupt").first().waitFor();
      await item().getByRole("button", { name: "Cancel" }).waitFor({ state: "detached" });
      await item()
        .getByText(/^Genobook · /)
        .waitFor();
      await lab.kernelReady();
      expect(lab.problems()).toEqual([]);
    });

    test("list, item and cancelling work on the tslab kernel, too", async () => {
      await lab.execute("docmanager:open", { path: "tslab.ipynb" });
      await panel().getByText("tslab.ipynb").first().waitFor();
      await lab.kernelReady();
      await run(0);
      await row("result").waitFor();
      expect(await row("result").innerText()).toContain("[1]");
      expect(await row("cohort.genotypes").innerText()).toContain("500 × 300");
      await item()
        .getByText(/^Genobook · .*(thread|GPU)/)
        .waitFor();
      await row("result").getByRole("button", { name: "Plot result" }).click();
      await lab.page
        .locator('.jp-NotebookPanel:not(.lm-mod-hidden) figure[aria-label^="Manhattan"]')
        .waitFor({ state: "attached" });
      await lab.execute("notebook:move-cursor-down");
      const long = lab.page
        .locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell", { hasText: "A long count" })
        .last();
      await long.locator(".cm-content").click();
      await lab.page.keyboard.press("Control+Enter");
      await item()
        .getByText(/A long count · \d+%/)
        .waitFor();
      await lab.screenshot("variables-tslab");
      await item().getByRole("button", { name: "Cancel" }).click();
      await long.getByText("KeyboardInterrupt").first().waitFor();
      await lab.kernelReady();
      await lab.execute("genobook:refresh-variables");
      await row("result").waitFor();
      expect(lab.problems()).toEqual([]);
    });
  },
);
