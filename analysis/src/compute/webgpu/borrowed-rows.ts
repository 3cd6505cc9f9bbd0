import type { PackedBlock } from "../packed.ts";
import { rowBytes } from "./dispatch-plan.ts";
import type { Gpu } from "./gpu.ts";
import type { RowTile } from "./staging.ts";
import type { GpuBuffer } from "./webgpu-interface.ts";

/** Rows in a buffer of their own, for dispatches that read several blocks; goes back to `gpu.sums`. */
export async function borrowRows(gpu: Gpu, block: PackedBlock, tile: RowTile): Promise<GpuBuffer> {
  const bytes = tile.rows * rowBytes(block.sampleCount);
  const buffer = await gpu.sums.take(bytes);
  await gpu.staging.withRows(block, tile, (codes, encoder) =>
    encoder.copyBufferToBuffer(codes, 0, buffer, 0, bytes),
  );
  return buffer;
}
