import { COUNTED_WGSL, TASK_WGSL } from "./shader.ts";
import { TILE_PLANES, TILE_ROWS } from "../../webgpu/dispatch-plan.ts";

/** Words of four samples that one matrix product takes: 32 samples. */
const WORDS = 8;
/** A subgroup of 32 threads computes 16 rows of the tile, 16 planes at a time. */
const SIDE = 16;
const SUBGROUPS = TILE_ROWS / SIDE;
const planeTiles = Array.from({ length: TILE_PLANES / SIDE }, (_, t) => t);

/**
 * The products of `PRODUCTS_SHADER` on int8 matrix units, 16 × 16 × 32: same bindings, same sums. Needs subgroups of 32,
 * as NVIDIA has them; Dawn's extension is experimental. 14 KiB of shared memory.
 */
export const MATRIX_SHADER: string = /* wgsl */ `
enable chromium_experimental_subgroup_matrix;
enable subgroups;
diagnostic(off, chromium.subgroup_matrix_uniformity);
${TASK_WGSL}
alias Left = subgroup_matrix_left<i8, 32, 16>;
alias Right = subgroup_matrix_right<i8, 16, 32>;
alias Sums = subgroup_matrix_result<i32, 16, 16>;

var<workgroup> left: array<i32, ${TILE_ROWS * WORDS}>;     // [row][word]
var<workgroup> right: array<i32, ${TILE_PLANES * WORDS}>;  // [plane][word]
var<workgroup> results: array<i32, ${SUBGROUPS * SIDE * SIDE}>;
${COUNTED_WGSL}
@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) tile: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let firstRow = tile.y * ${TILE_ROWS}u;
  let first = 2u * tile.z * task.groupsPerChunk;
  let end = min(first + 2u * task.groupsPerChunk, 2u * task.groups);
${planeTiles.map((t) => `  var sum${t}: Sums;`).join("\n")}
  for (var step = first; step < end; step++) {
    workgroupBarrier();
    let row = firstRow + thread / 2u;
    var code = 0u;
    if (row < task.rows) {
      let word = task.firstGroup * 4u + step * 2u + thread % 2u;
      code = counted(codes[(task.firstRow + row) * task.rowWords + word]);
    }
    for (var k = 0u; k < 4u; k++) {
      left[(thread / 2u) * ${WORDS}u + (thread % 2u) * 4u + k] = i32((code >> (2u * k)) & 0x03030303u);
    }
    if (thread < ${(TILE_PLANES / 4) * WORDS}u) {
      let word = thread / ${TILE_PLANES / 4}u;
      let quad = thread % ${TILE_PLANES / 4}u;
      let four = digits[(step * ${WORDS}u + word) * (task.paddedPlanes / 4u) + tile.x * ${TILE_PLANES / 4}u + quad];
      for (var k = 0u; k < 4u; k++) { right[(quad * 4u + k) * ${WORDS}u + word] = i32(four[k]); }
    }
    workgroupBarrier();
    let rows = subgroupMatrixLoad<Left, row_major>(&left, subgroup * ${SIDE * WORDS}u, ${WORDS}u);
${planeTiles
  .map((t) =>
    [
      `    let planes${t} = subgroupMatrixLoad<Right, col_major>(&right, ${t * SIDE * WORDS}u, ${WORDS}u);`,
      `    sum${t} = subgroupMatrixMultiplyAccumulate(rows, planes${t}, sum${t});`,
    ].join("\n"),
  )
  .join("\n")}
  }
  let start = subgroup * ${SIDE * SIDE}u;
${planeTiles
  .map(
    (t) => `  workgroupBarrier();
  subgroupMatrixStore<row_major>(&results, start, sum${t}, ${SIDE}u);
  workgroupBarrier();
  for (var i = lane; i < ${SIDE * SIDE}u; i += 32u) {
    let row = firstRow + subgroup * ${SIDE}u + i / ${SIDE}u;
    let plane = tile.x * ${TILE_PLANES}u + ${t * SIDE}u + i % ${SIDE}u;
    if (row < task.rows && plane < task.planes) {
      atomicAdd(&sums[(task.firstSum + row) * task.width + plane], results[start + i]);
    }
  }`,
  )
  .join("\n")}
}
`;
