import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPython, prefixDataFolder, runPython, userDataFolder } from "./jupyter-paths.ts";
import { KERNEL_NAMES, kernelSpec } from "./kernelspec.ts";

/** Which Jupyter learns of the kernels: one environment's, or the user's. */
export type InstallTarget =
  | { readonly kind: "user" }
  | { readonly kind: "sys-prefix" }
  | { readonly kind: "prefix"; readonly prefix: string };

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="Genobook">
  <rect width="64" height="64" rx="10" fill="#1f6f8b"/>
  <g fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round">
    <path d="M22 8c0 16 20 16 20 24s-20 8-20 24"/><path d="M42 8c0 16-20 16-20 24s20 8 20 24"/>
    <path d="M25 14h14M25 50h14M28 26h8M28 38h8" stroke-width="3" stroke="#ffd166"/>
  </g>
</svg>
`;

/**
 * Writes the kernelspecs, with the absolute paths of this Node and this kernel.
 *
 * @returns the folders written
 */
export function installKernelspecs(target: InstallTarget): string[] {
  const kernels = join(dataFolder(target), "kernels");
  return KERNEL_NAMES.map((name) => {
    const folder = join(kernels, name);
    const temporary = `${folder}.new-${process.pid}`;
    mkdirSync(temporary, { recursive: true });
    writeFileSync(join(temporary, "kernel.json"), `${JSON.stringify(kernelSpec(name), null, 2)}\n`);
    writeFileSync(join(temporary, "logo-svg.svg"), LOGO);
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
    return folder;
  });
}

function dataFolder(target: InstallTarget): string {
  switch (target.kind) {
    case "user":
      return userDataFolder();
    case "prefix":
      return prefixDataFolder(target.prefix);
    case "sys-prefix": {
      const python = findPython();
      const prefix = python && runPython(python, "import sys; print(sys.prefix)");
      if (!prefix) {
        throw new Error("No Python was found. Activate an environment, or give --prefix <folder>.");
      }
      return prefixDataFolder(prefix);
    }
  }
}
