// Joins the compiled library into few files, as Node takes about a millisecond to load each: node analysis/bundle.mjs
// In goes dist/, out comes dist/bundle/: the door of the package and its code, and what workers load. All code is CommonJS,
// whose compiled form can be kept; what few notebooks use lies in files that are loaded when first touched.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { commonJsDoorOf, doorOf, IMPORT, scriptOf } from "./code-cache.mjs";
import { laterFile, laterModules, laterNamespaces } from "./later-modules.mjs";

const dist = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "dist"));
const folder = join(dist, "bundle");

const WORKER_MODULE = /compiledModule\(\s*"(.+?)"/g;
const commonJs = (name) => name.replace(/\.js$/, ".cjs");

/** Modules that workers load by URL, as `compiledModule("./name.js", import.meta.url)` names them. */
function workerModules() {
  const found = new Set();
  for (const path of readdirSync(dist, { recursive: true })) {
    if (!path.endsWith(".js") || path.startsWith("bundle")) continue;
    const code = readFileSync(join(dist, path), "utf8");
    for (const [, name] of code.matchAll(WORKER_MODULE)) found.add(join(dirname(path), name));
  }
  return [...found];
}

const ROOT = "__BUNDLE_ROOT__";
const moduleUrls = {
  name: "module-urls",
  // What a module finds beside itself it finds beside its old place, wherever its code has gone; what workers load, in
  // the bundle.
  transform(code, id) {
    if (!/^(?! \*).*import\.meta\.url/m.test(code)) return null;
    const place = relative(dist, id);
    const base = code.includes("compiledModule(") ? place : `../${place}`;
    return code
      .replaceAll(WORKER_MODULE, (call, name) => call.replace(name, commonJs(name)))
      .replaceAll("import.meta.url", `new URL(${JSON.stringify(base)}, ${ROOT}).href`);
  },
  renderChunk(code, { fileName }) {
    const up = "../".repeat(fileName.split("/").length - 1) || "./";
    const own = 'require("node:url").pathToFileURL(__filename)';
    return code.replaceAll(ROOT, `new URL(${JSON.stringify(up)}, ${own})`);
  },
};

/** One bundle: its doors by the files that they become, and what they share in files named after it and the groups. */
async function joinFiles(name, doors, groups, ...plugins) {
  const bundle = await rolldown({
    input: Object.fromEntries(doors.map(([file, id]) => [file.slice(0, -4), id])),
    platform: "node",
    external: ["webgpu"],
    plugins: [moduleUrls, ...plugins],
    // In one file with all else, what workers import() is there already.
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await bundle.write({
    dir: folder,
    format: "cjs",
    banner: '"use strict";',
    entryFileNames: "[name].cjs",
    chunkFileNames: `${name}-[name].cjs`,
    // Documentation is in the declarations: an eighth less to read at every start.
    comments: { jsdoc: false, legal: true },
    codeSplitting: { groups },
  });
  return output.filter(({ type }) => type === "chunk");
}

const LIBRARY = "index.cjs";
rmSync(folder, { recursive: true, force: true });
// Workers start in half the time when they do not load what only the main thread needs, nor the loader of ES modules.
// Browsers load io/describe.js as it is: here it would share a file with what only Node can load.
const later = laterModules(dist);
const doors = [[LIBRARY, join(dist, "index.js")], ...later.doors];
const groups = [
  { name: "at-once", test: later.isAtOnce, priority: 2 },
  { name: "shared", minShareCount: 2, priority: 1 },
];
const library = await joinFiles("library", doors, groups, later.plugin);
// Code of workers lies in one file, which is kept compiled, but for what few of them run: it would cost each start.
const isCommon = (id) => !/\/(dist\/(mr|prs)|ml-matrix)\//.test(id);
const workerFiles = await joinFiles(
  "worker",
  workerModules().map((path) => [commonJs(path), join(dist, path)]),
  [{ name: "shared", minShareCount: 1, test: isCommon }],
);
const files = [...library, ...workerFiles];
for (const { fileName, code } of library) {
  // Types in comments import, too.
  if (/^(?!\s*(\*|\/\/)).*\bimport\(/m.test(code))
    throw new Error(`${fileName}: code that V8 kept cannot import().`);
  writeFileSync(join(folder, fileName), scriptOf(code));
}
const namesIn = (file) => library.find(({ fileName }) => fileName === file).exports;
const laterNames = laterNamespaces(dist).map((name) => {
  const file = laterFile(name);
  return { name, file, names: namesIn(file) };
});
writeFileSync(join(folder, "index.js"), doorOf(LIBRARY, namesIn(LIBRARY), laterNames));
const [workers, workerDoor] = ["worker-code.cjs", "worker-shared.cjs"];
const workerCode = readFileSync(join(folder, workerDoor), "utf8");
writeFileSync(join(folder, workers), scriptOf(workerCode.replaceAll(/\bimport\(/g, `${IMPORT}(`)));
writeFileSync(join(folder, workerDoor), commonJsDoorOf(workers));
const bytes = files.reduce((sum, { code }) => sum + code.length, 0);
console.log(
  `${files.length} files, ${Math.round(bytes / 1024)} KiB in ${relative(process.cwd(), folder)}`,
);

// In a process of its own, which has compiled nothing else.
const keeper = fileURLToPath(new URL("code-cache.mjs", import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [keeper, folder, workerDoor, workers, LIBRARY, ...library.map(({ fileName }) => fileName)],
  { stdio: "inherit" },
);
process.exitCode = status ?? 1;
