// Logistic regression and quality control beside plink2: npm run bench -- methods [--write]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { data, gwas, qc } from "@genobook/analysis";
import { covariateNames } from "./gwas-shapes.mjs";
import { measuredProcess } from "./measured-process.mjs";
import { findPeer } from "./peer.mjs";
import { lines, randomNumbers } from "./random-numbers.mjs";
import { machine, markdownTable, writeSection } from "./results-file.mjs";
import { writeCohort } from "./simulated-cohort.mjs";

const REPEATS = 3;
const COVARIATES = covariateNames({ covariates: 10 });
const folder = mkdtempSync(join(tmpdir(), "genobook-bench-"));
const peer = findPeer();

/** Least CPU seconds (user and system, all threads) of a few runs: steadier than the clock on a shared machine. */
async function best(run) {
  let seconds = Infinity;
  for (let i = 0; i < REPEATS; i++) seconds = Math.min(seconds, await run());
  return seconds;
}

async function own(run) {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function plink2(prefix, ...args) {
  const command = [peer.program, ...args, "--threads", "1", "--out", prefix];
  return measuredProcess(command, { threads: 1, log: `${prefix}.printed` }).cpu;
}

function simulate(prefix, shape) {
  writeCohort(prefix, shape, "common");
  const random = randomNumbers(5);
  const person = (i) => {
    const values = COVARIATES.map(() => random() + random() + random() - 1.5);
    const isSick = values[0] + random() + random() > 1.2;
    return `per${i}\t${isSick ? 2 : 1}\t${values.map((x) => x.toFixed(5)).join("\t")}\n`;
  };
  lines(`${prefix}.tsv`, shape.samples, person, `#IID\tsick\t${COVARIATES.join("\t")}\n`);
}

async function compare(title, shape, ours, peerArguments) {
  const prefix = join(folder, "data");
  simulate(prefix, shape);
  const genotypes = await data.genotypes(`${prefix}.bed`);
  const phenotypes = await data.phenotypes(`${prefix}.tsv`);
  const first = await own(() => ours(genotypes, phenotypes));
  const warm = await best(() => own(() => ours(genotypes, phenotypes)));
  const theirs = peer
    ? await best(() => plink2(prefix, "--bfile", prefix, ...peerArguments(prefix)))
    : NaN;
  const calls = (shape.samples * shape.variants) / warm / 1e9;
  const ratio = warm / theirs;
  console.log(
    `${title}: first ${first.toFixed(2)} s, warm ${warm.toFixed(2)} s, plink2 ${theirs.toFixed(2)} s, ratio ${ratio.toFixed(2)}`,
  );
  return [
    ...[title, `${shape.samples} × ${shape.variants}`, first.toFixed(2), warm.toFixed(2)],
    ...(peer ? [theirs.toFixed(2), ratio.toFixed(2)] : ["–", "–"]),
    calls.toPrecision(2),
  ];
}

const glm = (prefix) => [
  ...["--pheno", `${prefix}.tsv`, "--pheno-name", "sick", "--covar", `${prefix}.tsv`],
  ...["--covar-name", COVARIATES.join(","), "--glm", "no-firth", "hide-covar"],
];
const logistic = (genotypes, phenotypes) =>
  gwas.logistic({ genotypes, phenotypes, trait: "sick", covariates: COVARIATES });
const quality = async (genotypes) => {
  await qc.frequency(genotypes);
  await qc.hardyWeinberg(genotypes);
  await qc.variantMissingness(genotypes);
  await qc.sampleMissingness(genotypes);
};

try {
  const small = { samples: 2000, variants: 2000 };
  const big = { samples: 2000, variants: 20_000, missing: 0.01 };
  const rows = [
    await compare("logistic, complete", { ...small, missing: 0 }, logistic, glm),
    await compare("logistic, 1 % missing", { ...small, missing: 0.01 }, logistic, glm),
    await compare("frequency, Hardy–Weinberg, missingness", big, quality, () => [
      ...["--freq", "--hardy", "--missing"],
    ]),
  ];
  if (process.argv.includes("--write")) writeSection("methods", report(rows));
} finally {
  rmSync(folder, { recursive: true });
}

function report(rows) {
  const header = [
    ...["task", "samples × variants", "first", "warm", "plink2", "warm / plink2"],
    "10⁹ genotypes / s, warm",
  ];
  return `## Logistic regression and quality control

Written by \`npm run bench -- methods --write\`. ${machine()}; peer: ${peer?.version ?? "none"}.
Ten covariates, allele frequencies log-uniform from 0.5 % to 50 %. CPU seconds, least of ${REPEATS}: ours in
a warm process, from the .bed file to the table in memory (*first*: the first call, still compiling); the peer is the
whole process, \`--threads 1\` and one BLAS thread, with its text output.

${markdownTable(header, rows)}`;
}
