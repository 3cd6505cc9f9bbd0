/** Threads of a row's workgroup. */
const THREADS = 64;

/** Twos, ones and missing of every row; a workgroup a row, numbered along x and then y. */
export const COUNTS_SHADER: string = /* wgsl */ `
struct Task {
  rows: u32,
  rowWords: u32,
  rowsAcross: u32,  // workgroups along x
}
@group(0) @binding(0) var<uniform> task: Task;
@group(0) @binding(1) var<storage, read> codes: array<u32>;
@group(0) @binding(2) var<storage, read_write> counts: array<u32>;

var<workgroup> parts: array<vec3<u32>, ${THREADS}>;

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) place: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let row = place.y * task.rowsAcross + place.x;
  var sum = vec3<u32>(0u);
  if (row < task.rows) {
    for (var w = thread; w < task.rowWords; w += ${THREADS}u) {
      let code = codes[row * task.rowWords + w];
      let high = (code >> 1u) & 0x55555555u;
      let low = code & 0x55555555u;
      sum += vec3<u32>(
        countOneBits((high | low) ^ 0x55555555u),
        countOneBits(high & (low ^ 0x55555555u)),
        countOneBits(low & (high ^ 0x55555555u)));
    }
  }
  parts[thread] = sum;
  for (var step = ${THREADS / 2}u; step > 0u; step /= 2u) {
    workgroupBarrier();
    if (thread < step) { parts[thread] += parts[thread + step]; }
  }
  if (thread == 0u && row < task.rows) {
    let total = parts[0];
    counts[row * 3u] = total.x;
    counts[row * 3u + 1u] = total.y;
    counts[row * 3u + 2u] = total.z;
  }
}
`;
