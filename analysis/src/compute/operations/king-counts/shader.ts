/** Samples of each side in a workgroup's tile; a thread has 2 × 2 pairs. */
export const KING_TILE = 32;
const WORDS = 16;
const SHARED = KING_TILE * WORDS;

const PAIRS = [
  ["a", "0u", "0u"],
  ["b", "0u", "16u"],
  ["c", "16u", "0u"],
  ["d", "16u", "16u"],
] as const;

/**
 * Rows of bits of samples, a bit a variant: heterozygous, homozygous, and homozygous for the allele that is not counted.
 * A thread makes one word of a sample: 16 of them read the same word of codes.
 */
export const SAMPLE_BITS_SHADER: string = /* wgsl */ `
struct Task {
  variants: u32,
  rowWords: u32,
  firstSample: u32,
  samples: u32,
  words: u32,  // of 32 variants
}
@group(0) @binding(0) var<uniform> task: Task;
@group(0) @binding(1) var<storage, read> codes: array<u32>;
@group(0) @binding(2) var<storage, read_write> bits: array<u32>;  // [sample][word][three planes]

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) place: vec3<u32>) {
  let sample = place.x;
  let word = place.y;
  if (sample >= task.samples) { return; }
  let at = (task.firstSample + sample) / 16u;
  let shift = 2u * ((task.firstSample + sample) % 16u);
  var planes = vec3<u32>(0u);
  for (var k = 0u; k < 32u; k++) {
    let variant = word * 32u + k;
    if (variant >= task.variants) { break; }
    let code = (codes[variant * task.rowWords + at] >> shift) & 3u;
    planes |= vec3<u32>(u32(code == 2u), u32(code == 0u || code == 3u), u32(code == 3u)) << vec3<u32>(k);
  }
  let to = (sample * task.words + word) * 3u;
  bits[to] = planes.x;
  bits[to + 1u] = planes.y;
  bits[to + 2u] = planes.z;
}
`;

/** Adds the five counts of pairs of samples below the diagonal. */
export const KING_SHADER: string = /* wgsl */ `
struct Task {
  firstRow: u32,  // of the cohort
  rows: u32,
  firstColumn: u32,
  columns: u32,
  words: u32,
}
@group(0) @binding(0) var<uniform> task: Task;
@group(0) @binding(1) var<storage, read> rowBits: array<u32>;
@group(0) @binding(2) var<storage, read> columnBits: array<u32>;
@group(0) @binding(3) var<storage, read_write> counts: array<i32>;

var<workgroup> x: array<vec3<u32>, ${SHARED}>;
var<workgroup> y: array<vec3<u32>, ${SHARED}>;

struct Counts { n: u32, both: u32, opposite: u32, row: u32, column: u32 }

fn add(sum: Counts, p: vec3<u32>, q: vec3<u32>) -> Counts {
  let calledRow = p.x | p.y;
  let calledColumn = q.x | q.y;
  return Counts(
    sum.n + countOneBits(calledRow & calledColumn),
    sum.both + countOneBits(p.x & q.x),
    sum.opposite + countOneBits(p.y & q.y & (p.z ^ q.z)),
    sum.row + countOneBits(p.x & calledColumn),
    sum.column + countOneBits(q.x & calledRow));
}

fn store(row: u32, column: u32, sum: Counts) {
  if (row >= task.rows || column >= task.columns) { return; }
  if (task.firstColumn + column >= task.firstRow + row) { return; }
  let at = (row * task.columns + column) * 5u;
  counts[at] += i32(sum.n);
  counts[at + 1u] += i32(sum.both);
  counts[at + 2u] += i32(sum.opposite);
  counts[at + 3u] += i32(sum.row);
  counts[at + 4u] += i32(sum.column);
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) tile: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let firstRow = tile.y * ${KING_TILE}u;
  let firstColumn = tile.x * ${KING_TILE}u;
  // Tiles above the diagonal have nothing to count.
  if (task.firstColumn + firstColumn >= task.firstRow + firstRow + ${KING_TILE}u) { return; }
  let line = thread / 16u;
  let column = thread % 16u;
${PAIRS.map(([name]) => `  var ${name} = Counts();`).join("\n")}
  for (var start = 0u; start < task.words; start += ${WORDS}u) {
    workgroupBarrier();
    for (var t = thread; t < ${SHARED}u; t += 256u) {
      let word = start + t % ${WORDS}u;
      let i = t / ${WORDS}u;
      let to = (t % ${WORDS}u) * ${KING_TILE}u + i;
      var p = vec3<u32>(0u);
      var q = vec3<u32>(0u);
      if (word < task.words) {
        if (firstRow + i < task.rows) {
          let at = ((firstRow + i) * task.words + word) * 3u;
          p = vec3<u32>(rowBits[at], rowBits[at + 1u], rowBits[at + 2u]);
        }
        if (firstColumn + i < task.columns) {
          let at = ((firstColumn + i) * task.words + word) * 3u;
          q = vec3<u32>(columnBits[at], columnBits[at + 1u], columnBits[at + 2u]);
        }
      }
      x[to] = p;
      y[to] = q;
    }
    workgroupBarrier();
    for (var word = 0u; word < ${WORDS}u; word++) {
${PAIRS.map(
  ([name, row, side]) =>
    `      ${name} = add(${name}, x[word * ${KING_TILE}u + line + ${row}], y[word * ${KING_TILE}u + column + ${side}]);`,
).join("\n")}
    }
  }
${PAIRS.map(
  ([name, row, side]) =>
    `  store(firstRow + line + ${row}, firstColumn + column + ${side}, ${name});`,
).join("\n")}
}
`;
