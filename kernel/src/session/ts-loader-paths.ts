import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type typescript from "typescript";

/** What a specifier may stand for in TypeScript but not in Node: `./x.js` or `./x` for `x.ts`, `./folder`. */
const REPLACEMENTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.js$/, [".ts", ".tsx"]],
  [/\.jsx$/, [".tsx"]],
  [/\.mjs$/, [".mts"]],
  [/\.cjs$/, [".cts"]],
  [/$/, [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"]],
  [/\/?$/, ["/index.ts", "/index.tsx", "/index.js", "/index.mjs"]],
];

/** The file that TypeScript takes a file URL for, when Node finds none. */
export function typeScriptFile(url: string): string | undefined {
  const path = fileURLToPath(url);
  for (const [ending, replacements] of REPLACEMENTS) {
    if (!ending.test(path)) continue;
    for (const replacement of replacements) {
      const candidate = path.replace(ending, replacement);
      if (existsSync(candidate)) return pathToFileURL(candidate).href;
    }
  }
  return undefined;
}

/**
 * Whether a bare specifier's package is there for a file. Node is not asked about what is not: it would remember the
 * missing package.json, and the package could not be installed in a running notebook.
 */
export function isInstalled(specifier: string, from: string): boolean {
  if (specifier.startsWith("#") || specifier.includes(":")) return true;
  const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  for (let up = dirname(fileURLToPath(from)); ; up = dirname(up)) {
    if (existsSync(join(up, "node_modules", name))) return true;
    const manifest = join(up, "package.json");
    if (existsSync(manifest) && readFileSync(manifest, "utf8").includes(`"${name}"`)) return true;
    if (dirname(up) === up) return false;
  }
}

interface PathMapping {
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly base: string;
}

const mappings = new Map<string, PathMapping | undefined>();

function nearestConfig(folder: string): string | undefined {
  for (let up = folder; ; up = dirname(up)) {
    const path = join(up, "tsconfig.json");
    if (existsSync(path)) return path;
    if (dirname(up) === up) return undefined;
  }
}

function readMapping(config: string, kernelFile: string): PathMapping | undefined {
  // Most have no paths; the compiler is loaded only for those that may.
  if (!/"(paths|extends)"/.test(readFileSync(config, "utf8"))) return undefined;
  const ts = createRequire(kernelFile)("typescript") as typeof typescript;
  const read = ts.readConfigFile(config, (path) => ts.sys.readFile(path));
  const host = { ...ts.sys, readDirectory: () => [] };
  const { options } = ts.parseJsonConfigFileContent(
    read.config ?? {},
    host,
    dirname(config),
    undefined,
    config,
  );
  if (!options.paths) return undefined;
  const bases: unknown[] = [Reflect.get(options, "baseUrl"), options["pathsBasePath"]];
  const base = bases.find((each) => typeof each === "string") ?? dirname(config);
  return { paths: options.paths, base };
}

/**
 * Files that `paths` of the nearest tsconfig.json names for a bare specifier, best match first.
 *
 * @param from - URL of the importing file, or of one in the notebook's folder
 */
export function mappedFiles(specifier: string, from: string, kernelFile: string): string[] {
  const config = nearestConfig(dirname(fileURLToPath(from)));
  if (config === undefined) return [];
  if (!mappings.has(config)) mappings.set(config, readMapping(config, kernelFile));
  const mapping = mappings.get(config);
  if (!mapping) return [];
  const found: { rank: number; files: string[] }[] = [];
  for (const [pattern, targets] of Object.entries(mapping.paths)) {
    const [before, after] = pattern.split("*");
    const isMatch =
      after === undefined
        ? specifier === pattern
        : specifier.length >= before!.length + after.length &&
          specifier.startsWith(before!) &&
          specifier.endsWith(after);
    if (!isMatch) continue;
    const star =
      after === undefined ? "" : specifier.slice(before!.length, specifier.length - after.length);
    const files = targets.map(
      (target) => pathToFileURL(resolve(mapping.base, target.replace("*", star))).href,
    );
    found.push({ rank: after === undefined ? Infinity : before!.length, files });
  }
  return found.sort((left, right) => right.rank - left.rank).flatMap((each) => each.files);
}
