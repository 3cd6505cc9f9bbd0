// npm run bench -- [suite] [options]: each suite is a script of its own; without a name all of them run, one after another.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { machine, writeSection } from "./results-file.mjs";

const SUITES = {
  gwas: "gwas.mjs",
  gpu: "gpu.mjs",
  kernels: "kernels.mjs",
  methods: "methods.mjs",
  mr: "mr.mjs",
  prs: "prs.mjs",
  kernel: "../../kernel/bench/run.mjs",
};

/** Suites whose output is kept as it is printed. */
const PRINTED = { gpu: "The GPU", kernels: "The kernels of a linear scan" };

const [first = "", ...others] = process.argv.slice(2);
const isNamed = first !== "" && !first.startsWith("--");
if (isNamed && !(first in SUITES)) {
  console.error(`There is no suite ${first}: ${Object.keys(SUITES).join(", ")}.`);
  process.exit(2);
}
const names = isNamed ? [first] : Object.keys(SUITES);
const options = isNamed ? others : process.argv.slice(2);
for (const name of names) {
  const script = fileURLToPath(new URL(SUITES[name], import.meta.url));
  if (!existsSync(script)) {
    console.error(`${name}: ${SUITES[name]} is not there.`);
    process.exitCode = 1;
    continue;
  }
  console.log(`# ${name}`);
  const isKept = name in PRINTED && options.includes("--write");
  const stdio = ["inherit", isKept ? "pipe" : "inherit", "inherit"];
  const { status, stdout } = spawnSync(process.execPath, [script, ...options], { stdio });
  if (status !== 0) process.exitCode = 1;
  else if (isKept) {
    process.stdout.write(stdout);
    const text = stdout.toString().trim();
    writeSection(name, `## ${PRINTED[name]}\n\n${machine()}.\n\n\`\`\`text\n${text}\n\`\`\``);
  }
}
