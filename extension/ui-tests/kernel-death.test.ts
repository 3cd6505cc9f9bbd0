import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile } from "./project.ts";

/** What the type check says about a name of the kernel before. */
const FORGOTTEN = /Cannot find name 'kept'/;

describe.skipIf(missingForLab !== undefined)(
  `a kernel that dies, in JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      const cells = ["process.pid", "const kept = 41; kept", "1 + 1", "kept"];
      writeProjectFile(root, "death.ipynb", notebookText(cells.map((source) => ({ source }))));
      lab = await startLab({ root });
      await lab.open("death.ipynb");
      await lab.kernelReady();
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    /** Runs one cell and gives the text of its result. */
    async function run(index: number): Promise<string> {
      const cell = lab.page.locator(".jp-NotebookPanel .jp-CodeCell").nth(index);
      await cell.locator(".cm-content").click();
      await lab.execute("notebook:run-cell");
      const output = cell.locator(".jp-OutputArea-output").first();
      await output.waitFor();
      return (await output.innerText()).trim();
    }

    test("kill -9 ends the kernel, JupyterLab starts it again, and cells run", async () => {
      const pid = Number(await run(0));
      expect(pid).toBeGreaterThan(1);
      expect(await run(1)).toBe("41");
      await lab.page.evaluate(() => {
        const { jupyterapp } = window as unknown as {
          jupyterapp: {
            shell: {
              currentWidget: {
                sessionContext: {
                  statusChanged: { connect(slot: (sender: unknown, status: string) => void): void };
                };
              };
            };
          };
        };
        const seen: string[] = [];
        Object.assign(window, { kernelStatuses: seen });
        jupyterapp.shell.currentWidget.sessionContext.statusChanged.connect((_, status) => {
          seen.push(status);
        });
      });
      process.kill(pid, "SIGKILL");
      await lab.page.waitForFunction(() =>
        (window as unknown as { kernelStatuses: string[] }).kernelStatuses.some((status) =>
          ["autorestarting", "restarting", "dead"].includes(status),
        ),
      );
      const dialog = lab.page.locator(".jp-Dialog");
      if (await dialog.isVisible()) {
        await lab.screenshot("kernel-death-dialog");
        await dialog.locator(".jp-mod-accept").click();
      }
      await lab.kernelConnected();
      expect(await run(2)).toBe("2");
      await lab.kernelReady();
      expect(await run(3)).toMatch(FORGOTTEN);
      expect(() => process.kill(pid, 0)).toThrow("ESRCH");
      expect(lab.problems()).toEqual([]);
    });

    test("a restart that the user asks for forgets the names and runs again", async () => {
      await run(1);
      const restarted = lab.execute("kernelmenu:restart");
      await lab.page.locator(".jp-Dialog .jp-mod-accept", { hasText: "Restart" }).click();
      await restarted;
      await lab.kernelReady();
      expect(await run(3)).toMatch(FORGOTTEN);
      expect(await run(2)).toBe("2");
      expect(lab.problems()).toEqual([]);
    });
  },
);
