// Samplers of weights on banded LD; `samplerRows` is part of npm run bench -- prs.
// With GENOBOOK_PRSCS=<folder of PRS-CS> and GENOBOOK_PYTHON=<Python with numpy and scipy>, beside its sampler.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { markdownTable } from "./results-file.mjs";

const DRIVER = fileURLToPath(new URL("prs-samplers-process.mjs", import.meta.url));
const PEER = fileURLToPath(new URL("prs-cs-peer.py", import.meta.url));
const VARIANTS = 100_000;
const BLOCK = 1000;
const WIDTHS = [50, 200, 800];
/** The iteration after which it is measured, and all of them. */
const LENGTHS = { auto: [4, 24], dense: [4, 24], cs: [4, 24] };
const TITLES = {
  auto: "LDpred2-auto, 30 chains",
  dense: "LDpred2-grid, p = 1, 8 models",
  cs: "PRS-CS, φ learned",
};
/** The peer's blocks; more variants would take minutes. */
const BESIDE = { variants: 10_000, blockSize: 500, width: 500 };

/** Time and memory of an iteration as width of the band, threads and place of the LD change, as Markdown. */
export async function samplerRows({ threads, isQuick }) {
  const variants = isQuick ? VARIANTS / 20 : VARIANTS;
  const shape = { variants, blockSize: BLOCK };
  const middle = WIDTHS[1];
  const rows = Object.keys(TITLES).flatMap((method) => [
    ...WIDTHS.map((width) => measured({ ...shape, method, width }, threads)),
    ...others(threads).map((count) => measured({ ...shape, method, width: middle }, count)),
    measured({ ...shape, method, width: middle, ldMemory: 0 }, threads),
  ]);
  const size = isQuick ? 2000 : BESIDE.variants;
  const theirs = peer(size);
  const ours = measured({ ...BESIDE, variants: size, method: "cs" }, 1);
  return `### Samplers of weights

${variants.toLocaleString("en")} variants in blocks of ${BLOCK}, correlations up to so many neighbours on each side. An iteration is
measured once the first ones are over; the peak is that of the whole process; *start* is the CPU time
of the rest, mostly matching and reading the LD. CPU seconds are of all threads.

${markdownTable(
  [
    "sampler",
    "neighbours",
    "LD entries, 10⁶",
    "LD in",
    "threads",
    "wall, s",
    "CPU, s",
    "start, CPU s",
    "peak, MiB",
  ],
  rows.map(({ job, count, result: { entries, wall, cpu, start, peak } }) => [
    ...[TITLES[job.method], job.width, (entries / 1e6).toFixed(1)],
    ...[job.ldMemory === 0 ? "a file" : "memory", count, wall.toPrecision(2), cpu.toPrecision(2)],
    ...[start.toFixed(1), Math.round(peak / 2 ** 20)],
  ]),
)}

${besidePeer(ours.result, theirs, size)}`;
}

function others(threads) {
  const counts = [];
  for (let count = 1; count < threads; count *= 2) counts.push(count);
  return counts;
}

function measured(job, count) {
  // Fewer variants, more iterations: reports come every 40 ms.
  const [few, many] = LENGTHS[job.method].map((length) =>
    Math.ceil((length * VARIANTS) / Math.max(job.variants, BESIDE.variants)),
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [DRIVER, JSON.stringify({ ...job, few, many })],
    { encoding: "utf8", env: { ...process.env, GENOBOOK_THREADS: String(count) } },
  );
  if (status !== 0) throw new Error(stderr.slice(-2000));
  const result = JSON.parse(stdout.trim().split("\n").at(-1));
  console.error(
    `${TITLES[job.method]}, ${job.width} neighbours, ${count} threads: ${result.cpu} s`,
  );
  return { job, count, result };
}

/** Undefined, with a line that says why, when there is no peer. */
function peer(variants) {
  const folder = process.env.GENOBOOK_PRSCS;
  if (!folder || !existsSync(join(folder, "mcmc_gtb.py"))) {
    console.error("There is no PRS-CS (GENOBOOK_PRSCS): ours alone.");
    return undefined;
  }
  const { status, stdout, stderr } = spawnSync(
    process.env.GENOBOOK_PYTHON ?? "python3",
    [PEER, folder, variants, BESIDE.blockSize, BESIDE.width, 2, 6].map(String),
    { encoding: "utf8", env: { ...process.env, OPENBLAS_NUM_THREADS: "1" } },
  );
  if (status === 0) return JSON.parse(stdout.trim().split("\n").at(-1));
  console.error(`PRS-CS did not run, ours alone: ${stderr.trim().split("\n").at(-1)}`);
  return undefined;
}

function besidePeer(ours, theirs, variants) {
  const shape = `${variants.toLocaleString("en")} variants in dense blocks of ${BESIDE.blockSize}, one thread, CPU seconds an iteration`;
  if (!theirs) return `PRS-CS, ${shape}: ${ours.cpu.toPrecision(2)}; no peer (GENOBOOK_PRSCS).`;
  return `PRS-CS, ${shape}: ${ours.cpu.toPrecision(2)}, the published program ${theirs.cpu.toPrecision(2)} (numpy ${theirs.numpy}, one BLAS thread): ${(ours.cpu / theirs.cpu).toPrecision(2)} of its time.`;
}
