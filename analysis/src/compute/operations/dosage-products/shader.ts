import { TILE_PLANES, TILE_ROWS } from "../../webgpu/dispatch-plan.ts";

/** Rows and planes of one thread; 16 × 16 threads make a tile. */
const THREAD_ROWS = TILE_ROWS / 16;
const THREAD_PLANES = TILE_PLANES / 16;
const ROW_QUADS = TILE_ROWS / 4;
const LANES = ["x", "y", "z", "w"] as const;

const rows = Array.from({ length: THREAD_ROWS }, (_, r) => r);

/** Uniforms and buffers of every kernel that multiplies codes with digits. */
export const TASK_WGSL: string = /* wgsl */ `
struct Task {
  rows: u32,            // of the tile, counted from firstRow
  firstRow: u32,
  rowWords: u32,        // of a variant's codes
  depth: u32,           // variants, where samples are rows
  counted: u32,         // see COUNTED
  firstGroup: u32,      // of 64 that are summed over, the first whose digits are bound
  groups: u32,
  groupsPerChunk: u32,
  planes: u32,
  paddedPlanes: u32,
  width: u32,           // of a row of sums
  firstSum: u32,        // row of sums of the first row
}
@group(0) @binding(0) var<uniform> task: Task;
@group(0) @binding(1) var<storage, read> codes: array<u32>;
@group(0) @binding(2) var<storage, read> digits: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read_write> sums: array<atomic<i32>>;
`;

/** What of 16 codes is multiplied, two bits each. */
export const COUNTED_WGSL: string = /* wgsl */ `
// 0b00 is two copies, 0b10 one, 0b11 none, 0b01 missing.
fn counted(code: u32) -> u32 {
  let high = (code >> 1u) & 0x55555555u;
  let low = code & 0x55555555u;
  let one = high & (low ^ 0x55555555u);
  if (task.counted == 1u) { return low & (high ^ 0x55555555u); }
  if (task.counted == 2u) { return one; }
  return (((high | low) ^ 0x55555555u) << 1u) | one;
}
`;

/** Fills shared memory with 64 samples of 128 variants: the bytes of a word are samples k, k + 4, k + 8, k + 12 of 16. */
const VARIANTS_AS_ROWS = /* wgsl */ `
fn rowCodes(row: u32, word: u32) -> u32 {
  if (row >= task.rows) { return 0u; }
  return counted(codes[(task.firstRow + row) * task.rowWords + word]);
}

fn fill(firstRow: u32, group: u32, thread: u32) {
  for (var t = thread; t < ${4 * ROW_QUADS}u; t += 256u) {
    let quarter = t % 4u;
    let rowQuad = t / 4u;
    let row = firstRow + rowQuad * 4u;
    let word = (task.firstGroup + group) * 4u + quarter;
    let four = vec4<u32>(
      rowCodes(row, word), rowCodes(row + 1u, word), rowCodes(row + 2u, word), rowCodes(row + 3u, word));
    for (var k = 0u; k < 4u; k++) {
      left[(quarter * 4u + k) * ${ROW_QUADS}u + rowQuad] =
        (four >> vec4<u32>(2u * k)) & vec4<u32>(0x03030303u);
    }
  }
}
`;

/** Fills shared memory with 64 variants of 128 samples: the bytes of a word are four variants in their order. */
const SAMPLES_AS_ROWS = /* wgsl */ `
fn variantCodes(variant: u32, word: u32) -> u32 {
  if (variant >= task.depth || word >= task.rowWords) { return 0u; }
  return counted(codes[variant * task.rowWords + word]);
}

fn fill(firstRow: u32, group: u32, thread: u32) {
  for (var t = thread; t < ${16 * (TILE_ROWS / 16)}u; t += 256u) {
    let part = t % ${TILE_ROWS / 16}u;
    let quad = t / ${TILE_ROWS / 16}u;
    let variant = (task.firstGroup + group) * 64u + quad * 4u;
    let word = (task.firstRow + firstRow) / 16u + part;
    let four = vec4<u32>(
      variantCodes(variant, word), variantCodes(variant + 1u, word),
      variantCodes(variant + 2u, word), variantCodes(variant + 3u, word));
    for (var j = 0u; j < 4u; j++) {
      var samples: vec4<u32>;
      for (var k = 0u; k < 4u; k++) {
        let one = (four >> vec4<u32>(2u * k + 8u * j)) & vec4<u32>(3u);
        samples[k] = one.x | (one.y << 8u) | (one.z << 16u) | (one.w << 24u);
      }
      left[quad * ${ROW_QUADS}u + part * 4u + j] = samples;
    }
  }
}
`;

/**
 * sums[row × width + plane] += Σ of what a code counts × digit, in exact 32-bit integers.
 *
 * Codes become bytes in shared memory, 128 rows × 64 at a time; digits lie as `writePlanes` leaves them. 12 KiB of shared
 * memory, 256 threads, no subgroup operations. Accumulators are separate variables because not every compiler keeps an
 * indexed array in registers.
 */
const productsShader = (fill: string): string => /* wgsl */ `
${TASK_WGSL}
var<workgroup> left: array<vec4<u32>, ${16 * ROW_QUADS}>;      // [word][four rows]
var<workgroup> right: array<vec4<u32>, ${16 * (TILE_PLANES / 4)}>; // [word][four planes]

${COUNTED_WGSL}${fill}
fn products(row: u32, factor: vec4<u32>) -> vec4<i32> {
  return vec4<i32>(
    dot4I8Packed(row, factor.x), dot4I8Packed(row, factor.y),
    dot4I8Packed(row, factor.z), dot4I8Packed(row, factor.w));
}

fn store(row: u32, plane: u32, sum: vec4<i32>) {
  if (row >= task.rows) { return; }
  let at = (task.firstSum + row) * task.width + plane;
${LANES.map(
  (lane, i) => `  if (plane + ${i}u < task.planes) { atomicAdd(&sums[at + ${i}u], sum.${lane}); }`,
).join("\n")}
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) tile: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let firstRow = tile.y * ${TILE_ROWS}u;
  let column = thread % 16u;
  let line = thread / 16u;
  let row = firstRow + line * ${THREAD_ROWS}u;
  let plane = tile.x * ${TILE_PLANES}u + column * ${THREAD_PLANES}u;
  let isNeeded = row < task.rows && plane < task.planes;
  let first = tile.z * task.groupsPerChunk;
  let end = min(first + task.groupsPerChunk, task.groups);
${rows.map((r) => `  var sum${r} = vec4<i32>(0);`).join("\n")}
  for (var group = first; group < end; group++) {
    workgroupBarrier();
    fill(firstRow, group, thread);
    right[thread] = digits[(group * 16u + line) * (task.paddedPlanes / 4u)
      + tile.x * ${TILE_PLANES / 4}u + column];
    workgroupBarrier();
    for (var word = 0u; word < 16u && isNeeded; word++) {
      let factor = right[word * 16u + column];
${rows
  .filter((r) => r % 4 === 0)
  .map((r) =>
    [
      `      let four${r} = left[word * ${ROW_QUADS}u + line * ${THREAD_ROWS / 4}u + ${r / 4}u];`,
      ...LANES.map((lane, i) => `      sum${r + i} += products(four${r}.${lane}, factor);`),
    ].join("\n"),
  )
  .join("\n")}
    }
  }
${rows.map((r) => `  store(row + ${r}u, plane, sum${r});`).join("\n")}
}
`;

/** Rows are variants, sums are over samples. */
export const PRODUCTS_SHADER: string = productsShader(VARIANTS_AS_ROWS);

/** Rows are samples, sums are over variants. */
export const SCORES_SHADER: string = productsShader(SAMPLES_AS_ROWS);
