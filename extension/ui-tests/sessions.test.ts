import { rmSync } from "node:fs";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile } from "./project.ts";

/** Held at its 110th turn, so that a slow page finds it running, and hurried once `hurry` lies beside the notebook. */
const LONG = `import { existsSync } from "node:fs";
let turns = 0;
console.log("begun in", process.pid);
const line = progress("Turning", 120, "turns");
while (turns < 120) {
  const isHurried = existsSync("hurry");
  await new Promise((resolve) => setTimeout(resolve, isHurried ? 10 : 250));
  if (isHurried || turns < 110) turns++;
  line.report(turns);
}
line.end();
console.log("turned", turns);
turns * 2`;

describe.skipIf(missingForLab !== undefined)(
  `sessions of JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      const one = ['const mine = "one"; mine', "mine", "process.pid"];
      const two = ['const yours = "two"; yours', "mine", "process.pid"];
      for (const [name, cells] of Object.entries({
        one,
        two,
        long: [LONG, "turns", "await new Promise((r) => setTimeout(r, 100)); turns + 1"],
      })) {
        writeProjectFile(root, `${name}.ipynb`, notebookText(cells.map((source) => ({ source }))));
      }
      lab = await startLab({ root });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    const cellOf = (index: number): Locator =>
      lab.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell").nth(index);

    const shownBy = (index: number, text: string | RegExp): Locator =>
      cellOf(index).locator(".jp-OutputArea-output", { hasText: text });

    async function run(index: number): Promise<string> {
      await cellOf(index).locator(".cm-content").click();
      await lab.execute("notebook:run-cell");
      const output = cellOf(index).locator(".jp-OutputArea-output").first();
      await output.waitFor();
      return (await output.innerText()).trim();
    }

    test("two notebooks on one server have a kernel each, and neither sees the other's names", async () => {
      await lab.open("one.ipynb");
      await lab.kernelReady();
      expect(await run(0)).toMatch(/one/);
      const first = await run(2);
      await lab.execute("docmanager:open", { path: "two.ipynb" });
      await cellOf(0).getByText("yours").first().waitFor();
      await lab.kernelReady();
      expect(await run(0)).toMatch(/two/);
      expect(await run(1)).toMatch(/Cannot find name 'mine'/);
      expect(await run(2)).not.toBe(first);
      await lab.execute("docmanager:open", { path: "one.ipynb" });
      await lab.kernelReady();
      expect(await run(1)).toMatch(/one/);
      expect(lab.problems()).toEqual([]);
    });

    test("a notebook that joins another's kernel shares its names", async () => {
      await lab.execute("docmanager:open", { path: "two.ipynb" });
      await cellOf(0).getByText("yours").first().waitFor();
      await lab.page.evaluate(async () => {
        const { jupyterapp } = window as unknown as {
          jupyterapp: {
            serviceManager: { sessions: { running(): Iterable<{ path: string; kernel: object }> } };
            shell: {
              currentWidget: { sessionContext: { changeKernel(to: object): Promise<void> } };
            };
          };
        };
        const sessions = [...jupyterapp.serviceManager.sessions.running()];
        const { kernel } = sessions.find(({ path }) => path === "one.ipynb")!;
        await jupyterapp.shell.currentWidget.sessionContext.changeKernel(kernel);
      });
      await lab.kernelReady();
      expect(await run(1)).toMatch(/one/);
      expect(lab.problems()).toEqual([]);
    });

    test("a page that is reloaded in the middle of a run shows its progress, its outputs, and all cells that waited", async () => {
      const { page } = lab;
      await lab.open("long.ipynb");
      await lab.kernelReady();
      await cellOf(0).locator(".cm-content").click();
      await lab.execute("docmanager:save");
      // Ends long after the page has gone.
      void lab.execute("notebook:run-all-cells").catch(() => undefined);
      await shownBy(0, "begun in").waitFor();
      await page.reload();
      await page.waitForFunction(
        () => document.querySelector("#jupyterlab-splash") === null && "jupyterapp" in window,
      );
      await cellOf(1).waitFor();
      await page
        .locator(".jp-GenobookStatus")
        .getByText(/Turning · \d+%/)
        .waitFor();
      await shownBy(0, "begun in").waitFor();
      await cellOf(0).locator(".jp-InputPrompt", { hasText: "[*]" }).waitFor();
      await shownBy(0, /Turning/).waitFor();
      await lab.screenshot("sessions-reloaded");
      writeProjectFile(root, "hurry", "");
      await shownBy(0, "turned 120").waitFor();
      const results = page.locator(".jp-OutputArea-executeResult .jp-OutputArea-output");
      await expect
        .poll(() => results.allInnerTexts(), { timeout: 60_000 })
        .toEqual(["240", "120", "121"]);
      await lab.screenshot("sessions-finished");
      const prompts = await page.locator(".jp-CodeCell .jp-InputPrompt").allInnerTexts();
      expect(prompts).toEqual(["[1]:", "[2]:", "[3]:"]);
      expect(await run(1)).toBe("120");
      await lab.execute("docmanager:save");
      expect(lab.problems()).toEqual([]);
    });

    test("opening a notebook whose kernel runs nothing asks that kernel nothing", async () => {
      const { page } = lab;
      const before = lab.sent.length;
      await page.reload();
      await cellOf(1).waitFor();
      await lab.kernelReady();
      expect(lab.sent.slice(before).filter((type) => /^(?:comm|execute)_/.test(type))).toEqual([]);
      await shownBy(0, "turned 120").waitFor();
      expect(lab.problems()).toEqual([]);
    });
  },
);
