// Mendelian randomization: npm run bench -- mr [--write]
// With GENOBOOK_R_SOURCES=<folder of TwoSampleMR and MR-PRESSO, unpacked> and R, beside the packages.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compute, mr } from "@genobook/analysis";
import { median } from "./measured-process.mjs";
import { randomNumbers } from "./random-numbers.mjs";
import { machine, markdownTable, writeSection } from "./results-file.mjs";

const LIPIDS = new URL("../../../shared/data/mr-lipids-chd/lipids_chd_28snps.tsv", import.meta.url);
const BOOTSTRAPS = 1000;
const SIMULATIONS = 3000;
/** The fewest with which the package tests 28 variants at 0.05; its time is theirs, times five. */
const PEER_SIMULATIONS = 600;
const EXPOSURES = 1000;
const VARIANTS = 80;
/** What TwoSampleMR's functions estimate, too. */
const SHARED = () => [
  ...["ivw", "egger", "weightedMedian", "simpleMode", "weightedMode", "maximumLikelihood"],
  ...["eggerBootstrap", "simpleMedian", "penalisedMedian", "signTest", "unweighted", "grip"],
  mr.methods.ivw({ model: "fixed" }),
  mr.methods.simpleMode({ nome: true }),
  mr.methods.weightedMode({ nome: true }),
];

/** Effects of k independent variants on an exposure and, through it with some pleiotropy, on an outcome. */
function simulated(k, seed) {
  const uniform = randomNumbers(seed);
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const numbers = (draw) => Float64Array.from({ length: k }, draw);
  const betaExposure = numbers(() => 0.03 + 0.1 * uniform());
  return {
    exposure: `exposure ${seed}`,
    outcome: "outcome",
    variantId: Array.from({ length: k }, (_, j) => `rs${j + 1}`),
    betaExposure,
    standardErrorExposure: numbers(() => 0.005 + 0.002 * uniform()),
    betaOutcome: betaExposure.map((beta) => 0.3 * beta + 0.012 * normal()),
    standardErrorOutcome: numbers(() => 0.01 + 0.005 * uniform()),
    sampleSize: 50_000,
  };
}

function lipids() {
  if (!existsSync(LIPIDS)) return { ...simulated(28, 28), exposure: "simulated" };
  const [header, ...lines] = readFileSync(LIPIDS, "utf8").trim().split("\n");
  const names = header.split("\t");
  const rows = lines.map((line) => line.split("\t"));
  const column = (name) => Float64Array.from(rows, (row) => Number(row[names.indexOf(name)]));
  return {
    exposure: "LDL-c",
    outcome: "CHD",
    variantId: rows.map(([id]) => id),
    betaExposure: column("ldlc"),
    standardErrorExposure: column("ldlcse"),
    betaOutcome: column("chdlodds"),
    standardErrorOutcome: column("chdloddsse"),
  };
}

/** Wall seconds of the first call and the median of some more. */
async function timed(run, repeats = 15) {
  const once = async () => {
    const start = performance.now();
    await run();
    return (performance.now() - start) / 1000;
  };
  const first = await once();
  const warm = [];
  for (let i = 0; i < repeats; i++) warm.push(await once());
  return { first, warm: median(warm) };
}

function scanInput(count, harmonisable) {
  const table = (effects, role) =>
    mr.associations({
      name: role === "Exposure" ? effects.exposure : effects.outcome,
      variantId: effects.variantId,
      effectAllele: effects.variantId.map(() => "A"),
      otherAllele: effects.variantId.map(() => "C"),
      beta: effects[`beta${role}`],
      standardError: effects[`standardError${role}`],
    });
  return {
    exposures: harmonisable.slice(0, count).map((effects) => table(effects, "Exposure")),
    outcomes: table(harmonisable[0], "Outcome"),
    ...{ threshold: 1, clump: false, bootstraps: BOOTSTRAPS },
  };
}

function peerSeconds(hundred, few) {
  const sources = process.env.GENOBOOK_R_SOURCES;
  if (!sources || !existsSync(join(sources, "TwoSampleMR"))) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "genobook-bench-"));
  try {
    const files = Object.entries({ hundred, few }).map(([name, effects]) => {
      const { betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome } = effects;
      const columns = [betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome];
      const line = (_, j) => columns.map((values) => values[j]).join("\t");
      const path = join(folder, `${name}.tsv`);
      writeFileSync(path, ["bx\tsx\tby\tsy", ...effects.variantId.map(line), ""].join("\n"));
      return path;
    });
    const script = fileURLToPath(new URL("mr-peer.R", import.meta.url));
    const { status, stdout, stderr } = spawnSync(
      "Rscript",
      [script, sources, ...files, String(PEER_SIMULATIONS)],
      { encoding: "utf8", cwd: folder },
    );
    if (status === 0) return JSON.parse(stdout.trim().split("\n").at(-1));
    console.error(`no peer: ${stderr.trim().split("\n").slice(-3).join(" ")}`);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const seconds = (value) =>
  value === undefined ? "–" : value < 10 ? value.toPrecision(2) : value.toFixed(0);
const verdict = (value, goal) => `≤ ${goal}: ${value <= goal ? "met" : "**not met**"}`;
const ratio = (ours, theirs) => (theirs === undefined ? "–" : (ours / theirs).toPrecision(2));

const hundred = simulated(100, 1);
const few = lipids();
const settings = { bootstraps: BOOTSTRAPS };
const all = await timed(() => mr.estimate(hundred, { ...settings, methods: "all" }));
const count = mr.estimate(hundred, { ...settings, methods: "all" }).rowCount;
const shared = await timed(() => mr.estimate(hundred, { ...settings, methods: SHARED() }));
const usual = await timed(() => mr.estimate(hundred, settings));
const presso = await timed(() => mr.presso(few, { simulations: SIMULATIONS }));

const pairs = Array.from({ length: EXPOSURES }, (_, i) => simulated(VARIANTS, i + 1));
const cores = availableParallelism();
const scans = [];
for (const [exposures, threads] of [
  [EXPOSURES / 4, cores],
  [EXPOSURES / 2, cores],
  [EXPOSURES, cores],
  [EXPOSURES, 1],
]) {
  compute.useThreads(threads);
  const input = scanInput(exposures, pairs);
  if (scans.length === 0) await mr.scan(input);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const { rowCount } = await mr.scan(input);
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  scans.push({ exposures, threads, wall, cpu: (user + system) / 1e6, rowCount });
}
const theirs = peerSeconds(hundred, few);
const theirPresso = theirs && (theirs.presso * SIMULATIONS) / PEER_SIMULATIONS;

const estimates = markdownTable(
  ["task", "first, s", "warm, s", "goal, s", "R, CPU s", "ours / R"],
  [
    ...[
      [`all ${count} estimators, 100 variants`, all, verdict(all.warm, 0.1), undefined],
      ["the 15 that TwoSampleMR has, too", shared, "", theirs?.all],
      ["the usual five", usual, "", theirs?.usual],
      [
        `MR-PRESSO, ${few.variantId.length} variants (${few.exposure}) × ${SIMULATIONS}`,
        presso,
        verdict(presso.warm, 0.3),
        theirPresso,
      ],
    ].map(([task, { first, warm }, goal, peer]) => [
      ...[task, seconds(first), seconds(warm), goal, seconds(peer), ratio(warm, peer)],
    ]),
  ],
);
const scanned = markdownTable(
  ["exposures", "threads", "wall, s", "CPU, s", "wall per exposure, ms"],
  scans.map(({ exposures, threads, wall, cpu }) => [
    ...[exposures, threads, wall.toFixed(2), cpu.toFixed(2)],
    ((1000 * wall) / exposures).toFixed(1),
  ]),
);
const peer = theirs
  ? `R ${theirs.r} beside it: functions of TwoSampleMR and MR-PRESSO, CPU seconds; MR-PRESSO with ${PEER_SIMULATIONS} simulations, times ${SIMULATIONS / PEER_SIMULATIONS}`
  : "No peer: R or the packages' sources (GENOBOOK_R_SOURCES) are not here";
const report = `## Mendelian randomization

Written by \`npm run bench -- mr --write\`. ${machine()}. ${peer}.
${BOOTSTRAPS} bootstraps; wall seconds of one thread: the first call of the process, and the median of 15 more.

${estimates}

\`mr.scan\`, the usual five methods, ${VARIANTS} instruments an exposure, one outcome:

${scanned}`;
console.log(report);
if (process.argv.includes("--write")) writeSection("mr", report);
await compute.release();
