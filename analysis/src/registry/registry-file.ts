import { dirname, join, relative, resolve, sep } from "node:path";
import { isLocalFile, readWholeFile, writeLocalFile } from "../io/local-file.ts";
import type { RegistryEntry } from "./entry.ts";
import { readRegistry } from "./registry-text.ts";

/** Name of a project's registry. */
const REGISTRY_NAME = "genobook.datasets.yaml";

/** A registry as it stands on disk; without a file it is empty. */
export interface Registry {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly entries: readonly RegistryEntry[];
}

/** Where the registry is said to be, when it is not looked for. */
export interface RegistryPlace {
  /** The registry's file; found in the notebook's folder or the nearest above it when left out. */
  readonly registry?: string | undefined;
}

/** The registry of the notebook's project: in its folder or the nearest above it; in its folder when there is none. */
export async function registryPath({ registry }: RegistryPlace): Promise<string> {
  if (registry !== undefined) return resolve(registry);
  const start = process.cwd();
  for (let folder = start; ; folder = dirname(folder)) {
    const path = join(folder, REGISTRY_NAME);
    if (await isLocalFile(path)) return path;
    if (dirname(folder) === folder) return join(start, REGISTRY_NAME);
  }
}

/** @throws RegistryTextError, FormatError */
export async function openRegistry(place: RegistryPlace): Promise<Registry> {
  const path = await registryPath(place);
  const text = await textAt(path);
  return { path, text, entries: readRegistry(text, path) };
}

// One change after another: each begins with what the last has written.
let changes: Promise<unknown> = Promise.resolve();
const TRIES = 5;

/**
 * Writes what `change` makes of the registry's text, whole or not at all; anew when somebody else has written meanwhile.
 *
 * @throws what `change` throws, with the file as it was
 */
export async function changeRegistry(
  place: RegistryPlace,
  change: (registry: Registry) => string,
): Promise<void> {
  const next = changes.then(async () => {
    for (let left = TRIES; ; left--) {
      const registry = await openRegistry(place);
      const text = change(registry);
      if (left > 1 && (await textAt(registry.path)) !== registry.text) continue;
      await writeLocalFile(registry.path, (append) => append(new TextEncoder().encode(text)));
      return;
    }
  });
  changes = next.catch(() => undefined);
  return next;
}

async function textAt(path: string): Promise<string> {
  if (!(await isLocalFile(path))) return "";
  return new TextDecoder().decode(await readWholeFile(path));
}

/** A file of this machine as the registry names it. */
export function registryName(registry: string, path: string): string {
  return relative(dirname(registry), resolve(path)).split(sep).join("/");
}

/** A file of the registry as this machine names it. */
export function localPath(registry: string, name: string): string {
  return resolve(dirname(registry), name);
}
