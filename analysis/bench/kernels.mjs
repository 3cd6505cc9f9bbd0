// Times the WebAssembly kernels of the linear scan in one thread: node analysis/bench/kernels.mjs
// CPU seconds (user and system), best of many runs. In brackets what a prototype took on one quiet core of a Zen 4, whose
// limit is two 16-byte loads a cycle: compare on a quiet machine only, a busy other half of the core costs up to half.
import { createArena } from "../dist/compute/arena.js";
import { alleleCounts } from "../dist/compute/operations/allele-counts/index.js";
import { dosageProducts } from "../dist/compute/operations/dosage-products/index.js";
import { maskedRows } from "../dist/compute/operations/masked-rows/index.js";
import { missingProducts } from "../dist/compute/operations/missing-products/index.js";
import { sampleCounts } from "../dist/compute/operations/sample-counts/index.js";
import { exclusionBytes } from "../dist/compute/packed.js";
import { carrierRows } from "../dist/compute/rows/carrier-rows.js";
import { wasmDevice } from "../dist/compute/wasm/kernels.js";
import { linearFit } from "../dist/gwas/linear-fit.js";
import { encodeTexts } from "../dist/sumstats/row-text/encoded-texts.js";
import { rowText } from "../dist/sumstats/row-text/index.js";
import { randomNumbers } from "./random-numbers.mjs";

const SAMPLES = 10_000;
const ROWS = 4096;
const COVARIATES = 10;
const RUNS = 25;

const device = await wasmDevice(createArena());
const { kernels, arena } = device;

const random = randomNumbers(1);

/** Rows of one allele frequency and share of missing calls, in the arena. */
function block(frequency, missing) {
  const bytesPerVariant = SAMPLES / 4;
  const packed = arena.uint8(ROWS * bytesPerVariant).fill(0xff);
  const two = frequency * frequency;
  const one = two + 2 * frequency * (1 - frequency);
  for (let v = 0; v < ROWS; v++) {
    for (let i = 0; i < SAMPLES; i++) {
      const u = random();
      const code = missing > 0 && random() < missing ? 1 : u < two ? 0 : u < one ? 2 : 3;
      packed[v * bytesPerVariant + (i >> 2)] ^= (code ^ 3) << (2 * (i & 3));
    }
  }
  return { count: ROWS, sampleCount: SAMPLES, bytesPerVariant, packed };
}

function columnsOf(width) {
  const values = Float64Array.from(
    { length: SAMPLES * width },
    () => (random() + random() - 1) / Math.sqrt(SAMPLES / 6),
  );
  for (let i = 0; i < SAMPLES; i++) values[i * width] = 1 / Math.sqrt(SAMPLES);
  return { sampleCount: SAMPLES, width, values };
}

/** Least CPU seconds of a run. */
function best(run) {
  let least = Infinity;
  for (let i = 0; i < RUNS; i++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

function print(what, value, unit, prototype) {
  const beside = prototype === undefined ? "" : `  (prototype ${prototype})`;
  console.log(`${what.padEnd(52)} ${value.toPrecision(3).padStart(8)} ${unit}${beside}`);
}

const perRow = (seconds) => (seconds / ROWS) * 1e6;

const common = block(0.3, 0);
const incomplete = block(0.3, 0.01);
const rare = block(0.003, 0);
const sparse = block(0.019, 0);
const count = alleleCounts.prepare({}, device);
const countsOf = (own) => {
  const { twos, ones, missing } = count(own);
  const copy = (view) => {
    const target = arena.int32(view.length);
    target.set(view);
    return target;
  };
  return { twos: copy(twos), ones: copy(ones), missing: copy(missing) };
};

const place = (values) => {
  const target = arena.float64(values.length);
  target.set(values);
  return target;
};

/** Rare rows as lists, as a .pgen has them. */
function listed(own) {
  const { kinds, offsets, entries, unlisted } = carrierRows(own, SAMPLES / 10);
  const inArena = (values, room) => (room.set(values), room);
  const carriers = {
    kinds: inArena(kinds, arena.uint8(kinds.length)),
    offsets: inArena(offsets, arena.uint32(offsets.length)),
    entries: inArena(entries, arena.uint32(entries.length)),
    unlisted,
  };
  return { ...own, carriers };
}

const listedRare = listed(rare);
const listedSparse = listed(sparse);

print("counts", perRow(best(() => count(common))), "µs/variant");
const exclusion = exclusionBytes(SAMPLES, { 7: 1 });
const mask = maskedRows.prepare(exclusion, device);
print("mask", perRow(best(() => mask(common))), "µs/variant");

for (const width of [12, 64]) {
  const run = dosageProducts.prepare(columnsOf(width), device);
  const products = (own) => {
    const input = { ...own, counts: countsOf(own) };
    return best(() => run(input));
  };
  const dense = products(common);
  const rate = (SAMPLES * ROWS * width) / dense / 1e9;
  print(`dense products, ${width} columns`, rate, "GMAC/s", width === 12 ? 29 : undefined);
  print(
    `dense products, ${width} columns`,
    perRow(dense),
    "µs/variant",
    width === 12 ? 4.1 : undefined,
  );
  print(`sparse products, ${width} columns, 60 carriers`, perRow(products(rare)), "µs/variant");
  print(`sparse products, ${width} columns, 380 carriers`, perRow(products(sparse)), "µs/variant");
  // The prototype's figures are with decoding of the records.
  for (const [own, carriers, prototype] of [
    [listedRare, 60, 0.27],
    [listedSparse, 380, 1.46],
  ]) {
    print(
      `sparse products, ${width} columns, ${carriers} carriers listed`,
      perRow(products(own)),
      "µs/variant",
      width === 12 ? prototype : undefined,
    );
  }
}

for (const traits of [1, 50]) {
  const shared = COVARIATES + 1;
  const columns = columnsOf(shared + traits);
  const gone = missingProducts.prepare({ columns, shared }, device);
  const setup = {
    columns,
    covariateCount: COVARIATES,
    traitCount: traits,
    sampleCount: SAMPLES,
    maxCovariateInflation: 1.2,
    traitNorms: new Float64Array(traits).fill(1),
  };
  const fit = linearFit.prepare(setup, device);
  const multiply = dosageProducts.prepare(columns, device);
  for (const [title, own, prototype] of [
    ["complete", common, traits === 1 ? 0.2 : undefined],
    ["1 % missing", incomplete, traits === 1 ? 3 : undefined],
  ]) {
    const counts = countsOf(own);
    const products = multiply({ ...own, counts });
    if (own === incomplete) {
      const sums = best(() => {
        for (let first = 0; first < ROWS; first += 128) {
          gone({ block: own, missing: counts.missing, first, end: first + 128 });
        }
      });
      print(`missing products, 100 missing, ${traits} traits`, perRow(sums), "µs/variant");
    }
    const seconds = best(() => fit({ block: own, counts, products }));
    print(`finish, ${title}, ${traits} traits`, perRow(seconds), "µs/variant", prototype);
  }
}

const countEach = sampleCounts.prepare({}, device);
print("sample counts", perRow(best(() => countEach({ block: incomplete }))), "µs/variant");

const df = SAMPLES - COVARIATES - 2;
const normaliser = kernels.studentTNormaliser(df);
const nulls = Float64Array.from(
  { length: 20_000 },
  () => 2 * (random() + random() + random() - 1.5),
);
const perNumber = (run) => (best(() => nulls.forEach(run)) / nulls.length) * 1e9;
print(
  "t tail, null",
  perNumber((t) => kernels.studentTLnP(t, df, normaliser)),
  "ns",
  96,
);
const table = arena.pointer(arena.float64(512));
kernels.fillStudentTTable(df, normaliser, table);
print(
  "t tail of a table, null",
  perNumber((t) => kernels.studentTLnPOfTable(t, df, normaliser, table)),
  "ns",
);
print(
  "t tail, |t| > 5",
  perNumber((t) => kernels.studentTLnP(5 + Math.abs(t), df, normaliser)),
  "ns",
  355,
);
const room = arena.pointer(arena.uint8(128));
print(
  "number as text",
  perNumber((x) => kernels.putNumber(room, x)),
  "ns",
  "20–36",
);
print(
  "P of ln P as text",
  perNumber((x) => kernels.putPOfLn(room, -5 * Math.abs(x))),
  "ns",
  "20–36",
);

const numbers = place(nulls.subarray(0, ROWS));
const text = rowText.prepare({}, device);
const prefixes = encodeTexts(
  Array.from({ length: ROWS }, (_, v) => `1\t${10_000 + v}\trs${v}\tA\tG\tG\tADD`),
  arena,
);
const columns = [
  { kind: "text", texts: prefixes, first: 0 },
  { kind: "integer", values: arena.int32(ROWS).fill(SAMPLES) },
  { kind: "number", values: numbers },
  { kind: "number", values: numbers },
  { kind: "number", values: numbers },
  { kind: "p-of-ln", values: place(numbers.map((x) => -Math.abs(x))) },
  { kind: "code", values: arena.uint8(ROWS).fill(0), texts: encodeTexts(["."], arena) },
];
print(
  "a row of results as text",
  perRow(best(() => text({ rowCount: ROWS, columns }))),
  "µs/variant",
  0.2,
);
