import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DeviceUnavailableError } from "../../errors.ts";
import type { WebGpuPackage } from "./webgpu-interface.ts";

/** Imports a module by name or URL; tests put a failing one in its place. */
export type Importer = (specifier: string) => Promise<unknown>;

/** The release that is tested; the next may need a newer libc (0.6.0 and 0.6.1 do). */
const PACKAGE = "webgpu";
const VERSION = "0.6.2";

const importModule: Importer = (specifier) => import(specifier);

/**
 * The `webgpu` package, from beside this library or from the notebook's folder: it has 137 MB for all platforms and is
 * not part of the Python wheel.
 *
 * @throws DeviceUnavailableError when it is not installed or does not load
 */
export async function loadWebGpu(
  importer: Importer = importModule,
  folder: string = process.cwd(),
): Promise<WebGpuPackage> {
  try {
    return (await importer(PACKAGE)) as WebGpuPackage;
  } catch (cause) {
    if (!isAbsent(cause)) throw unloadable(cause);
  }
  let path: string;
  try {
    path = createRequire(join(folder, "notebook.js")).resolve(PACKAGE);
  } catch (cause) {
    throw notInstalled(cause);
  }
  try {
    return (await importer(pathToFileURL(path).href)) as WebGpuPackage;
  } catch (cause) {
    throw unloadable(cause);
  }
}

/** True when the package itself is missing, not a file in it. */
function isAbsent(cause: unknown): boolean {
  const { code, message } = cause as { code?: string; message?: string };
  return code === "ERR_MODULE_NOT_FOUND" && (message ?? "").includes(`'${PACKAGE}'`);
}

function notInstalled(cause: unknown): DeviceUnavailableError {
  return new DeviceUnavailableError(
    {
      what: "The npm package webgpu is not installed.",
      why: "It drives the GPU and is optional: it is large, and not every machine has a GPU.",
      remedy: `Run npm install ${PACKAGE}@${VERSION} in the notebook's folder, or compute on the CPU.`,
    },
    { cause },
  );
}

function unloadable(cause: unknown): DeviceUnavailableError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const symbol = /(GLIBCXX|GLIBC|CXXABI)_[\d.]+/.exec(message)?.[0];
  if (symbol !== undefined) {
    return new DeviceUnavailableError(
      {
        what: "The npm package webgpu does not load on this system.",
        why: `It needs ${symbol}, which the system's C or C++ library does not have.`,
        remedy: `Install webgpu@${VERSION} exactly (glibc 2.34, libstdc++ 3.4.30: Debian 12, Ubuntu 22.04 or newer), or compute on the CPU.`,
      },
      { cause },
    );
  }
  if (/dawn\.node|dlopen|invalid ELF|musl/i.test(message)) {
    return new DeviceUnavailableError(
      {
        what: "The npm package webgpu does not load on this system.",
        why: `It has no working binary for ${process.platform}-${process.arch}: ${firstLine(message)}.`,
        remedy: "Use Linux with glibc (x64, arm64), macOS or Windows, or compute on the CPU.",
      },
      { cause },
    );
  }
  return new DeviceUnavailableError(
    {
      what: "The npm package webgpu does not load.",
      why: `Importing it failed: ${firstLine(message)}.`,
      remedy: `Reinstall it with npm install ${PACKAGE}@${VERSION}, or compute on the CPU.`,
    },
    { cause },
  );
}

const firstLine = (text: string): string => text.split("\n")[0].replace(/[.\s]+$/, "");
