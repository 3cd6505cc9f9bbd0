// Samplers of weights over simulated LD: node prs-samplers-process.mjs '<job as JSON>'
// Prints a line of JSON: LD entries, seconds of an iteration (wall and CPU, all threads) once the LD is read,
// CPU seconds until then, peak bytes.
import { prs, Table } from "@genobook/analysis";
import { randomNumbers } from "./random-numbers.mjs";

const DECAY = 0.9;
const PEOPLE = 100_000;

const { method, variants, blockSize, width, few, many, ldMemory } = JSON.parse(process.argv[2]);

/** Correlations that fall to 0 at `width` neighbours, which leaves them positive definite. */
const correlation = Float32Array.from(
  { length: width },
  (_, d) => Math.pow(DECAY, d) * (1 - d / width),
);
const panel = bandedPanel();
const input = { summary: simulatedStudy(), panel, ldMemory, onProgress: note };
const runs = {
  auto: (iterations) => prs.ldpred2Auto({ ...input, burnIn: 0, iterations }),
  // Every effect changes in every iteration.
  dense: (iterations) =>
    prs.ldpred2Grid({
      ...{ ...input, heritability: 0.2, causalShares: [1], sparse: [false], burnIn: 0, iterations },
      heritabilityFactors: [0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4],
    }),
  cs: (iterations) => prs.prsCs({ ...input, burnIn: 0, iterations, thin: 1 }),
};

const before = process.cpuUsage();
/** The first report after `few` iterations, when all is compiled, and the last one before the end. */
let first;
let last;
await runs[method](many);
const between = (of) => (of(last) - of(first)) / (last.done - first.done);
const cpu = between((mark) => mark.cpu);
console.log(
  JSON.stringify({
    entries: entriesOfBlock() * (variants / blockSize),
    wall: between((mark) => mark.wall),
    cpu,
    start: first.cpu - first.done * cpu,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
);
process.exit(0);

function note({ done }) {
  if (done < few || done === many) return;
  const { user, system } = process.cpuUsage(before);
  last = { done, wall: performance.now() / 1000, cpu: (user + system) / 1e6 };
  first ??= last;
}

function reach(i) {
  return [Math.max(0, i - width + 1), Math.min(blockSize, i + width)];
}

function entriesOfBlock() {
  let entries = 0;
  for (let i = 0; i < blockSize; i++) entries += reach(i)[1] - reach(i)[0];
  return entries;
}

/** Blocks are made when they are asked for, so that the peak is that of the method. */
function bandedPanel() {
  const blockCount = variants / blockSize;
  const size = entriesOfBlock();
  return {
    ...{ kind: "ld panel", source: "simulated", build: "GRCh38", sampleCount: 5000 },
    variants: {
      count: variants,
      ...variantColumns(),
      effectAlleleFrequency: Float64Array.from({ length: variants }, (_, v) => frequency(v)),
    },
    blockCount,
    blockStart: Uint32Array.from({ length: blockCount + 1 }, (_, b) => b * blockSize),
    async readBlock(b) {
      const rowStart = new Uint32Array(blockSize + 1);
      const [column, r] = [new Uint32Array(size), new Float32Array(size)];
      let at = 0;
      for (let i = 0; i < blockSize; i++) {
        const [from, to] = reach(i);
        for (let j = from; j < to; j++) {
          column[at] = j;
          r[at++] = correlation[Math.abs(i - j)];
        }
        rowStart[i + 1] = at;
      }
      return { first: b * blockSize, count: blockSize, rowStart, column, r };
    },
  };
}

function frequency(v) {
  return 0.05 + 0.45 * ((v * 0.618) % 1);
}

function variantColumns() {
  return {
    variantId: Array.from({ length: variants }, (_, v) => `v${v}`),
    chromosome: new Uint8Array(variants).fill(1),
    basePairLocation: Int32Array.from({ length: variants }, (_, v) => 1000 + 1000 * v),
    effectAllele: new Array(variants).fill("A"),
    otherAllele: new Array(variants).fill("G"),
  };
}

/** One variant in a hundred has an effect; all explain a fifth of the trait. */
function simulatedStudy() {
  const uniform = randomNumbers(1);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const effects = new Float64Array(variants);
  for (let v = 0; v < variants; v++) {
    if (uniform() >= 0.01) continue;
    const effect = normal() * Math.sqrt(0.2 / (0.01 * variants));
    const first = v - (v % blockSize);
    const [from, to] = reach(v - first);
    for (let j = from; j < to; j++)
      effects[first + j] += effect * correlation[Math.abs(v - first - j)];
  }
  let noise = 0;
  for (let v = 0; v < variants; v++) {
    noise =
      v % blockSize === 0 ? normal() : DECAY * noise + Math.sqrt(1 - DECAY * DECAY) * normal();
    effects[v] += noise / Math.sqrt(PEOPLE);
  }
  const deviation = (v) => Math.sqrt(2 * frequency(v) * (1 - frequency(v)));
  return new Table({
    ...variantColumns(),
    beta: effects.map((effect, v) => effect / deviation(v)),
    standardError: effects.map(
      (effect, v) => Math.sqrt((1 - effect * effect) / PEOPLE) / deviation(v),
    ),
    n: new Float64Array(variants).fill(PEOPLE),
  });
}
