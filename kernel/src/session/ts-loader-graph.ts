import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A file beside the notebook, reached from a cell. */
interface TrackedFile {
  /** Modification time of what was loaded. */
  mtimeMs: number;
  /** Goes into the URL: Node caches modules by URL. */
  version: number;
  readonly imports: Set<string>;
}

const files = new Map<string, TrackedFile>();

const withoutQuery = (url: string): string => url.replace(/[?#].*$/, "");

const modified = (url: string): number =>
  statSync(fileURLToPath(url), { throwIfNoEntry: false })?.mtimeMs ?? 0;

export const isTracked = (url: string | undefined): boolean =>
  url !== undefined && files.has(withoutQuery(url));

function reachable(url: string, seen = new Set<string>()): Set<string> {
  if (seen.has(url) || !files.has(url)) return seen;
  seen.add(url);
  for (const next of files.get(url)!.imports) reachable(next, seen);
  return seen;
}

/** Gives new versions to what was edited below a file and to everything that imports it, at any depth. */
function refresh(root: string): void {
  const below = [...reachable(root)];
  const stale = new Set(below.filter((url) => modified(url) !== files.get(url)!.mtimeMs));
  let before = -1;
  while (stale.size > before) {
    before = stale.size;
    for (const url of below) {
      if ([...files.get(url)!.imports].some((next) => stale.has(next))) stale.add(url);
    }
  }
  for (const url of stale) {
    const file = files.get(url)!;
    file.version += 1;
    file.mtimeMs = modified(url);
    file.imports.clear();
  }
}

/**
 * The URL under which a file's present text is a module.
 *
 * @param url - of the file
 * @param importer - URL of the tracked file that imports it; none when a cell does
 */
export function trackedUrl(url: string, importer: string | undefined): string {
  const plain = withoutQuery(url);
  if (!files.has(plain)) {
    files.set(plain, { mtimeMs: modified(plain), version: 0, imports: new Set() });
  } else if (importer === undefined) refresh(plain);
  if (importer !== undefined) files.get(withoutQuery(importer))?.imports.add(plain);
  const { version } = files.get(plain)!;
  return version === 0 ? plain : `${plain}?genobook=${version}`;
}
