import type { PackedBlock } from "../packed.ts";
import { createBuffer, DATA_USAGE, STAGING_USAGE } from "./buffers.ts";
import { rowBytes } from "./dispatch-plan.ts";
import { MAP, type GpuBuffer, type GpuCommandEncoder, type GpuDevice } from "./webgpu-interface.ts";

/** Consecutive rows of a block. */
export interface RowTile {
  readonly firstRow: number;
  readonly rows: number;
}

/**
 * A ring of buffers through which rows reach the device: while one is computed on, the next is copied, and a third is
 * filled by the CPU.
 */
export interface Staging {
  /**
   * Places rows of `block` on the device, at a stride of `rowBytes(sampleCount)`, and calls `use` with their buffer, in
   * one command list: `use` adds the dispatches that read it. Rows that are still there are not sent again.
   */
  withRows(
    block: PackedBlock,
    tile: RowTile,
    use: (codes: GpuBuffer, encoder: GpuCommandEncoder) => void,
  ): Promise<void>;
  /** Bytes sent so far. */
  sent(): number;
  destroy(): void;
}

interface Slot {
  staging: GpuBuffer | undefined;
  codes: GpuBuffer | undefined;
  /** Resolves when the staging buffer can be written. */
  ready: Promise<void>;
  block: WeakRef<PackedBlock> | undefined;
  tile: RowTile;
}

/** Tiles in flight: one on its way to the device, one computed on, one read back. */
export const DEPTH = 3;

const NO_TILE: RowTile = { firstRow: 0, rows: 0 };

export function createStaging(device: GpuDevice): Staging {
  const slots: Slot[] = Array.from({ length: DEPTH }, () => ({
    staging: undefined,
    codes: undefined,
    ready: Promise.resolve(),
    block: undefined,
    tile: NO_TILE,
  }));
  const underWay = new Set<{ block: PackedBlock; tile: RowTile; done: Promise<void> }>();
  let next = 0;
  let sent = 0;

  const isSame = (a: RowTile, b: RowTile): boolean =>
    a.firstRow === b.firstRow && a.rows === b.rows;

  const holding = (block: PackedBlock, tile: RowTile): Slot | undefined =>
    slots.find((slot) => slot.block?.deref() === block && isSame(slot.tile, tile));

  /** Waits for its turn at the next slot, and for the slot's buffers to be free and large enough. */
  const takeSlot = async (bytes: number): Promise<[Slot, () => void]> => {
    const slot = slots[next];
    next = (next + 1) % DEPTH;
    const before = slot.ready;
    let release: () => void = () => undefined;
    slot.ready = new Promise((resolve) => (release = resolve));
    await before;
    slot.block = undefined;
    if (!slot.staging || !slot.codes || slot.staging.size < bytes) {
      slot.staging?.destroy();
      slot.codes?.destroy();
      slot.staging = undefined;
      slot.codes = undefined;
      try {
        slot.codes = await createBuffer(device, bytes, DATA_USAGE);
        slot.staging = await createBuffer(device, bytes, STAGING_USAGE);
        await slot.staging.mapAsync(MAP.write);
      } catch (error) {
        release();
        throw error;
      }
    }
    return [slot, release];
  };

  const send = async (
    block: PackedBlock,
    tile: RowTile,
    use: (codes: GpuBuffer, encoder: GpuCommandEncoder) => void,
  ): Promise<void> => {
    const bytes = tile.rows * rowBytes(block.sampleCount);
    const [slot, release] = await takeSlot(bytes);
    const staging = slot.staging!;
    const codes = slot.codes!;
    try {
      copyRows(block, tile, new Uint8Array(staging.getMappedRange(0, staging.size)));
      staging.unmap();
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(staging, 0, codes, 0, bytes);
      use(codes, encoder);
      device.queue.submit([encoder.finish()]);
    } catch (error) {
      slot.staging = undefined;
      staging.destroy();
      release();
      throw error;
    }
    slot.block = new WeakRef(block);
    slot.tile = tile;
    sent += bytes;
    staging.mapAsync(MAP.write).then(release, () => {
      slot.staging = undefined;
      release();
    });
  };

  return {
    async withRows(block, tile, use) {
      for (;;) {
        const present = holding(block, tile);
        if (present) {
          const encoder = device.createCommandEncoder();
          use(present.codes!, encoder);
          device.queue.submit([encoder.finish()]);
          return;
        }
        const same = [...underWay].find((one) => one.block === block && isSame(one.tile, tile));
        if (!same) break;
        await same.done;
      }
      const done = send(block, tile, use);
      const entry = { block, tile, done: done.catch(() => undefined) };
      underWay.add(entry);
      try {
        await done;
      } finally {
        underWay.delete(entry);
      }
    },
    sent: () => sent,
    destroy() {
      for (const slot of slots) {
        slot.staging?.destroy();
        slot.codes?.destroy();
        slot.staging = undefined;
        slot.codes = undefined;
        slot.block = undefined;
      }
    },
  };
}

/** Rows at the device's stride; what lies behind a row's last byte is 0b11, no copies. */
function copyRows(
  { sampleCount, bytesPerVariant, packed }: PackedBlock,
  tile: RowTile,
  target: Uint8Array,
): void {
  const stride = rowBytes(sampleCount);
  const first = tile.firstRow * bytesPerVariant;
  if (stride === bytesPerVariant) {
    target.set(packed.subarray(first, first + tile.rows * stride));
    return;
  }
  for (let r = 0; r < tile.rows; r++) {
    const from = first + r * bytesPerVariant;
    target.set(packed.subarray(from, from + bytesPerVariant), r * stride);
    target.fill(0xff, r * stride + bytesPerVariant, (r + 1) * stride);
  }
}
