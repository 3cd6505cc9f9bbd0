import { fileURLToPath } from "node:url";

/** The two kernels that Jupyter can start. */

export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: "typescript";
  readonly interrupt_mode: "message";
  readonly env: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Folder name of each kernelspec, which is also how notebooks name their kernel. */
export const KERNEL_NAMES = ["genobook", "genobook-tslab"] as const;
export type KernelName = (typeof KERNEL_NAMES)[number];

/**
 * Node's own options for a kernel: without the first, ending a timer callback by force aborts the process; the second
 * makes `AsyncLocalStorage` safe on Node 22.
 */
export function kernelArguments(nodeVersion: string): string[] {
  const major = Number(nodeVersion.split(".")[0]);
  const always = ["--no-force-async-hooks-checks", "--disable-warning=ExperimentalWarning"];
  return major >= 22 && major < 24 ? [...always, "--experimental-async-context-frame"] : always;
}

/** The built entry, also when this runs from `src`. */
export const MAIN_FILE: string = fileURLToPath(new URL("../dist/main.js", import.meta.url));

export function kernelSpec(
  name: KernelName,
  node: string = process.execPath,
  mainFile: string = MAIN_FILE,
): KernelSpec {
  const isTslab = name === "genobook-tslab";
  return {
    argv: [node, ...kernelArguments(process.versions.node), mainFile, "{connection_file}"],
    display_name: isTslab ? "TypeScript (tslab)" : "TypeScript (Genobook)",
    language: "typescript",
    interrupt_mode: "message",
    env: { GENOBOOK_LANGUAGE: isTslab ? "tslab" : "typescript" },
    metadata: { debugger: false },
  };
}
