// Times this library beside plink2 on the same simulated files, in one run: node analysis/bench/run.mjs [--write]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { data, gwas, qc } from "../dist/index.js";

const REPEATS = 3;
const COVARIATES = Array.from({ length: 10 }, (_, i) => `c${i + 1}`);
const folder = mkdtempSync(join(tmpdir(), "genobook-bench-"));
const version = (spawnSync("plink2", ["--version"], { encoding: "utf8" }).stdout ?? "").trim();

/** Least CPU seconds (user and system, all threads) of a few runs: steadier than the clock on a shared machine. */
async function best(run, repeats = REPEATS) {
  let seconds = Infinity;
  for (let i = 0; i < repeats; i++) seconds = Math.min(seconds, await run());
  return seconds;
}

async function own(run) {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function plink2(prefix, ...args) {
  const command = ["plink2", ...args, "--threads", "1", "--out", prefix].join(" ");
  const { status, stderr } = spawnSync("bash", ["-c", `time -p ${command} > /dev/null`], {
    encoding: "utf8",
    // Its best setting: more threads than one cost it up to 2.5 times the CPU with missing calls.
    env: { ...process.env, OPENBLAS_NUM_THREADS: "1" },
  });
  if (status !== 0) throw new Error(stderr);
  const spent = [...stderr.matchAll(/^(?:user|sys) ([\d.]+)$/gm)];
  return spent.reduce((sum, [, seconds]) => sum + Number(seconds), 0);
}

/** 2-bit random calls of log-uniform frequency, and a phenotype file with ten covariates. */
function simulate(prefix, { samples, variants, missing }) {
  let state = 7;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const bytes = Math.ceil(samples / 4);
  const bed = new Uint8Array(3 + variants * bytes);
  bed.set([0x6c, 0x1b, 1]);
  for (let v = 0; v < variants; v++) {
    const f = 0.5 * 0.01 ** random();
    const [two, one] = [f * f, f * f + 2 * f * (1 - f)];
    for (let i = 0; i < samples; i++) {
      const u = random();
      const code = missing > 0 && random() < missing ? 1 : u < two ? 0 : u < one ? 2 : 3;
      bed[3 + v * bytes + (i >> 2)] |= code << (2 * (i & 3));
    }
  }
  const lines = (count, line) => Array.from({ length: count }, (_, i) => line(i)).join("");
  writeFileSync(`${prefix}.bed`, bed);
  writeFileSync(
    `${prefix}.bim`,
    lines(variants, (v) => `1\tv${v}\t0\t${v + 1}\tA\tG\n`),
  );
  writeFileSync(
    `${prefix}.fam`,
    lines(samples, (i) => `0 S${i} 0 0 ${1 + (i % 2)} -9\n`),
  );
  const header = `#IID\tscore\tsick\t${COVARIATES.join("\t")}\n`;
  const person = (i) => {
    const values = COVARIATES.map(() => random() + random() + random() - 1.5);
    const score = values[0] + random() + random();
    return `S${i}\t${score.toFixed(5)}\t${score > 1.2 ? 2 : 1}\t${values.map((x) => x.toFixed(5)).join("\t")}\n`;
  };
  writeFileSync(`${prefix}.tsv`, header + lines(samples, person));
}

async function compare(title, shape, ours, peerArguments) {
  const prefix = join(folder, "data");
  simulate(prefix, shape);
  const genotypes = await data.genotypes(`${prefix}.bed`);
  const phenotypes = await data.phenotypes(`${prefix}.tsv`);
  const first = await own(() => ours(genotypes, phenotypes));
  const warm = await best(() => own(() => ours(genotypes, phenotypes)));
  const peer = version
    ? await best(() => plink2(prefix, "--bfile", prefix, ...peerArguments(prefix)))
    : NaN;
  const calls = (shape.samples * shape.variants) / warm / 1e9;
  console.log(
    `${title}: first ${first.toFixed(2)} s, warm ${warm.toFixed(2)} s, plink2 ${peer.toFixed(2)} s, ratio ${(warm / peer).toFixed(2)}`,
  );
  return { title, shape, first, warm, peer, calls };
}

const glm = (trait, prefix) => [
  ...["--pheno", `${prefix}.tsv`, "--pheno-name", trait, "--covar", `${prefix}.tsv`],
  ...["--covar-name", COVARIATES.join(","), "--glm", "no-firth", "hide-covar"],
];
const linear = (genotypes, phenotypes) =>
  gwas.linear({ genotypes, phenotypes, trait: "score", covariates: COVARIATES });
const logistic = (genotypes, phenotypes) =>
  gwas.logistic({ genotypes, phenotypes, trait: "sick", covariates: COVARIATES });
const quality = async (genotypes) => {
  await qc.frequency(genotypes);
  await qc.hardyWeinberg(genotypes);
  await qc.variantMissingness(genotypes);
  await qc.sampleMissingness(genotypes);
};

try {
  const big = { samples: 2000, variants: 20_000 };
  const small = { samples: 2000, variants: 2000 };
  const results = [
    await compare("linear, complete", { ...big, missing: 0 }, linear, (p) => glm("score", p)),
    await compare("linear, 1 % missing", { ...big, missing: 0.01 }, linear, (p) => glm("score", p)),
    await compare("logistic, complete", { ...small, missing: 0 }, logistic, (p) => glm("sick", p)),
    await compare("logistic, 1 % missing", { ...small, missing: 0.01 }, logistic, (p) =>
      glm("sick", p),
    ),
    await compare(
      "frequency, Hardy–Weinberg, missingness",
      { ...big, missing: 0.01 },
      quality,
      () => [...["--freq", "--hardy", "--missing"]],
    ),
  ];
  if (process.argv.includes("--write")) {
    writeFileSync(new URL("RESULTS.md", import.meta.url), report(results));
  }
} finally {
  rmSync(folder, { recursive: true });
}

function report(results) {
  const limits = readFileSync(new URL("LIMITS.md", import.meta.url), "utf8");
  const row = ({ title, shape, first, warm, peer, calls }) =>
    `| ${title} | ${shape.samples} × ${shape.variants} | ${first.toFixed(2)} | ${warm.toFixed(2)} | ${peer.toFixed(2)} | ${(warm / peer).toFixed(2)} | ${calls.toPrecision(2)} |`;
  return `# Speed of the analysis library

Written by \`node analysis/bench/run.mjs --write\`. Machine: ${availableParallelism()} cores, ${process.arch}, Node ${process.version}.
Ten covariates, allele frequencies log-uniform from 0.5 % to 50 %. CPU seconds, least of ${REPEATS}: ours in
a warm process, from the .bed file to the table in memory (*first*: the first call, still compiling); the peer is the
whole process of ${version}, \`--threads 1\` and one BLAS thread, with its text output.

| task | samples × variants | first | warm | plink2 | warm / plink2 | 10⁹ genotypes / s, warm |
| --- | --- | --- | --- | --- | --- | --- |
${results.map(row).join("\n")}

${limits}`;
}
