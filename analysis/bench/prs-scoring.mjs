import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { benchData } from "./bench-data.mjs";
import { measuredProcess, median } from "./measured-process.mjs";
import { findPeer } from "./peer.mjs";
import { lines, randomNumbers } from "./random-numbers.mjs";
import { markdownTable } from "./results-file.mjs";

const DRIVER = fileURLToPath(new URL("prs-process.mjs", import.meta.url));
const GOAL = 0.5;
const MIB = 2 ** 20;

/** People, variants and scores; wall time of a whole cold process, ours / plink2, two threads each. */
function scoringShapes(isQuick) {
  const s = isQuick ? 10 : 1;
  const shape = (name, title, goal, values) => ({
    ...{ name: `prs-${name}`, title, goal: isQuick ? undefined : goal, generator: "dummy" },
    ...{ missing: 0.01, traits: 1, covariates: 1, scores: 20, ...values },
    samples: values.samples / s,
    variants: values.variants / s,
  });
  const calls = { samples: 10_000, variants: 100_000 };
  const fewer = { samples: 5000, variants: 20_000, format: "pgen" };
  return [
    shape("bed", ".bed, 1 % missing", GOAL, { ...calls, format: "bed" }),
    shape("pgen", ".pgen, 1 % missing", GOAL, { ...calls, format: "pgen" }),
    shape("dosages", ".pgen, all dosages", GOAL, { ...fewer, dosages: 1 }),
    shape("many", ".pgen, 300 scores", undefined, { ...fewer, scores: 300 }),
  ];
}

/**
 * Scores beside every plink2 there is: that of GENOBOOK_PLINK2 and that of the PATH.
 *
 * @returns the part of the report on scoring
 */
export async function scoringRows({ pairs, threads, isQuick, shapes: wanted }) {
  const found = [findPeer(), findPeer("plink2")].filter((peer) => peer !== undefined);
  const peers = found.filter(
    ({ version }, i) => found.findIndex((p) => p.version === version) === i,
  );
  const rows = scoringShapes(isQuick)
    .filter(({ name }) => !wanted || wanted.includes(name.replace("prs-", "")))
    .filter(({ title, dosages }) => {
      if (dosages === undefined || peers.length > 0) return true;
      console.error(`${title}: not run. plink2 makes the genotypes.`);
      return false;
    })
    .flatMap((shape) => benchmark(shape, peers, { pairs, threads }));
  const header = [
    ...["genotypes", "people × variants × scores", "peer", "ours, s", "plink2, s"],
    ...["pairs: median [least, most]", "goal", "CPU s, ours", "CPU s, plink2", "CPU ratio"],
    ...["peak, ours", "peak, plink2", "warm, s", "read, match, score, write"],
    "other sixth digit",
  ];
  return `Scoring: from files to text in whole cold processes, ${threads} threads each, ${pairs} alternating pairs, medians; weights are a text with a column a
score, allele frequencies those of the genotypes, missing genotypes imputed. *Warm*: the weights read, matched, scored and
written again in a process that has done it, with the seconds of these stages. *Other sixth digit*: averages that the two print
differently.

${markdownTable(header, rows)}`;
}

function benchmark(shape, peers, { pairs, threads }) {
  const files = withWeights(shape, benchData(shape, peers[0]));
  const ours = () => runOurs(files, threads);
  const first = ours();
  const usual = peers.length > 0 ? peers : [undefined];
  return usual.map((peer) => {
    const theirs = () => peer && runPeer(peer, shape, files, threads);
    const difference = theirs() && differenceOf(files);
    const times = [];
    for (let i = 0; i < pairs; i++) {
      // Whichever runs first changes, so that a slow minute of the machine hits both alike.
      const [a, b] = i % 2 === 0 ? [theirs(), ours()] : [ours(), theirs()];
      times.push(i % 2 === 0 ? { theirs: a, ours: b } : { theirs: b, ours: a });
    }
    const { runs } = runOurs(files, threads, 4).driver;
    const row = rowOf(shape, peer, { times, first, warm: runs.slice(1), difference });
    console.log(row.join(" | "));
    return row;
  });
}

function rowOf(shape, peer, { times, warm, difference }) {
  const of = (side, what) => median(times.map((pair) => pair[side][what]));
  const peak = (side) => Math.max(...times.map((pair) => pair[side].peak));
  const stages = warm[0].stages.map(([, seconds], s) =>
    median(warm.map((run) => run.stages[s][1] ?? seconds)).toFixed(2),
  );
  const own = [of("ours", "wall"), of("ours", "cpu")].map((value) => value.toFixed(2));
  const size = `${shape.samples} × ${shape.variants} × ${shape.scores}`;
  const last = [median(warm.map(({ wall }) => wall)).toFixed(2), stages.join(", ")];
  const mebibytes = (bytes) => `${(bytes / MIB).toFixed(0)} MiB`;
  if (!peer) {
    const none = "–";
    return [
      ...[shape.title, size, none, own[0], none, none, none, own[1], none, none],
      ...[mebibytes(peak("ours")), none, ...last, none],
    ];
  }
  const ratios = times.map((pair) => pair.ours.wall / pair.theirs.wall);
  const ratio = median(ratios);
  const verdict =
    shape.goal === undefined
      ? "no goal"
      : `≤ ${shape.goal.toFixed(2)}: ${ratio <= shape.goal ? "met" : "**not met**"}`;
  const cpuRatio = median(times.map((pair) => pair.ours.cpu / pair.theirs.cpu));
  const version = peer.version.split(" ")[1];
  const { largest, different, numbers } = difference;
  console.log(`${shape.title}, ${version}: averages differ by ${largest.toExponential(1)} at most`);
  return [
    ...[shape.title, size, version, own[0], of("theirs", "wall").toFixed(2)],
    `${ratio.toFixed(2)} [${Math.min(...ratios).toFixed(2)}, ${Math.max(...ratios).toFixed(2)}]`,
    ...[verdict, own[1], of("theirs", "cpu").toFixed(2), cpuRatio.toFixed(2)],
    ...[mebibytes(peak("ours")), mebibytes(peak("theirs")), ...last],
    `${((100 * different) / numbers).toFixed(2)} %`,
  ];
}

/** A column of weights a score, for one allele of every variant or the other. */
function withWeights({ scores, variants }, { prefix, genotypes, format }) {
  const weights = `${prefix}.${scores}.weights`;
  const out = `${dirname(prefix)}/out`;
  mkdirSync(out, { recursive: true });
  const files = { prefix, genotypes, format, weights };
  if (!existsSync(weights)) {
    const isBed = format === "bed";
    const table = readFileSync(`${prefix}.${isBed ? "bim" : "pvar"}`, "utf8")
      .trim()
      .split("\n");
    const rows = table.filter((line) => !line.startsWith("#")).map((line) => line.split("\t"));
    const [id, alleles] = isBed ? [1, 4] : [2, 3];
    const random = randomNumbers(3);
    const weight = () => (0.1 * (random() - 0.5)).toFixed(6);
    const names = Array.from({ length: scores }, (_, c) => `s${c + 1}`);
    lines(
      weights,
      variants,
      (v) => `${rows[v][id]}\t${rows[v][alleles + (v & 1)]}\t${names.map(weight).join("\t")}\n`,
      `ID\tA1\t${names.join("\t")}\n`,
    );
  }
  return { ...files, ours: `${out}/ours.sscore`, theirs: `${out}/plink2` };
}

function runOurs({ genotypes, weights, ours }, threads, repeat = 1) {
  const job = { genotypes, weights, out: ours, repeat };
  const command = [process.execPath, DRIVER, JSON.stringify(job)];
  const measured = measuredProcess(command, { threads, log: `${ours}.log` });
  const line = measured.printed.split("\n").findLast((text) => text.startsWith("{"));
  return { ...measured, driver: JSON.parse(line) };
}

function runPeer({ program }, { scores }, { prefix, format, weights, theirs }, threads) {
  const command = [
    ...[program, format === "pgen" ? "--pfile" : "--bfile", prefix],
    ...["--score", weights, "1", "2", "header", "cols=nallele,dosagesum,scoreavgs"],
    ...["--score-col-nums", `3-${scores + 2}`, "--threads", String(threads), "--out", theirs],
  ];
  return measuredProcess(command, { threads, log: `${theirs}.log.txt` });
}

/** Id, alleles, copies of effect alleles: what stands before the averages. */
const COLUMNS_BEFORE = 3;

/** Of averages, as both write six digits: the largest difference, of the largest of its column, and how many differ. */
function differenceOf({ ours, theirs }) {
  const [a, b] = [ours, `${theirs}.sscore`].map((path) =>
    readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t").slice(COLUMNS_BEFORE).map(Number)),
  );
  if (a.length !== b.length) throw new Error(`${a.length} people, and ${b.length} of plink2.`);
  let [largest, different] = [0, 0];
  for (let c = 0; c < a[0].length; c++) {
    const size = b.reduce((most, row) => Math.max(most, Math.abs(row[c])), 0);
    a.forEach((row, i) => {
      largest = Math.max(largest, Math.abs(row[c] - b[i][c]) / size);
      if (row[c] !== b[i][c]) different++;
    });
  }
  if (largest < 1e-5) return { largest, different, numbers: a.length * a[0].length };
  throw new Error(`Scores differ from those of plink2 by ${largest} of the largest.`);
}
