/** Samples of a workgroup's tile: rows and columns of pairs. */
export const PAIR_ROWS = 128;
export const PAIR_COLUMNS = 64;
/** Variants in shared memory at a time, four a word. */
export const STEP_VARIANTS = 32;

const WORDS = STEP_VARIANTS / 4;
const ROW_QUADS = PAIR_ROWS / 4;
const COLUMN_QUADS = PAIR_COLUMNS / 4;
const LANES = ["x", "y", "z", "w"] as const;
const rows = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * sums[row × columns + column] += Σ over variants of copies(row) × slope(column) + called(row) × constant(column), for
 * pairs on and below the diagonal. Slope and constant are digits, looked up by code: byte c of a variant's two words of
 * `tables` is that of code c. 12 KiB of shared memory, 256 threads.
 */
export const RELATIONSHIP_SHADER: string = /* wgsl */ `
struct Task {
  firstRow: u32,        // of the cohort
  rows: u32,
  firstColumn: u32,
  columns: u32,
  rowWords: u32,        // of a variant's codes
  variants: u32,
  stepsPerChunk: u32,
  firstTable: u32,
  firstSum: u32,
}
@group(0) @binding(0) var<uniform> task: Task;
@group(0) @binding(1) var<storage, read> codes: array<u32>;
@group(0) @binding(2) var<storage, read> tables: array<vec2<u32>>;
@group(0) @binding(3) var<storage, read_write> sums: array<atomic<i32>>;

var<workgroup> copies: array<vec4<u32>, ${WORDS * ROW_QUADS}>;
var<workgroup> called: array<vec4<u32>, ${WORDS * ROW_QUADS}>;
var<workgroup> slopes: array<vec4<u32>, ${WORDS * COLUMN_QUADS}>;
var<workgroup> constants: array<vec4<u32>, ${WORDS * COLUMN_QUADS}>;

const EVEN = vec4<u32>(0x55555555u);

fn codesAt(variant: u32, word: u32) -> u32 {
  if (variant >= task.variants || word >= task.rowWords) { return 0x55555555u; }
  return codes[variant * task.rowWords + word];
}

fn fourCodes(variant: u32, word: u32) -> vec4<u32> {
  return vec4<u32>(
    codesAt(variant, word), codesAt(variant + 1u, word),
    codesAt(variant + 2u, word), codesAt(variant + 3u, word));
}

fn tableAt(variant: u32) -> vec2<u32> {
  if (variant >= task.variants) { return vec2<u32>(0u); }
  return tables[task.firstTable + variant];
}

fn packed(bytes: vec4<u32>) -> u32 {
  return bytes.x | (bytes.y << 8u) | (bytes.z << 16u) | (bytes.w << 24u);
}

fn fillRows(firstRow: u32, firstVariant: u32, thread: u32) {
  let j = thread % 4u;
  let part = (thread / 4u) % ${PAIR_ROWS / 16}u;
  let quad = thread / ${PAIR_ROWS / 4}u;
  let code = fourCodes(firstVariant + quad * 4u, (task.firstRow + firstRow) / 16u + part);
  let high = (code >> vec4<u32>(1u)) & EVEN;
  let low = code & EVEN;
  let copy = (((high | low) ^ EVEN) << vec4<u32>(1u)) | (high & (low ^ EVEN));
  let call = EVEN ^ (low & (high ^ EVEN));
  var some: vec4<u32>;
  var any: vec4<u32>;
  for (var k = 0u; k < 4u; k++) {
    let shift = vec4<u32>(8u * j + 2u * k);
    some[k] = packed((copy >> shift) & vec4<u32>(3u));
    any[k] = packed((call >> shift) & vec4<u32>(1u));
  }
  copies[quad * ${ROW_QUADS}u + part * 4u + j] = some;
  called[quad * ${ROW_QUADS}u + part * 4u + j] = any;
}

fn fillColumns(firstColumn: u32, firstVariant: u32, thread: u32) {
  if (thread >= ${WORDS * COLUMN_QUADS}u) { return; }
  let j = thread % 4u;
  let part = (thread / 4u) % ${PAIR_COLUMNS / 16}u;
  let quad = thread / ${PAIR_COLUMNS / 4}u;
  let variant = firstVariant + quad * 4u;
  let code = fourCodes(variant, (task.firstColumn + firstColumn) / 16u + part);
  let a = tableAt(variant);
  let b = tableAt(variant + 1u);
  let c = tableAt(variant + 2u);
  let d = tableAt(variant + 3u);
  let slope = vec4<u32>(a.x, b.x, c.x, d.x);
  let constant = vec4<u32>(a.y, b.y, c.y, d.y);
  var some: vec4<u32>;
  var any: vec4<u32>;
  for (var k = 0u; k < 4u; k++) {
    let place = ((code >> vec4<u32>(8u * j + 2u * k)) & vec4<u32>(3u)) * 8u;
    some[k] = packed((slope >> place) & vec4<u32>(255u));
    any[k] = packed((constant >> place) & vec4<u32>(255u));
  }
  slopes[quad * ${COLUMN_QUADS}u + part * 4u + j] = some;
  constants[quad * ${COLUMN_QUADS}u + part * 4u + j] = any;
}

fn products(row: u32, factor: vec4<u32>) -> vec4<i32> {
  return vec4<i32>(
    dot4I8Packed(row, factor.x), dot4I8Packed(row, factor.y),
    dot4I8Packed(row, factor.z), dot4I8Packed(row, factor.w));
}

fn store(row: u32, column: u32, sum: vec4<i32>) {
  if (row >= task.rows) { return; }
  let most = min(task.columns, task.firstRow + row + 1u - min(task.firstRow + row + 1u, task.firstColumn));
  let at = task.firstSum + row * task.columns + column;
${LANES.map((lane, i) => `  if (column + ${i}u < most) { atomicAdd(&sums[at + ${i}u], sum.${lane}); }`).join("\n")}
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) tile: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let firstRow = tile.y * ${PAIR_ROWS}u;
  let firstColumn = tile.x * ${PAIR_COLUMNS}u;
  if (task.firstColumn + firstColumn >= task.firstRow + firstRow + ${PAIR_ROWS}u) { return; }
  let side = thread % 16u;
  let line = thread / 16u;
  let first = tile.z * task.stepsPerChunk * ${STEP_VARIANTS}u;
  let end = min(first + task.stepsPerChunk * ${STEP_VARIANTS}u, task.variants);
${rows.map((r) => `  var sum${r} = vec4<i32>(0);`).join("\n")}
  for (var variant = first; variant < end; variant += ${STEP_VARIANTS}u) {
    workgroupBarrier();
    fillRows(firstRow, variant, thread);
    fillColumns(firstColumn, variant, thread);
    workgroupBarrier();
    for (var word = 0u; word < ${WORDS}u; word++) {
      let slope = slopes[word * ${COLUMN_QUADS}u + side];
      let constant = constants[word * ${COLUMN_QUADS}u + side];
${[0, 4]
  .map((r) =>
    [
      `      let copy${r} = copies[word * ${ROW_QUADS}u + line * 2u + ${r / 4}u];`,
      `      let call${r} = called[word * ${ROW_QUADS}u + line * 2u + ${r / 4}u];`,
      ...LANES.map(
        (lane, i) =>
          `      sum${r + i} += products(copy${r}.${lane}, slope) + products(call${r}.${lane}, constant);`,
      ),
    ].join("\n"),
  )
  .join("\n")}
    }
  }
  let row = firstRow + line * 8u;
  let column = firstColumn + side * 4u;
${rows.map((r) => `  store(row + ${r}u, column, sum${r});`).join("\n")}
}
`;
