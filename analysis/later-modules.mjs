// What of the library is loaded when first touched: most notebooks and scans run none of it, and each start would pay for it.
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

/** Namespaces that are loaded with the library. */
const AT_ONCE = ["data", "gwas", "compute"];
/** Modules of functions, loaded when one is called: they import what takes long to load, for what few notebooks do. */
const FUNCTIONS = ["registry/registry-text.js", "registry/file-hash.js"];

const NAMESPACE = /^export \* as (\w+) from "\.\/(.+)";$/gm;
const STAND_IN = "later:";

/** File of the bundle whose door is the module at `path` of dist/. */
export const laterFile = (path) => `later-${path.replaceAll("/", "-").replace(/\.js$/, ".cjs")}`;

/** Namespaces of the package's door in `dist` that are loaded later, with the module of each. */
export function laterNamespaces(dist) {
  return [...readFileSync(join(dist, "index.js"), "utf8").matchAll(NAMESPACE)]
    .map(([, name, path]) => ({ name, path }))
    .filter(({ name }) => !AT_ONCE.includes(name));
}

/**
 * Cuts `dist` into what its door loads at once, and what is loaded later by `__LATER__("./file.cjs")`.
 *
 * `doors` are modules to be joined beside the door's, `isAtOnce` tells modules that the door loads at once.
 */
export function laterModules(dist) {
  const door = join(dist, "index.js");
  const namespaces = laterNamespaces(dist);
  const atOnce = new Set();
  const plugin = {
    name: "later-modules",
    resolveId(source, importer) {
      if (!importer || !source.startsWith(".")) return null;
      const path = relative(dist, join(dirname(importer), source));
      return FUNCTIONS.includes(path) ? STAND_IN + path : null;
    },
    load(id) {
      return id.startsWith(STAND_IN) ? standIn(dist, id.slice(STAND_IN.length)) : null;
    },
    // What is loaded later is no part of the door's code: index.js here makes those names of it.
    transform(code, id) {
      if (id !== door) return null;
      return code.replaceAll(NAMESPACE, (line, name) => (AT_ONCE.includes(name) ? line : ""));
    },
    buildEnd() {
      const found = [door];
      for (const id of found) {
        if (atOnce.has(id)) continue;
        atOnce.add(id);
        found.push(...this.getModuleInfo(id).importedIds);
      }
    },
    renderChunk: (code) => code.replaceAll("__LATER__(", "require("),
  };
  const doors = [...namespaces.map(({ path }) => path), ...FUNCTIONS];
  return { plugin, doors, isAtOnce: (id) => atOnce.has(id) };
}

/** Functions of the same names, each of which loads the module and calls what it stands for. */
async function standIn(dist, path) {
  const functions = Object.entries(await import(pathToFileURL(join(dist, path)).href));
  const code = functions.map(([name, value]) => {
    if (typeof value !== "function" || /^class\b/.test(value))
      throw new Error(`${path}: ${name} is no function, so its module cannot be loaded later.`);
    return `export function ${name}(...given) {
  return __LATER__("./${laterFile(path)}").${name}(...given);
}`;
  });
  return code.join("\n");
}
