// V8's code of the bundled library and of its workers, kept beside them: reading and compiling the source is most of what
// an import takes. V8 takes it only for this very source, its own version and flags; else it compiles as ever.
// node analysis/code-cache.mjs <script> <door of workers> <their script>: runs a small analysis, and keeps what it compiled.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** Statements that make the Script `script` of the file `filename`, with the code that was kept of it. */
const SCRIPT = `const source = readFileSync(filename, "latin1");
const script = new Script(source, { filename, cachedData: keptCode() });

function keptCode() {
  try {
    return readFileSync(filename + ".code");
  } catch {
    return undefined;
  }
}
`;

/** The ES module that is imported: it runs `script`, a file of `scriptOf` beside it, and hands on its exports. */
export function doorOf(script, names) {
  return `// As ES modules they would load streams, too.
const [{ readFileSync }, { createRequire }, { fileURLToPath }, { Script }] = [
  "fs",
  "module",
  "url",
  "vm",
].map((name) => process.getBuiltinModule(name));

const filename = fileURLToPath(new URL(${JSON.stringify(`./${script}`)}, import.meta.url));
${SCRIPT}
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(filename), module, filename);

export const { ${names.join(", ")} } = module.exports;
`;
}

/** The same for those that require it; it also imports for its script. */
export function commonJsDoorOf(script) {
  return `"use strict";
const { readFileSync } = require("fs");
const { Script } = require("vm");

const filename = require("path").join(__dirname, ${JSON.stringify(script)});
${SCRIPT}
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

/** `door` is that of the script of workers. */
async function keepCode(filename, door, workers) {
  const script = new Script(readFileSync(filename, "latin1"), { filename });
  const module = { exports: {} };
  const usual = readFileSync(door, "utf8");
  writeFileSync(door, keepingDoorOf(workers));
  try {
    script.runInThisContext()(module.exports, createRequire(filename), module, filename);
    await useLibrary(module.exports);
    writeFileSync(`${filename}.code`, script.createCachedData());
  } finally {
    writeFileSync(door, usual);
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
