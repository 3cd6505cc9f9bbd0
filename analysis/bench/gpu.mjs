// npm run bench -- gpu: what the GPU of this machine does, and how much of what it could do. Needs a build.
import { dosageProductsGpu } from "../dist/compute/operations/dosage-products/gpu.js";
import { openGpu } from "../dist/compute/webgpu/gpu.js";
import { loadWebGpu } from "../dist/compute/webgpu/load-webgpu.js";
import { peaksOf } from "./gpu-peaks.mjs";

const TRAITS = [1, 10, 100, 1000];
const COVARIATES = 10;
const DIGITS = 3;
/** Blocks of a measurement, the first of which is not counted: it compiles and places the columns. */
const BLOCKS = 5;
const MATRIX_UNITS = process.argv.includes("--matrix-units");

const gpu = await openAny();
if (gpu) {
  try {
    await report(gpu);
  } finally {
    gpu.close();
  }
}

async function openAny() {
  try {
    await loadWebGpu();
    return await openGpu({ allowSoftware: true, matrixUnits: MATRIX_UNITS });
  } catch (error) {
    if (error.tag !== "device-unavailable") throw error;
    console.log(`no adapter: ${error.what} ${error.why}`);
    return undefined;
  }
}

async function report(gpu) {
  const mark = gpu.isSoftware
    ? " (emulated by the CPU: not a GPU, no figure below is one of a GPU)"
    : "";
  const peaks = gpu.isSoftware ? undefined : peaksOf(gpu.adapterName);
  console.log(`adapter   ${gpu.adapterName}${mark}`);
  console.log(`driver    ${gpu.driver}`);
  console.log(`features  ${gpu.features.join(" ")}`);
  console.log(
    `limits    buffer ${mebibytes(gpu.limits.maxBufferSize)}, binding ${mebibytes(gpu.limits.maxStorageBufferBindingSize)}`,
  );
  console.log(
    `products  ${gpu.hasMatrixUnits ? "int8 matrix units" : "dot4I8Packed"}, ${DIGITS} digits a column`,
  );
  console.log(`peaks     ${peaks ? `of ${peaks.name}: ${peaks.source}` : "unknown"}`);

  const { samples, rows } = gpu.isSoftware
    ? { samples: 1_000, rows: 128 }
    : { samples: 50_000, rows: 4_096 };
  const bytesPerSecond = await uploadRate(gpu, samples, rows);
  console.log(
    `upload    ${(bytesPerSecond / 1e9).toFixed(2)} GB/s${share(bytesPerSecond, peaks?.bus, "of the bus")}`,
  );
  console.log(
    `\n${samples} samples, blocks of ${rows} variants, ${COVARIATES} covariates, best of ${BLOCKS - 1} in a row${mark}`,
  );
  console.log(
    "traits  genotype·column/s  variants/s  int8 op/s  of int8  of f32  of bus  of memory",
  );
  for (const traits of TRAITS) {
    const seconds = await secondsPerBlock(gpu, samples, rows, traits + COVARIATES);
    const columns = traits + COVARIATES;
    const rate = (rows * samples * columns) / seconds;
    const operations = 2 * DIGITS * rate;
    const sent = (rows * samples) / 4 / seconds;
    // Digits are read once for every 128 rows, codes once for every 64 planes, sums are written and read.
    const planes = DIGITS * columns;
    const moved =
      (Math.ceil(rows / 128) * planes * samples +
        (Math.ceil(planes / 64) * rows * samples) / 4 +
        2 * rows * planes * 4) /
      seconds;
    console.log(
      [
        String(traits).padStart(6),
        rate.toExponential(2).padStart(17),
        (rows / seconds).toExponential(2).padStart(10),
        operations.toExponential(2).padStart(9),
        percent(operations, peaks?.int8),
        percent(operations, peaks?.f32),
        percent(sent, peaks?.bus),
        percent(moved, peaks?.memory).padStart(9),
      ].join("  "),
    );
  }
}

/** Bytes of genotypes a second that reach the device when nothing is computed. */
async function uploadRate(gpu, samples, rows) {
  const blocks = Array.from({ length: BLOCKS }, () => randomBlock(samples, rows));
  const sendAll = async () => {
    const started = performance.now();
    await Promise.all(
      blocks.map((block) =>
        gpu.staging.withRows({ ...block }, { firstRow: 0, rows }, () => undefined),
      ),
    );
    await gpu.device.queue.onSubmittedWorkDone();
    return (performance.now() - started) / 1000;
  };
  await sendAll();
  const seconds = [await sendAll(), await sendAll(), await sendAll()];
  return (BLOCKS * rows * Math.ceil(samples / 4)) / Math.min(...seconds);
}

/** Blocks one after another as a scan sends them, three under way at a time; the time of the whole run, a block. */
async function secondsPerBlock(gpu, samples, rows, width) {
  const values = Float64Array.from(
    { length: samples * width },
    (_, i) => Math.sin(i * 12.9898) / 2,
  );
  const run = dosageProductsGpu({ sampleCount: samples, width, values }, { gpu });
  const block = randomBlock(samples, rows);
  await run({ ...block });
  const measured = [];
  for (let turn = 0; turn < (gpu.isSoftware ? 1 : 3); turn++) {
    const started = performance.now();
    await Promise.all(Array.from({ length: BLOCKS - 1 }, () => run({ ...block })));
    measured.push((performance.now() - started) / 1000 / (BLOCKS - 1));
  }
  gpu.clear();
  return Math.min(...measured);
}

function randomBlock(sampleCount, count) {
  const bytesPerVariant = Math.ceil(sampleCount / 4);
  const packed = new Uint8Array(count * bytesPerVariant);
  for (let i = 0; i < packed.length; i++) packed[i] = Math.imul(i, 2_654_435_761) >>> 24;
  return { count, sampleCount, bytesPerVariant, packed };
}

function mebibytes(bytes) {
  return `${Math.floor(bytes / 2 ** 20)} MiB`;
}

function percent(value, peak) {
  return (peak === undefined ? "unknown" : `${((100 * value) / peak).toFixed(1)} %`).padStart(7);
}

function share(value, peak, of) {
  return peak === undefined ? "" : `, ${((100 * value) / peak).toFixed(0)} % ${of}`;
}
