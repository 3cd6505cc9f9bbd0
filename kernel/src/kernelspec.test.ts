import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { expect, test } from "vitest";
import { nodeVersion } from "./doctor.ts";
import { installKernelspecs } from "./install.ts";
import { userDataFolder } from "./jupyter-paths.ts";
import { kernelArguments } from "./kernelspec.ts";
import { hasContextFrames } from "./session/tracker.ts";

test("installing twice leaves both kernelspecs, with absolute paths and message interrupts", () => {
  const prefix = mkdtempSync(join(tmpdir(), "genobook-install-"));
  installKernelspecs({ kind: "prefix", prefix });
  const folders = installKernelspecs({ kind: "prefix", prefix });
  const specs = folders.map(
    (folder) =>
      JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")) as {
        argv: string[];
        display_name: string;
        interrupt_mode: string;
        env: Record<string, string>;
      },
  );
  rmSync(prefix, { recursive: true });
  expect(specs.map((spec) => spec.display_name)).toEqual([
    "TypeScript (Genobook)",
    "TypeScript (tslab)",
  ]);
  expect(specs.map((spec) => spec.env["GENOBOOK_LANGUAGE"])).toEqual(["typescript", "tslab"]);
  for (const { argv, interrupt_mode } of specs) {
    expect(interrupt_mode).toBe("message");
    expect(argv.at(-1)).toBe("{connection_file}");
    expect(isAbsolute(argv[0]) && isAbsolute(argv.at(-2)!)).toBe(true);
  }
});

test("Node 22 gets the flag that makes AsyncLocalStorage safe, and it is then used", () => {
  expect(kernelArguments("20.20.2")).not.toContain("--experimental-async-context-frame");
  expect(kernelArguments("22.23.3")).toContain("--experimental-async-context-frame");
  expect(kernelArguments("24.21.0")).not.toContain("--experimental-async-context-frame");
  expect(hasContextFrames("20.20.2", kernelArguments("20.20.2"))).toBe(false);
  expect(hasContextFrames("22.23.3", kernelArguments("22.23.3"))).toBe(true);
  expect(hasContextFrames("22.23.3", [])).toBe(false);
  expect(hasContextFrames("24.21.0", [])).toBe(true);
});

test("an old Node is named with the version to install", () => {
  expect(nodeVersion("18.20.0").remedy).toMatch(/20\.19/);
  expect(nodeVersion("20.18.9").remedy).toMatch(/20\.19/);
  expect(nodeVersion("20.19.0").remedy).toBeUndefined();
  expect(nodeVersion("24.0.0").remedy).toBeUndefined();
});

test("the user's data folder follows each platform", () => {
  expect(userDataFolder("linux", { XDG_DATA_HOME: "/x" })).toBe(join("/x", "jupyter"));
  expect(userDataFolder("win32", { APPDATA: "/a" })).toBe(join("/a", "jupyter"));
  expect(userDataFolder("darwin", {})).toMatch(/Library.Jupyter$/);
  expect(userDataFolder("linux", { JUPYTER_DATA_DIR: "/own" })).toBe("/own");
});
