import { describeDifferences } from "./compare-reports.mjs";
import { WARM_GOAL } from "./gwas-shapes.mjs";
import { median } from "./measured-process.mjs";
import { machine, markdownTable } from "./results-file.mjs";

const MIB = 2 ** 20;
const seconds = (value) => value.toFixed(value < 10 ? 2 : 1);
const mebibytes = (bytes) => `${(bytes / MIB).toFixed(0)} MiB`;
const verdict = (value, goal) =>
  goal === undefined ? "no goal" : `≤ ${goal.toFixed(2)}: ${value <= goal ? "met" : "**not met**"}`;

/** Medians of wall, CPU and memory on both sides, and the ratios. */
function summary({ shape, times, warm, differences }) {
  const of = (side, what) => median(times.map((pair) => pair[side][what]));
  const side = (name) => ({
    wall: of(name, "wall"),
    cpu: of(name, "cpu"),
    peak: Math.max(...times.map((pair) => pair[name].peak)),
  });
  const ours = side("ours");
  const pair = { ours, warm, warmRatio: warm / ours.wall, shape };
  if (!differences) return pair;
  const theirs = side("theirs");
  const ratios = times.map((both) => both.ours.wall / both.theirs.wall);
  return {
    ...{ ...pair, theirs, ratio: ours.wall / theirs.wall, pairRatio: median(ratios) },
    ...{ least: Math.min(...ratios), most: Math.max(...ratios), cpuRatio: ours.cpu / theirs.cpu },
  };
}

/** A result as one line of the terminal. */
export function shapeLine(result) {
  const { shape, ours, theirs, warm, warmRatio, ...ratios } = summary(result);
  const own = `ours ${seconds(ours.wall)} s (CPU ${seconds(ours.cpu)} s, ${mebibytes(ours.peak)})`;
  const again = `warm ${seconds(warm)} s, warm/cold ${warmRatio.toFixed(2)} (${verdict(warmRatio, shape.goal && WARM_GOAL)})`;
  if (!theirs) return `${shape.title}: ${own}; ${again}`;
  const peer = `plink2 ${seconds(theirs.wall)} s (CPU ${seconds(theirs.cpu)} s, ${mebibytes(theirs.peak)})`;
  return `${shape.title}: ${own}; ${peer}; ratio of medians ${ratios.ratio.toFixed(3)}, of pairs ${spread(ratios)} (${verdict(ratios.ratio, shape.goal)}); CPU ratio ${ratios.cpuRatio.toFixed(3)}; ${again}`;
}

const spread = ({ pairRatio, least, most }) =>
  `${pairRatio.toFixed(3)} [${least.toFixed(3)}, ${most.toFixed(3)}]`;

export function memoryLine({ samples, variants, peak }) {
  return `memory, ${samples} × ${variants}: ${mebibytes(peak)}`;
}

/** The section of RESULTS.md. */
export function gwasReport({ results, memory, peer, pairs, threads, isQuick }) {
  const summaries = results.map(summary);
  const header = [
    ...["shape", "samples × variants", "ours, s", "plink2, s", "ours / plink2"],
    ...["pairs: median [least, most]", "goal", "CPU s, ours", "CPU s, plink2"],
    ...["peak, ours", "peak, plink2", "warm, s", "warm / cold"],
  ];
  const rows = summaries.map((s) => [
    s.shape.title,
    `${s.shape.samples} × ${s.shape.variants}`,
    seconds(s.ours.wall),
    s.theirs ? seconds(s.theirs.wall) : "–",
    s.theirs ? s.ratio.toFixed(2) : "–",
    s.theirs ? spread(s) : "–",
    s.theirs ? verdict(s.ratio, s.shape.goal) : "–",
    seconds(s.ours.cpu),
    s.theirs ? seconds(s.theirs.cpu) : "–",
    mebibytes(s.ours.peak),
    s.theirs ? mebibytes(s.theirs.peak) : "–",
    seconds(s.warm),
    `${s.warmRatio.toFixed(2)} (${verdict(s.warmRatio, s.shape.goal && WARM_GOAL)})`,
  ]);
  const agreement = results.map(
    ({ shape, differences }) =>
      `- ${shape.title}: ${differences ? describeDifferences(differences) : "not compared"}.`,
  );
  return `## Linear regression beside plink2

Written by \`npm run bench -- gwas --write\`${isQuick ? " with --quick: too small to say anything" : ""}. ${machine()}; peer: ${peer?.version ?? "none"}.
Whole cold processes, ${threads} threads each (one for OpenBLAS), ${pairs} alternating pairs, medians; ten covariates, the same text from
both, files in the page cache. *Warm*: the same scan with its text, again in a process that has run it. Peak: resident memory, largest of the runs.

${markdownTable(header, rows)}

Text of both, all rows:

${agreement.join("\n")}
${memory.length > 0 ? `\n${memoryText(memory)}` : ""}`;
}

function memoryText(steps) {
  const [first, last] = [steps[0], steps.at(-1)];
  const growth = (last.peak - first.peak) / (last.variants - first.variants);
  const peaks = steps.map(({ variants, peak }) => `${variants} variants ${mebibytes(peak)}`);
  return `Peak memory of a whole process as variants are added (${first.samples} samples): ${peaks.join(", ")}; that is ${growth.toFixed(0)} bytes a variant, where its calls take ${Math.ceil(first.samples / 4)}.`;
}
