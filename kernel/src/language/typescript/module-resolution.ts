import { posix } from "node:path";
import ts from "#typescript";
import { KERNEL_FILE, isKernelPackage, tslabFacade } from "../kernel-package.ts";

type Resolution = ts.ResolvedModuleWithFailedLookupLocations;

const slashes = (path: string): string => path.replaceAll("\\", "/");

export interface ModuleResolver {
  resolve(specifier: string, from: string): Resolution;
  cache(): ts.ModuleResolutionCache;
  /** Forgets what was looked up, so that files and packages that came since are found. */
  refresh(): void;
}

function found(file: string): Resolution {
  const extension = file.endsWith(".d.ts") ? ts.Extension.Dts : ts.Extension.Ts;
  return { resolvedModule: { resolvedFileName: slashes(file), extension } };
}

/**
 * Finds the types of a module where the session's importer finds its code: from the importing file, then from the
 * kernel's package; `@genobook/*` and `tslab` always from the kernel's.
 */
export function createModuleResolver(
  cwd: string,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
  isCell: (file: string) => boolean,
): ModuleResolver {
  let cache = ts.createModuleResolutionCache(cwd, (name) => name, options);
  const lookUp = (specifier: string, from: string): Resolution =>
    ts.resolveModuleName(specifier, from, options, host, cache);
  return {
    resolve(specifier, from) {
      if (specifier.startsWith("./__cell")) {
        const file = posix.join(posix.dirname(from), `${specifier}.ts`);
        if (isCell(file)) return found(file);
      }
      if (isKernelPackage(specifier)) {
        const facade = specifier === "tslab" ? tslabFacade("types") : undefined;
        if (facade !== undefined) return found(facade);
        return lookUp(specifier, slashes(KERNEL_FILE));
      }
      const near = lookUp(specifier, from);
      const isBare = !/^(\.|\/|[a-zA-Z]:|node:|#)/.test(specifier);
      if (near.resolvedModule !== undefined || !isBare || from.includes("/node_modules/")) {
        return near;
      }
      const own = lookUp(specifier, slashes(KERNEL_FILE));
      return own.resolvedModule === undefined ? near : own;
    },
    cache: () => cache,
    refresh() {
      cache = ts.createModuleResolutionCache(cwd, (name) => name, options);
    },
  };
}
