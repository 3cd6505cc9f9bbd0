import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const REGISTRY_FILE = "genobook.datasets.yaml";

/** What the project's registry says of a file. */
export interface RegisteredAs {
  readonly id: string;
  /** Relative to the registry's folder. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly licence: string | undefined;
  readonly citation: string | undefined;
}

/** Files of the registry in a notebook's folder or the nearest above it, by absolute path; none when it cannot be read. */
export async function registeredFiles(folder: string): Promise<ReadonlyMap<string, RegisteredAs>> {
  const registry = registryOf(resolve(folder));
  if (registry === undefined) return new Map();
  const { data } = await import("@genobook/analysis");
  const list = await data.registered({ registry }).catch(() => undefined);
  return new Map(
    (list?.entries ?? []).flatMap(({ id, files, licence, citation }) =>
      files.map(({ path, sha256, bytes }) => [
        join(dirname(registry), path),
        { id, path, sha256, bytes, licence, citation },
      ]),
    ),
  );
}

function registryOf(folder: string): string | undefined {
  const path = join(folder, REGISTRY_FILE);
  if (existsSync(path)) return path;
  return dirname(folder) === folder ? undefined : registryOf(dirname(folder));
}
