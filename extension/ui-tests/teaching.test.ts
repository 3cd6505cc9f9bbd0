import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { projectFolder, writeProjectFile } from "./project.ts";

const cli = fileURLToPath(new URL("../../kernel/dist/cli.js", import.meta.url));

const POSED = `const slope = exercise({
  question: "How large is the causal effect?",
  answer: 0.3,
  within: 0.02,
  hints: ["Which estimator holds when half of the instruments are invalid?", "Take a median."],
  because: "Less than half of the weight is on invalid instruments.",
});
slope`;

const SOLVED = `function mine() {
  // solution: the weighted median
  return 0.31;
  // end solution
}
slope.check(mine())`;

const START = `function mine() {
  // Your turn: the weighted median
}
slope.check(mine())`;

const COMPUTED = `const total = exercise({
  question: "What is the sum?",
  answer: [1, 2].reduce((a, b) => a + b),
  because: "Two and one.",
});
total`;

const JUDGED = `exercise({ question: "Name a large one.", answer: (given) => Number(given) > 99 })`;

const SOURCE = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    kernelspec: { name: "genobook", display_name: "TypeScript", language: "typescript" },
  },
  cells: [
    markdown("title", "# Which slope?", []),
    markdown("note", "Ask who tried the unweighted mean.", ["instructor"]),
    code("posed", POSED),
    code("solved", SOLVED),
    code("hint", "slope.hint()"),
  ],
};

function markdown(id: string, source: string, tags: readonly string[]): object {
  return { cell_type: "markdown", id, metadata: { tags }, source };
}

function code(id: string, source: string): object {
  return { cell_type: "code", id, metadata: {}, execution_count: null, outputs: [], source };
}

interface SavedNotebook {
  readonly cells: readonly { readonly id: string; readonly source: string | readonly string[] }[];
}

function savedSources(file: string): Record<string, string> {
  const { cells } = JSON.parse(readFileSync(file, "utf8")) as SavedNotebook;
  return Object.fromEntries(cells.map(({ id, source }) => [id, [source].flat().join("")]));
}

describe.skipIf(missingForLab !== undefined)(
  `exercises in JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      writeProjectFile(root, "class/slopes.ipynb", JSON.stringify(SOURCE));
      writeProjectFile(root, "class/plain.ipynb", JSON.stringify({ ...SOURCE, cells: [] }));
      const computed = [
        code("posed", COMPUTED),
        code("judged", JUDGED),
        code("check", "total.check(3)"),
      ];
      writeProjectFile(root, "class/sum.ipynb", JSON.stringify({ ...SOURCE, cells: computed }));
      lab = await startLab({ root });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    const codeCell = (index: number): Locator =>
      lab.page.locator(".jp-NotebookPanel .jp-CodeCell").nth(index);
    const editor = (cell: Locator): Locator => cell.locator(".cm-content");
    const textOf = (cell: Locator): Promise<string> =>
      editor(cell).evaluate((node) =>
        [...node.querySelectorAll(".cm-line")].map(({ textContent }) => textContent).join("\n"),
      );
    const resetButton = (): Locator =>
      lab.page.locator('.jp-cell-toolbar [data-command="genobook:reset-exercise"]:visible');

    async function fromMenu(menu: string, item: RegExp): Promise<void> {
      await lab.page.locator("#jp-MainMenu .lm-MenuBar-item", { hasText: menu }).click();
      await lab.page.locator(".lm-Menu-item", { hasText: item }).click();
    }

    async function rewrite(cell: Locator, text: string): Promise<void> {
      await editor(cell).click();
      await lab.page.keyboard.press("Control+A");
      await lab.page.keyboard.insertText(text);
    }

    /** Reads a dialog as a person sees it, all of it, and closes it. */
    async function answerDialog(title: string, says: RegExp, picture?: string): Promise<void> {
      const dialog = lab.page.locator(".jp-Dialog", { hasText: title });
      await dialog.waitFor();
      expect(await dialog.innerText()).toMatch(says);
      const body = dialog.locator(".jp-Dialog-body");
      const hidden = await body.evaluate((node) => node.scrollHeight - node.clientHeight);
      expect(hidden).toBeLessThanOrEqual(0);
      if (picture !== undefined) await lab.screenshot(picture);
      await dialog.locator(".jp-Dialog-footer button").click();
    }

    /** Runs a cell and waits for an output that says something. */
    async function runAndRead(cell: Locator, says: RegExp): Promise<string> {
      await editor(cell).click();
      await lab.execute("notebook:run-cell");
      const output = cell.locator(".jp-OutputArea-output", { hasText: says });
      await output.waitFor();
      return output.innerText();
    }

    test("the File menu writes the student's and the instructor's copy", async () => {
      await lab.open("class/slopes.ipynb");
      await codeCell(0).waitFor();
      await fromMenu("File", /Make Student.s and Instructor.s Copies/);
      await lab.page.getByText("slopes.student.ipynb and its instructor’s twin").waitFor();
      await lab.screenshot("teaching-copies");
      const student = savedSources(join(root, "class/slopes.student.ipynb"));
      expect(Object.keys(student)).toEqual(["title", "posed", "solved", "hint"]);
      expect(student["solved"]).toBe(START);
      expect(student["posed"]).toMatch(/question: .*\n {2}seal: "[\w-]+",\n {2}hints: /);
      expect(student["posed"]).not.toMatch(/0\.3|within|because|invalid instruments/);
      const instructor = savedSources(join(root, "class/slopes.instructor.ipynb"));
      expect(instructor).toEqual(savedSources(join(root, "class/slopes.ipynb")));
      expect(lab.problems()).toEqual([]);
    });

    test("a notebook without exercises is told what marks one", async () => {
      await lab.open("class/plain.ipynb");
      await lab.page.locator(".jp-NotebookPanel .jp-Notebook").waitFor();
      const asked = lab.execute("genobook:make-teaching-copies");
      await answerDialog("No copies were made", /put a solution between the lines/);
      await asked;
      expect(existsSync(join(root, "class/plain.student.ipynb"))).toBe(false);
      expect(lab.problems()).toEqual([]);
    });

    test("a student is told what is wrong, takes a hint, and is told why the answer is right", async () => {
      await lab.open("class/slopes.student.ipynb");
      await lab.kernelReady();
      expect(await runAndRead(codeCell(0), /Exercise\./)).toContain("How large is the causal");
      const answer = codeCell(1);
      expect(await textOf(answer)).toBe(START);
      await runAndRead(answer, /no answer yet/);
      await rewrite(answer, START.replace("// Your turn: the weighted median", "return -0.3;"));
      const wrong = await runAndRead(answer, /attempt 2/);
      expect(wrong).toMatch(/^✗.*which allele is the effect allele.*2 hints: hint\(\)/s);
      await runAndRead(codeCell(2), /Hint 1 of 2: Which estimator/);
      await lab.screenshot("teaching-wrong");
      await rewrite(answer, START.replace("// Your turn: the weighted median", "return 0.5;"));
      expect(await runAndRead(answer, /attempt 3/)).toMatch(
        /^✗ That is not it\. The answer is sealed: .*too small is not known here/,
      );
      await rewrite(answer, START.replace("// Your turn: the weighted median", "return 0.31;"));
      const right = await runAndRead(answer, /attempt 4/);
      expect(right).toMatch(/^✓ Right\. Less than half of the weight/);
      expect(await answer.getByRole("status").count()).toBe(1);
      await lab.screenshot("teaching-right");
      expect(lab.problems()).toEqual([]);
    });

    test("the toolbar of an exercise, and of no other cell, resets it; undo returns the answer", async () => {
      const answer = codeCell(1);
      const written = await textOf(answer);
      await editor(codeCell(0)).click();
      await codeCell(0).locator(".jp-cell-toolbar").waitFor();
      expect(await resetButton().count()).toBe(0);
      await editor(answer).click();
      await resetButton().waitFor();
      await lab.screenshot("teaching-toolbar");
      await resetButton().click();
      await expect.poll(() => textOf(answer)).toBe(START);
      expect(await answer.locator(".jp-OutputArea-output").count()).toBe(0);
      await editor(answer).click();
      await lab.page.keyboard.press("Control+Z");
      await expect.poll(() => textOf(answer)).toBe(written);
      expect(lab.problems()).toEqual([]);
    });

    test("the keyboard alone resets: palette, toolbar and Edit menu", async () => {
      const { page } = lab;
      const answer = codeCell(1);
      await editor(answer).click();
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+Shift+C");
      await page.locator(".lm-CommandPalette-input:visible").fill("reset exercise");
      await page.locator(".lm-CommandPalette-item", { hasText: "Reset exercise" }).waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await expect.poll(() => textOf(answer)).toBe(START);

      await rewrite(answer, "slope.check(0.5)");
      await page.keyboard.press("Escape");
      await resetButton().focus();
      expect(await resetButton().getAttribute("aria-label")).toMatch(/Reset exercise|Bring this/);
      await page.keyboard.press("Enter");
      await expect.poll(() => textOf(answer)).toBe(START);

      await rewrite(answer, "slope.check(0.6)");
      await fromMenu("Edit", /Reset exercise/);
      await expect.poll(() => textOf(answer)).toBe(START);
      expect(lab.problems()).toEqual([]);
    });

    test("a computed answer is sealed once its cell has run; one that stays readable is named", async () => {
      const target = join(root, "class/sum.student.ipynb");
      await lab.open("class/sum.ipynb");
      await lab.kernelReady();
      const early = lab.execute("genobook:make-teaching-copies");
      await answerDialog(
        "No copies were made",
        /run all cells, save, and make the copies again.*cell 1, “What is the sum\?”/,
        "teaching-not-run",
      );
      await early;
      expect(existsSync(target)).toBe(false);
      await runAndRead(codeCell(0), /Exercise\./);
      const made = lab.execute("genobook:make-teaching-copies");
      await answerDialog(
        "Students can still read some answers",
        /cell 2, “Name a large one.*Give a number, a text or a list of names/,
        "teaching-readable",
      );
      await made;
      await expect.poll(() => existsSync(target)).toBe(true);
      const { posed } = savedSources(target);
      expect(posed).toMatch(
        /^const total = exercise\(\{\n {2}question: .*\n {2}seal: ".*",\n\}\);\ntotal$/,
      );
      await lab.open("class/sum.student.ipynb");
      await lab.kernelReady();
      await runAndRead(codeCell(0), /Exercise\./);
      expect(await runAndRead(codeCell(2), /Right/)).toMatch(/^✓ Right\. Two and one\./);
      expect(lab.problems()).toEqual([]);
    });

    test("a file that is no copy is replaced only when the user says so", async () => {
      const { page } = lab;
      const own = JSON.stringify({ ...SOURCE, cells: [code("own", "// my own work")] });
      const target = join(root, "class/slopes.student.ipynb");
      writeProjectFile(root, "class/slopes.student.ipynb", own);
      await lab.open("class/slopes.ipynb");
      await codeCell(0).waitFor();
      const asked = lab.execute("genobook:make-teaching-copies");
      await page.locator(".jp-Dialog", { hasText: "Replace this notebook?" }).waitFor();
      await lab.screenshot("teaching-replace");
      await page.locator(".jp-Dialog .jp-mod-reject").click();
      await asked;
      expect(readFileSync(target, "utf8")).toBe(own);
      const again = lab.execute("genobook:make-teaching-copies");
      await page.locator(".jp-Dialog .jp-mod-accept", { hasText: "Replace" }).click();
      await again;
      expect(savedSources(target)["solved"]).toBe(START);
      expect(lab.problems()).toEqual([]);
    });
  },
);

describe.skipIf(!existsSync(cli))("genobook copies (needs the built kernel)", () => {
  const root = projectFolder();
  const copies = (...args: string[]): string =>
    execFileSync(process.execPath, [cli, "copies", ...args], { encoding: "utf8", stdio: "pipe" });

  beforeAll(() => {
    writeProjectFile(root, "slopes.ipynb", JSON.stringify(SOURCE));
    const computed = { ...SOURCE, cells: [code("posed", COMPUTED)] };
    writeProjectFile(root, "sum.ipynb", JSON.stringify(computed));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test("writes both copies where it is told and says so", () => {
    const folder = join(root, "handed out");
    mkdirSync(folder);
    const printed = copies(join(root, "slopes.ipynb"), "--to", folder);
    const student = join(folder, "slopes.student.ipynb");
    const instructor = join(folder, "slopes.instructor.ipynb");
    expect(printed).toBe(`1 exercise, 1 answer sealed\n${student}\n${instructor}\n`);
    expect(savedSources(student)["solved"]).toBe(START);
    expect(savedSources(student)["posed"]).not.toContain("0.3");
    expect(savedSources(instructor)["solved"]).toBe(SOLVED);
    expect(savedSources(instructor)["posed"]).toBe(POSED);
  });

  test.each([
    ["no notebook is named", [], /Give a notebook/],
    ["the notebook is not there", [join(root, "absent.ipynb")], /absent\.ipynb is not there/],
    ["an answer is not known yet", [join(root, "sum.ipynb")], /cell 1, “What is the sum\?”/],
    ["the folder is not there", [join(root, "slopes.ipynb"), "--to", join(root, "x")], /x is no/],
  ])("says what to do when %s", (_, args, says) => {
    expect(() => copies(...args)).toThrow(says);
  });
});
