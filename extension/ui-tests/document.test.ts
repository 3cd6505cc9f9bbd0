import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as axe from "axe-core";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  chromiumPath,
  type Lab,
  missingForLab,
  outputFolder,
  startLab,
  type ThemeName,
} from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile } from "./project.ts";

const course = (name: string) =>
  fileURLToPath(new URL(`../../notebooks/learn/${name}.ipynb`, import.meta.url));
const cli = fileURLToPath(new URL("../../kernel/dist/cli.js", import.meta.url));
const LEAD = "1:223184761:T:C";

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);
const WCAG_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const jupyter = fileURLToPath(new URL("../../.venv/bin/jupyter", import.meta.url));
const nbconvert = fileURLToPath(new URL("../../.venv/bin/jupyter-nbconvert", import.meta.url));

/** Runs in the page: what breaks a rule of WCAG 2.2 A and AA within a part of it, one line each. */
async function violationsOf([part, tags]: readonly [string, readonly string[]]): Promise<string[]> {
  const { axe: engine } = window as unknown as { axe: typeof axe };
  const result = await engine.run(
    { include: [[part]] },
    {
      runOnly: { type: "tag", values: [...tags] },
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations"],
    },
  );
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => [id, target.join(" "), html.slice(0, 160)].join(" | ")),
  );
}

describe.skipIf(!existsSync(nbconvert))(
  `nbconvert${existsSync(nbconvert) ? "" : " (needs nbconvert in .venv)"}`,
  () => {
    test("shows a picture for each plot of an executed notebook, with words beside it", () => {
      interface Saved {
        readonly cells: readonly {
          readonly outputs?: readonly { readonly data?: Readonly<Record<string, unknown>> }[];
        }[];
      }
      const { cells } = JSON.parse(readFileSync(course("01-first-gwas"), "utf8")) as Saved;
      const data = cells.flatMap(({ outputs = [] }) => outputs.map((output) => output.data ?? {}));
      const plots = data.filter((one) => Object.keys(one).some((mime) => /vegalite/.test(mime)));
      const pictures = plots.map((one) => [one["image/png"]].flat().join("").replaceAll("\n", ""));
      const html = execFileSync(
        jupyter,
        ["nbconvert", "--to", "html", "--stdout", course("01-first-gwas")],
        { encoding: "utf8", stdio: "pipe", maxBuffer: 100_000_000 },
      );
      expect(plots.length).toBeGreaterThan(1);
      for (const [index, picture] of pictures.entries()) {
        expect(picture).toMatch(/^iVBORw0K/);
        expect(html.replaceAll("\n", "")).toContain(picture);
        expect([plots[index]["text/plain"]].flat().join("")).toMatch(/plot of/);
      }
      const kilobytes = pictures.map((one) => Math.round((one.length * 3) / 4 / 1000));
      console.log(
        `nbconvert of 01-first-gwas: ${(html.length / 1e6).toFixed(2)} MB, pictures of ${kilobytes.join(", ")} kB`,
      );
    });
  },
);

describe.skipIf(chromiumPath === undefined)(
  `an exported document${chromiumPath === undefined ? " (needs Chromium)" : ""}`,
  () => {
    const folder = projectFolder();
    const file = join(folder, "first.html");
    let browser: Browser;
    let size = 0;
    let writtenIn = 0;

    beforeAll(async () => {
      mkdirSync(outputFolder, { recursive: true });
      const start = performance.now();
      const options = [cli, "export", course("01-first-gwas"), "--to", file];
      execFileSync(process.execPath, options, { stdio: "pipe" });
      writtenIn = performance.now() - start;
      size = statSync(file).size;
      browser = await chromium.launch({
        executablePath: chromiumPath!,
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
    });

    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    interface Opened {
      readonly page: Page;
      readonly problems: readonly string[];
      readonly close: () => Promise<void>;
    }

    async function open(
      options: {
        readonly width?: number;
        readonly colorScheme?: "light" | "dark";
        readonly forcedColors?: "active";
        readonly reducedMotion?: "reduce";
        readonly javaScriptEnabled?: boolean;
      } = {},
    ): Promise<Opened> {
      const { width = 1300, ...rest } = options;
      const context = await browser.newContext({
        ...rest,
        viewport: { width, height: 1000 },
        offline: true,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const problems: string[] = [];
      const address = pathToFileURL(file).href;
      page.on("request", (request) => {
        const url = request.url();
        if (!url.startsWith("data:") && url.split("#")[0] !== address) problems.push(url);
      });
      page.on("console", (message) => {
        if (message.type() === "error") problems.push(message.text());
      });
      page.on("pageerror", (error) => problems.push(error.message));
      await page.goto(address);
      return { page, problems, close: () => context.close() };
    }

    const figures = (page: Page) => page.locator(".cell > figure.plot");

    async function drawn(figure: Locator): Promise<void> {
      await figure.scrollIntoViewIfNeeded();
      await expect.poll(() => figure.getAttribute("class"), { timeout: 60_000 }).toContain("drawn");
    }

    /** Steps to the lead variant by keys, and clicks where it is. */
    async function clickLead(page: Page): Promise<void> {
      const stage = figures(page).first().locator("> .stage");
      await stage.focus();
      for (let step = 0; step < 40; step++) {
        await page.keyboard.press("ArrowRight");
        const said = await figures(page).first().locator("> .said").innerText();
        if (said.includes(LEAD)) break;
      }
      // The page scrolls smoothly to what the keys come to.
      await page.waitForTimeout(1000);
      const halo = await stage.locator(".jp-GenobookPlot-halo").boundingBox();
      await page.mouse.click(halo!.x + halo!.width / 2, halo!.y + halo!.height / 2);
    }

    test("opens from disk without network; a click picks a variant everywhere and opens its region", async () => {
      const { page, problems, close } = await open();
      const start = performance.now();
      await drawn(figures(page).first());
      const ready = performance.now() - start;
      await drawn(figures(page).nth(1));
      const policy = await page
        .locator("meta[http-equiv='Content-Security-Policy']")
        .getAttribute("content");
      expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-/);
      expect(policy).not.toContain("eval");
      await clickLead(page);
      const said = figures(page).first().locator("> .said");
      await expect
        .poll(() => said.innerText())
        .toMatch(new RegExp(`^${LEAD} is selected here and in .* region is open below`));
      const region = page.locator("details.region[open]");
      expect(await region.getAttribute("data-lead")).toBe(LEAD);
      await drawn(region.locator("figure.plot"));
      await expect.poll(() => page.locator(".jp-GenobookPlot-ring").count()).toBeGreaterThan(1);
      expect(await page.locator("tr.picked").count()).toBeGreaterThan(0);
      await region.scrollIntoViewIfNeeded();
      await page.screenshot({ path: join(outputFolder, "document-light.png") });
      await page.keyboard.press("Escape");
      expect(await page.locator(".jp-GenobookPlot-ring, tr.picked").count()).toBe(0);
      console.log(
        `document of 01-first-gwas: ${(size / 1e6).toFixed(2)} MB, written in ${Math.round(writtenIn)} ms, first plot ${Math.round(ready)} ms after load`,
      );
      expect(problems).toEqual([]);
      await close();
    });

    test("its policy stops what would evaluate text or ask for anything", async () => {
      const { page, problems, close } = await open();
      await page.evaluate(
        `setTimeout("window.evaluated = true");
         document.body.append(Object.assign(new Image(), { src: "https://example.org/a.png" }));`,
      );
      await expect.poll(() => problems.join("\n")).toMatch(/Content Security Policy/);
      await expect.poll(() => problems.join("\n")).toMatch(/eval/);
      expect(await page.evaluate("window.evaluated")).toBeUndefined();
      await close();
    });

    test("by keyboard alone: step to a peak and pick it", async () => {
      const { page, problems, close } = await open({ colorScheme: "dark" });
      await drawn(figures(page).first());
      await figures(page).first().locator("> .stage").focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await expect
        .poll(() => figures(page).first().locator("> .said").innerText())
        .toContain("is selected here");
      await page.screenshot({ path: join(outputFolder, "document-dark.png") });
      expect(problems).toEqual([]);
      await close();
    });

    test.each([
      ["light", { colorScheme: "light" }],
      ["dark", { colorScheme: "dark" }],
      ["colours that the system forces", { colorScheme: "dark", forcedColors: "active" }],
      ["200 %", { colorScheme: "light", width: 640 }],
    ] as const)("breaks no rule of WCAG 2.2 AA: %s", async (name, options) => {
      const { page, problems, close } = await open({ ...options, reducedMotion: "reduce" });
      await drawn(figures(page).first());
      await drawn(figures(page).nth(1));
      for (const details of await page.locator("details").all())
        await details.evaluate((node: HTMLDetailsElement) => (node.open = true));
      await page.evaluate(axeSource);
      expect(await page.evaluate(violationsOf, ["body", WCAG_TAGS] as const)).toEqual([]);
      expect(
        await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior),
      ).toBe("auto");
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({
        path: join(outputFolder, `document-${name.replaceAll(/\W+/g, "-")}.png`),
      });
      expect(problems).toEqual([]);
      await close();
    });

    test("is readable narrow, on paper, and without scripts", async () => {
      const narrow = await open({ width: 390 });
      await drawn(figures(narrow.page).first());
      await narrow.page.screenshot({ path: join(outputFolder, "document-narrow.png") });
      expect(
        await narrow.page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      await narrow.page.emulateMedia({ media: "print" });
      expect(await figures(narrow.page).first().locator("> .picture").isVisible()).toBe(true);
      expect(await figures(narrow.page).first().locator("> .stage").isVisible()).toBe(false);
      await narrow.page.pdf({ path: join(outputFolder, "document-print.pdf"), format: "A4" });
      expect(narrow.problems).toEqual([]);
      await narrow.close();
      const plain = await open({ javaScriptEnabled: false });
      expect(await plain.page.locator(".cell > figure.plot > .picture").first().isVisible()).toBe(
        true,
      );
      expect(await plain.page.locator("details.rows table").count()).toBeGreaterThan(1);
      await plain.close();
    });
  },
);

describe.skipIf(missingForLab !== undefined)(
  `documents in JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      copyFileSync(course("01-first-gwas"), join(root, "first.ipynb"));
      const output = (text: string) => ({
        ...{ output_type: "execute_result", metadata: {}, execution_count: 1 },
        data: { "text/plain": text },
      });
      writeProjectFile(
        root,
        "people.ipynb",
        notebookText([
          ...Array.from({ length: 12 }, (_, i) => ({ source: `// ${i}\n\n\n\n` })),
          { source: "rows[0]", outputs: [output("{ IID: 'I1', height: 170 }")] },
        ]),
      );
      lab = await startLab({ root, height: 1000 });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    async function dialogViolations(part: string): Promise<string[]> {
      await lab.page.evaluate(axeSource);
      return lab.page.evaluate(violationsOf, [part, WCAG_TAGS] as const);
    }

    test("the export menu writes a page and a crate beside the notebook", async () => {
      await lab.open("first.ipynb");
      await lab.kernelReady();
      await lab.page.locator(".lm-MenuBar-itemLabel", { hasText: "File" }).first().click();
      await lab.page.locator(".lm-Menu-item", { hasText: "Save and Export Notebook As" }).hover();
      const item = lab.page.locator(".lm-Menu-item", { hasText: "Genobook Document" });
      await item.waitFor();
      await lab.screenshot("document-menu");
      await item.click();
      const dialog = lab.page.locator(".jp-Dialog");
      await dialog.getByText("Outputs were looked through").waitFor();
      await lab.screenshot("document-dialog");
      expect(await dialogViolations(".jp-GenobookExport-choices")).toEqual([]);
      expect(existsSync(join(root, "first.html"))).toBe(false);
      // The keyboard alone: the button that accepts has the focus.
      await lab.page.keyboard.press("Enter");
      await lab.page.getByText("first.html is written").first().waitFor();
      const html = readFileSync(join(root, "first.html"), "utf8");
      expect(html).toContain('details class="region"');
      const exporting = lab.execute("genobook:export-crate");
      await dialog.getByRole("textbox", { name: /Licence/ }).fill("CC-BY-4.0");
      await lab.screenshot("document-dialog-crate");
      await dialog.getByRole("button", { name: "Export" }).click();
      await exporting;
      await lab.page.getByText("first.crate.zip is written").first().waitFor();
      expect(existsSync(join(root, "first.crate.zip"))).toBe(true);
      expect(statSync(join(root, "first.crate.zip")).size).toBeGreaterThan(100_000);
      expect(lab.problems()).toEqual([]);
    });

    test.each<ThemeName>(["JupyterLab Dark", "JupyterLab Dark High Contrast"])(
      "%s: the dialog of the export and that of its refusals break no rule",
      async (theme) => {
        const name = theme.replace("JupyterLab ", "").replaceAll(" ", "-").toLowerCase();
        const dialog = lab.page.locator(".jp-Dialog");
        await lab.open("first.ipynb");
        await lab.kernelReady();
        await lab.setTheme(theme);
        const exporting = lab.execute("genobook:export-crate");
        await dialog.getByText("Outputs were looked through").waitFor();
        // What is not valid is marked as such.
        await dialog.getByRole("textbox", { name: /Licence/ }).fill("free for all");
        await lab.screenshot(`document-dialog-${name}`);
        const found = await dialogViolations(".jp-GenobookExport-choices");
        await dialog.getByRole("button", { name: "Cancel" }).click();
        await exporting;
        await lab.open("people.ipynb");
        await lab.kernelReady();
        const refused = lab.execute("genobook:export-document");
        await dialog.getByText("names people").waitFor();
        await lab.screenshot(`document-refused-${name}`);
        found.push(...(await dialogViolations(".jp-GenobookExport-refusals")));
        await lab.page.keyboard.press("Escape");
        await refused;
        await lab.setTheme("JupyterLab Light");
        expect(found).toEqual([]);
        expect(lab.problems()).toEqual([]);
      },
    );

    test("what should not be shared is refused in words, with a way to its cell", async () => {
      await lab.open("people.ipynb");
      await lab.kernelReady();
      // The command ends with its dialog.
      const exporting = lab.execute("genobook:export-document");
      const dialog = lab.page.locator(".jp-Dialog");
      await dialog.getByText("names people").waitFor();
      await lab.screenshot("document-refused");
      expect(await dialog.innerText()).not.toContain("I1");
      await dialog.getByRole("button", { name: "Go to cell 13" }).click();
      await lab.page.locator(".jp-Cell.jp-mod-active", { hasText: "rows[0]" }).waitFor();
      await exporting;
      expect(existsSync(join(root, "people.html"))).toBe(false);
      expect(lab.problems()).toEqual([]);
    });
  },
);
