// What of the library is loaded when first touched: most scans run none of it, and each start would pay for it.
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

/** Namespaces that are loaded with the library. */
const AT_ONCE = ["data", "gwas", "compute"];
/** Modules of nothing but functions, by the part that is loaded when one of them is called. */
const PARTS = {
  registry: ["registry/registry-text.js", "registry/file-hash.js"],
  "summary-statistics": [
    "sumstats/read-summary-statistics.js",
    "sumstats/browse/preview-rows.js",
    "sumstats/browse/select-rows.js",
    "sumstats/browse/describe-column.js",
    "sumstats/write.js",
  ],
  simulation: ["genotypes/simulate.js", "genotypes/simulate-trait.js"],
  "ld-store": ["ld/ld-store.js"],
  "read-scores": ["prs/scoring/read-scores.js"],
};

const NAMESPACE = /^export \* as (\w+) from "\.\/(.+)";$/gm;
const PART = "part:";
const STAND_IN = "stand-in:";

/** File of the bundle that has a later namespace or part. */
export const laterFile = (name) => `later-${name}.cjs`;

/** Names of the namespaces of the package's door in `dist` that are loaded later. */
export const laterNamespaces = (dist) => namespaces(dist).map(([name]) => name);

function namespaces(dist) {
  return [...readFileSync(join(dist, "index.js"), "utf8").matchAll(NAMESPACE)]
    .map(([, name, path]) => [name, path])
    .filter(([name]) => !AT_ONCE.includes(name));
}

/**
 * Cuts `dist` into what its door loads at once, and what is loaded later by `__LATER__("./file.cjs")`.
 *
 * `doors` are files of the bundle and modules to join in them, `isAtOnce` tells modules that the door loads at once.
 */
export function laterModules(dist) {
  const door = join(dist, "index.js");
  const atOnce = new Set();
  const plugin = {
    name: "later-modules",
    resolveId(source, importer) {
      if (source.startsWith(PART)) return source;
      if (!importer || importer.startsWith(PART) || !source.startsWith(".")) return null;
      const path = relative(dist, join(dirname(importer), source));
      return partOf(path) === undefined ? null : STAND_IN + path;
    },
    load(id) {
      if (id.startsWith(PART)) return wholePart(dist, id.slice(PART.length));
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
  const doors = [
    ...namespaces(dist).map(([name, path]) => [laterFile(name), join(dist, path)]),
    ...Object.keys(PARTS).map((part) => [laterFile(part), PART + part]),
  ];
  return { plugin, doors, isAtOnce: (id) => atOnce.has(id) };
}

const partOf = (path) => Object.keys(PARTS).find((part) => PARTS[part].includes(path));

const wholePart = (dist, part) =>
  PARTS[part].map((path) => `export * from ${JSON.stringify(join(dist, path))};`).join("\n");

/** Functions of the same names, each of which loads the part of the module and calls what it stands for. */
async function standIn(dist, path) {
  const functions = Object.entries(await import(pathToFileURL(join(dist, path)).href));
  const code = functions.map(([name, value]) => {
    if (typeof value !== "function" || /^class\b/.test(value))
      throw new Error(`${path}: ${name} is no function, so its module cannot be loaded later.`);
    return `export function ${name}(...given) {
  return __LATER__("./${laterFile(partOf(path))}").${name}(...given);
}`;
  });
  return code.join("\n");
}
