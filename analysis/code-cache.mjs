// V8's code of the bundled library and of its workers, kept beside them: reading and compiling the source is most of what
// an import takes. V8 takes it only for this very source, its own version and flags; else it compiles as ever.
// node analysis/code-cache.mjs <folder> <door of workers> <their script> <scripts of the library>: runs a small analysis, and keeps what it compiled.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { Script } from "node:vm";

/** What kept code calls in place of import(), which it cannot. */
export const IMPORT = "importModuleHere";

/** A script that gives the function whose body is the CommonJS `code`: ASCII, one byte a character, which V8 need not decode. */
export function scriptOf(code) {
  const ascii = code.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `(function (exports, require, module, __filename, ${IMPORT}) {${ascii}\n})`;
}

/** The Script of a file of `scriptOf`, with the code that was kept of it. This and what follows is also the text of doors. */
function scriptIn(filename) {
  const source = readFileSync(filename, "latin1");
  return new Script(source, { filename, cachedData: keptCode(filename) });
}

function keptCode(filename) {
  try {
    return readFileSync(`${filename}.code`);
  } catch {
    return undefined;
  }
}

/** What the files of `folder` require: each other, and each runs once, whoever needs it first; all else is Node's. */
function loaderIn(folder, requireFromHere, loaded) {
  return function load(name) {
    if (!name.startsWith("./")) return requireFromHere(name);
    const found = loaded.get(name);
    if (found) return found.module.exports;
    const filename = folder + name.slice(2);
    const script = scriptIn(filename);
    const module = { exports: {} };
    loaded.set(name, { script, module });
    script.runInThisContext()(module.exports, load, module, filename);
    return module.exports;
  };
}

/** What `load` makes of a file has these names, and is made when one is touched. */
function laterNamespace(load, file, names) {
  const namespace = {};
  for (const name of names)
    Object.defineProperty(namespace, name, { get: () => load(file)[name], enumerable: true });
  return Object.defineProperty(namespace, Symbol.toStringTag, { value: "Module" });
}

/** The ES module that is imported: it runs `script` beside it, and hands on its exports and those of `namespaces`. */
export function doorOf(script, exported, namespaces) {
  const later = namespaces.map(
    ({ name, file, names }) =>
      `export const ${name} = laterNamespace(load, "./${file}", ${JSON.stringify(names)});\n`,
  );
  return `// As ES modules they would load streams, too.
const [{ readFileSync }, { createRequire }, { fileURLToPath }, { Script }] = [
  "fs",
  "module",
  "url",
  "vm",
].map((name) => process.getBuiltinModule(name));

const folder = fileURLToPath(new URL("./", import.meta.url));
const load = loaderIn(folder, createRequire(import.meta.url), new Map());

${[loaderIn, scriptIn, keptCode, laterNamespace].join("\n\n")}

export const { ${exported.join(", ")} } = load("./${script}");
${later.join("")}`;
}

/** The same for those that require it; it also imports for its script. */
export function commonJsDoorOf(script) {
  return `"use strict";
const { readFileSync } = require("fs");
const { Script } = require("vm");

${[scriptIn, keptCode].join("\n\n")}

const filename = require("path").join(__dirname, ${JSON.stringify(script)});
const script = scriptIn(filename);
script.runInThisContext()(exports, require, module, filename, (specifier) => import(specifier));
`;
}

/** A door of workers that keeps what each has compiled when it has done a job; the last one stays. */
const keepingDoorOf = (script) => `${commonJsDoorOf(script)}
const { renameSync, writeFileSync } = require("fs");
const { parentPort, threadId } = require("worker_threads");
const post = parentPort.postMessage;
parentPort.postMessage = function (message) {
  if (message.type === "ended") {
    writeFileSync(filename + threadId, script.createCachedData());
    renameSync(filename + threadId, filename + ".code");
  }
  post.call(this, message);
};
`;

if (process.argv[1] === import.meta.filename) await keepCode(...process.argv.slice(2));

/** `door` and `workers` are those of workers, `scripts` those of the library, its own first. */
async function keepCode(folder, door, workers, ...scripts) {
  const doorPath = join(folder, door);
  const usual = readFileSync(doorPath, "utf8");
  const loaded = new Map();
  const load = loaderIn(folder + sep, createRequire(doorPath), loaded);
  writeFileSync(doorPath, keepingDoorOf(workers));
  try {
    const [library] = scripts.map((script) => load(`./${script}`));
    await useLibrary(library);
    for (const [name, { script }] of loaded)
      writeFileSync(join(folder, `${name}.code`), script.createCachedData());
  } finally {
    writeFileSync(doorPath, usual);
  }
  process.exit(0);
}

/** What most notebooks do first: functions that have run are kept compiled. */
async function useLibrary({ data, gwas }) {
  const folder = mkdtempSync(join(tmpdir(), "genobook-code-"));
  try {
    const stem = join(folder, "cohort");
    const { genotypes, phenotypes } = await data.simulate({
      seed: 1,
      samples: 2000,
      variants: 2000,
    });
    await data.writePlink1(genotypes, stem);
    await data.writePhenotypes(phenotypes, `${stem}.tsv`);
    const trait = Object.keys(phenotypes.columns)[0];
    const options = {
      genotypes: await data.genotypes(`${stem}.bed`),
      phenotypes: await data.phenotypes(`${stem}.tsv`),
    };
    await gwas.linear({ ...options, trait });
    await gwas.linear({ ...options, traits: [trait], out: { path: join(folder, "{trait}.tsv") } });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
