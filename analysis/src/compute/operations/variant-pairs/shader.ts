/** Variants of each side in a workgroup's tile; a thread has 2 × 2 pairs. */
export const PAIR_TILE = 32;
/** Words of 32 samples in shared memory at a time. */
const WORDS = 16;
const PLANE = PAIR_TILE * WORDS;

const PAIRS = [
  ["a", "0u", "0u"],
  ["b", "0u", "16u"],
  ["c", "16u", "0u"],
  ["d", "16u", "16u"],
] as const;

/**
 * n, Σx, Σy, Σx², Σy², Σxy of pairs of variants, by counting bits of three planes: called, homozygous, and homozygous for
 * the allele that is not counted. Pairs lie in the order of the left rows, from offsets[row].
 */
export const PAIRS_SHADER: string = /* wgsl */ `
struct Task {
  leftRows: u32,
  firstRight: u32,   // of the right rows that are bound
  rightRows: u32,
  rowWords: u32,     // of a row of codes, 16 samples each
  words: u32,        // of 32 samples
  tilesAcross: u32,  // workgroups along x
  tiles: u32,
}
@group(0) @binding(0) var<uniform> task: Task;
@group(0) @binding(1) var<storage, read> left: array<u32>;
@group(0) @binding(2) var<storage, read> right: array<u32>;
@group(0) @binding(3) var<storage, read> included: array<u32>;      // a bit a sample
@group(0) @binding(4) var<storage, read> ranges: array<vec4<u32>>;  // of a left row: first, end, offset
@group(0) @binding(5) var<storage, read> places: array<vec2<u32>>;  // of a tile: first left row, first bound right row
@group(0) @binding(6) var<storage, read_write> sums: array<i32>;

var<workgroup> x: array<vec3<u32>, ${PLANE}>;
var<workgroup> y: array<vec3<u32>, ${PLANE}>;

// The even bits of a word, side by side in its lower half.
fn evenBits(word: u32) -> u32 {
  var bits = word & 0x55555555u;
  bits = (bits | (bits >> 1u)) & 0x33333333u;
  bits = (bits | (bits >> 2u)) & 0x0f0f0f0fu;
  bits = (bits | (bits >> 4u)) & 0x00ff00ffu;
  return (bits | (bits >> 8u)) & 0x0000ffffu;
}

// Called, homozygous, none: 0b01 is missing, 0b10 one copy, 0b11 none.
fn planes(lower: u32, upper: u32, mask: u32) -> vec3<u32> {
  let high = evenBits(lower >> 1u) | (evenBits(upper >> 1u) << 16u);
  let low = evenBits(lower) | (evenBits(upper) << 16u);
  return vec3<u32>(high | ~low, ~(high ^ low), high & low) & vec3<u32>(mask);
}

struct Counts {
  n: u32, squareX: u32, squareY: u32, noneX: u32, noneY: u32, both: u32, unlike: u32,
}

fn add(counts: Counts, p: vec3<u32>, q: vec3<u32>) -> Counts {
  let atX = p.y & q.x;
  let atY = q.y & p.x;
  let both = p.y & q.y;
  return Counts(
    counts.n + countOneBits(p.x & q.x),
    counts.squareX + countOneBits(atX),
    counts.squareY + countOneBits(atY),
    counts.noneX + countOneBits(atX & p.z),
    counts.noneY + countOneBits(atY & q.z),
    counts.both + countOneBits(both),
    counts.unlike + countOneBits(both & (p.z ^ q.z)));
}

fn store(row: u32, column: u32, counts: Counts) {
  if (row >= task.leftRows || column >= task.rightRows) { return; }
  let range = ranges[row];
  let partner = task.firstRight + column;
  if (partner < range.x || partner >= range.y) { return; }
  let n = i32(counts.n);
  // Of genotypes less one: −1, 0, 1.
  let squareX = i32(counts.squareX);
  let squareY = i32(counts.squareY);
  let sumX = squareX - 2 * i32(counts.noneX);
  let sumY = squareY - 2 * i32(counts.noneY);
  let product = i32(counts.both) - 2 * i32(counts.unlike);
  let at = (range.z + partner - range.x) * 6u;
  sums[at] = n;
  sums[at + 1u] = sumX + n;
  sums[at + 2u] = sumY + n;
  sums[at + 3u] = squareX + 2 * sumX + n;
  sums[at + 4u] = squareY + 2 * sumY + n;
  sums[at + 5u] = product + sumX + sumY + n;
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let tile = group.y * task.tilesAcross + group.x;
  if (tile >= task.tiles) { return; }
  let firstRow = places[tile].x;
  let firstColumn = places[tile].y;
  let line = thread / 16u;
  let column = thread % 16u;
${PAIRS.map(([name]) => `  var ${name} = Counts();`).join("\n")}
  for (var start = 0u; start < task.words; start += ${WORDS}u) {
    workgroupBarrier();
    for (var t = thread; t < ${PLANE}u; t += 256u) {
      let word = start + t % ${WORDS}u;
      let i = t / ${WORDS}u;
      let to = (t % ${WORDS}u) * ${PAIR_TILE}u + i;
      let row = firstRow + i;
      let partner = firstColumn + i;
      var p = vec3<u32>(0u);
      var q = vec3<u32>(0u);
      if (word < task.words) {
        let mask = included[word];
        if (row < task.leftRows) {
          let at = row * task.rowWords + 2u * word;
          p = planes(left[at], left[at + 1u], mask);
        }
        if (partner < task.rightRows) {
          let at = partner * task.rowWords + 2u * word;
          q = planes(right[at], right[at + 1u], mask);
        }
      }
      x[to] = p;
      y[to] = q;
    }
    workgroupBarrier();
    for (var word = 0u; word < ${WORDS}u; word++) {
${PAIRS.map(
  ([name, row, side]) =>
    `      ${name} = add(${name}, x[word * ${PAIR_TILE}u + line + ${row}], y[word * ${PAIR_TILE}u + column + ${side}]);`,
).join("\n")}
    }
  }
${PAIRS.map(
  ([name, row, side]) =>
    `  store(firstRow + line + ${row}, firstColumn + column + ${side}, ${name});`,
).join("\n")}
}
`;
