import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installKernelspecs } from "../src/install.ts";
import { KERNEL_NAMES } from "../src/kernelspec.ts";

const python = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
const suite = fileURLToPath(new URL("./jupyter_kernel_test_genobook.py", import.meta.url));
const isInstalled =
  existsSync(python) && spawnSync(python, ["-c", "import jupyter_kernel_test"]).status === 0;

let prefix: string;
beforeAll(() => {
  prefix = mkdtempSync(join(tmpdir(), "genobook-kernelspecs-"));
  installKernelspecs({ kind: "prefix", prefix });
});
afterAll(() => rmSync(prefix, { recursive: true, force: true }));

// Pager messages are deprecated in the protocol and not declared; nothing else is left out.
describe.skipIf(!isInstalled)("jupyter_kernel_test (needs it in .venv)", () => {
  test.each(KERNEL_NAMES)("%s passes", (kernel) => {
    const { status, stderr } = spawnSync(python, [suite], {
      encoding: "utf8",
      timeout: 110_000,
      env: {
        ...process.env,
        JUPYTER_PATH: join(prefix, "share", "jupyter"),
        GENOBOOK_TEST_KERNEL: kernel,
      },
    });
    expect(stderr).toMatch(/Ran \d+ tests/);
    expect(stderr).toMatch(/\nOK \(skipped=1\)/);
    expect(status).toBe(0);
  });
});
