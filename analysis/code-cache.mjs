// V8's code of the bundled library, kept beside it: reading and compiling the source is most of what an import takes.
// V8 takes it only for this very source, its own version and flags; else it compiles as ever.
// node analysis/code-cache.mjs <script>: runs a small analysis with the script, and keeps what it compiled.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Script } from "node:vm";

export const HEAD = "(function (exports, require, module, __filename) {";
export const TAIL = "\n})";

/** The ES module that is imported: it runs `script`, a CommonJS file beside it, and hands on its exports. */
export function doorOf(script, names) {
  return `// As ES modules they would load streams, too.
const [{ readFileSync }, { createRequire }, { fileURLToPath }, { Script }] = [
  "fs",
  "module",
  "url",
  "vm",
].map((name) => process.getBuiltinModule(name));

const filename = fileURLToPath(new URL(${JSON.stringify(`./${script}`)}, import.meta.url));
const source = ${JSON.stringify(HEAD)} + readFileSync(filename, "utf8") + ${JSON.stringify(TAIL)};
const module = { exports: {} };
const script = new Script(source, { filename, cachedData: keptCode() });
script.runInThisContext()(module.exports, createRequire(filename), module, filename);

function keptCode() {
  try {
    return readFileSync(filename + ".code");
  } catch {
    return undefined;
  }
}

export const { ${names.join(", ")} } = module.exports;
`;
}

if (process.argv[1] === import.meta.filename) await keepCode(process.argv[2]);

async function keepCode(filename) {
  const script = new Script(HEAD + readFileSync(filename, "utf8") + TAIL, { filename });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(filename), module, filename);
  await useLibrary(module.exports);
  writeFileSync(`${filename}.code`, script.createCachedData());
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
