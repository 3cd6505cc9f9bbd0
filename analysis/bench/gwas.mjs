// Linear scans beside plink2, whole cold processes in alternating pairs: npm run bench -- gwas
// Options: --pairs N, --threads N, --shapes complete,rare, --compute cpu, --quick (a hundredth of the size), --write
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { benchData, repeatVariants } from "./bench-data.mjs";
import { compareReports, describeDifferences } from "./compare-reports.mjs";
import { covariateNames, gwasShapes, traitNames } from "./gwas-shapes.mjs";
import { gwasReport, memoryLine, shapeLine } from "./gwas-report.mjs";
import { measuredProcess, median } from "./measured-process.mjs";
import { findPeer } from "./peer.mjs";
import { writeSection } from "./results-file.mjs";

const DRIVER = fileURLToPath(new URL("linear-process.mjs", import.meta.url));
const MEMORY_STEPS = [1, 2, 4];

const { values: options } = parseArgs({
  options: {
    pairs: { type: "string", default: "5" },
    threads: { type: "string", default: "2" },
    shapes: { type: "string" },
    compute: { type: "string", default: "auto" },
    quick: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const [pairs, threads] = [Number(options.pairs), Number(options.threads)];
const wanted = options.shapes?.split(",");
const peer = findPeer();
console.log(
  peer
    ? `peer: ${peer.version}`
    : "There is no plink2 (neither GENOBOOK_PLINK2 nor on the PATH): ours alone.",
);

const shapes = gwasShapes(options.quick);
const isWanted = ({ name }) => !wanted || wanted.includes(name);
const results = shapes
  .filter(isWanted)
  .flatMap((shape) => attempt(shape.title, () => [benchmark(shape, benchData(shape, peer))]));
const memory = isWanted({ name: "memory" })
  ? attempt("memory", () => memorySteps(shapes[0], benchData(shapes[0], peer)))
  : [];
const report = gwasReport({ results, memory, peer, pairs, threads, isQuick: options.quick });
if (options.write) writeSection("gwas", report);

/** What cannot be run leaves the others alone. */
function attempt(title, run) {
  try {
    return run();
  } catch (error) {
    console.error(`${title}: not run. ${error.message}`);
    process.exitCode = 1;
    return [];
  }
}

function benchmark(shape, files) {
  const theirs = () => runPeer(shape, files);
  const ours = () => runOurs(shape, files);
  ours();
  let differences;
  if (peer) {
    theirs();
    differences = compareReports(traitNames(shape).map((trait) => reportPaths(files, trait)));
    console.log(`${shape.title}: ${describeDifferences(differences)}`);
  }
  const times = [];
  for (let i = 0; i < pairs; i++) {
    // Whichever runs first changes, so that a slow minute of the machine hits both alike.
    const first = i % 2 === 0 ? peer && theirs() : ours();
    const second = i % 2 === 0 ? ours() : peer && theirs();
    times.push(i % 2 === 0 ? { theirs: first, ours: second } : { theirs: second, ours: first });
  }
  const { scans, device, deviceReason } = runOurs(shape, files, pairs + 1).driver;
  const warm = median(scans.slice(1).map(({ wall }) => wall));
  const result = { shape, format: files.format, differences, times, warm, device, deviceReason };
  console.log(shapeLine(result));
  return result;
}

/** Peak memory of a whole process as the variants become more. */
function memorySteps(shape, files) {
  return MEMORY_STEPS.map((times) => {
    const longer = times === 1 ? files : repeatVariants(shape, files, times);
    const { peak } = runOurs(shape, longer);
    const step = { samples: shape.samples, variants: times * shape.variants, peak };
    console.log(memoryLine(step));
    return step;
  });
}

function runOurs(shape, files, repeat = 1) {
  const [, out] = outputs(files);
  const job = { files, out, repeat, compute: options.compute };
  Object.assign(job, { traits: traitNames(shape), covariates: covariateNames(shape) });
  const command = [process.execPath, DRIVER, JSON.stringify(job)];
  const measured = measuredProcess(command, { threads, log: `${out}.log` });
  // Drivers of GPUs print what they like.
  const line = measured.printed.split("\n").findLast((text) => text.startsWith("{"));
  return { ...measured, driver: JSON.parse(line) };
}

function runPeer(shape, { prefix, phenotypes, format }) {
  const [out] = outputs({ prefix });
  const input = format === "pgen" ? "--pfile" : "--bfile";
  const command = [
    ...[peer.program, input, prefix, "--threads", String(threads), "--out", out],
    ...["--pheno", phenotypes, "--pheno-name", traitNames(shape).join(",")],
    ...["--covar", phenotypes, "--covar-name", covariateNames(shape).join(",")],
    ...["--glm", "hide-covar", "cols=chrom,pos,ref,alt,test,nobs,orbeta,se,tz,p,err"],
  ];
  return measuredProcess(command, { threads, log: `${out}.log.txt` });
}

/** Prefixes of what plink2 and what we write. */
function outputs({ prefix }) {
  const folder = dirname(prefix);
  mkdirSync(`${folder}/out`, { recursive: true });
  return [`${folder}/out/plink2`, `${folder}/out/ours`];
}

function reportPaths(files, trait) {
  return outputs(files).map((prefix) => `${prefix}.${trait}.glm.linear`);
}
