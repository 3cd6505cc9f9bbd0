// Polygenic scores beside plink2, and the samplers of weights: npm run bench -- prs
// Options: --pairs N, --threads N, --shapes bed,pgen,dosages,many, --parts scoring,samplers, --quick (a hundredth of the size), --write
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { scoringRows } from "./prs-scoring.mjs";
import { machine, writeSection } from "./results-file.mjs";

const SAMPLERS = new URL("prs-samplers.mjs", import.meta.url);

const { values: options } = parseArgs({
  options: {
    pairs: { type: "string", default: "5" },
    threads: { type: "string", default: "2" },
    shapes: { type: "string" },
    parts: { type: "string", default: "scoring,samplers" },
    quick: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const chosen = options.parts.split(",");
const settings = {
  pairs: Number(options.pairs),
  threads: Number(options.threads),
  isQuick: options.quick,
  shapes: options.shapes?.split(","),
};
const parts = [];
if (chosen.includes("scoring")) parts.push(await scoringRows(settings));
if (chosen.includes("samplers") && existsSync(SAMPLERS)) {
  const { samplerRows } = await import(SAMPLERS.href);
  parts.push(await samplerRows(settings));
}
const report = `## Polygenic scores

Written by \`npm run bench -- prs --write\`${options.quick ? " with --quick: too small to say anything" : ""}. ${machine()}.

${parts.join("\n\n")}`;
console.log(report);
if (options.write) writeSection("prs", report);
