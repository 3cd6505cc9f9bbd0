import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && readFileSync(manifest, "utf8").includes('"@genobook/kernel"')) {
      return folder;
    }
    if (dirname(folder) === folder) return from;
  }
}

/** Folder of the kernel's own package, whether it runs from `src` or `dist`. */
export const KERNEL_ROOT: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** A file in the kernel's package: what the kernel's own dependencies are resolved from. */
export const KERNEL_FILE: string = join(KERNEL_ROOT, "package.json");

export const requireFromKernel: NodeJS.Require = createRequire(KERNEL_FILE);

/** Packages that are always the kernel's own single instance, whatever the notebook's folder holds. */
export function isKernelPackage(specifier: string): boolean {
  return /^(@genobook\/[^/]+|tslab)(\/|$)/.test(specifier);
}

/** The module behind `import * as tslab from "tslab"`: the built file if there is one, else its source. */
export function tslabFacade(kind: "module" | "types"): string | undefined {
  const built = kind === "types" ? "dist/display/tslab.d.ts" : "dist/display/tslab.js";
  return [built, "src/display/tslab.ts"]
    .map((path) => join(KERNEL_ROOT, path))
    .find((path) => existsSync(path));
}
