import { JAVASCRIPT } from "../operation.ts";
import { DOSAGE_UNIT, type PackedBlock, type SparseDosages } from "../packed.ts";
import type { Device } from "../operation.ts";
import { wasmDevice } from "../wasm/kernels.ts";
import { softwareGpuDevice } from "../webgpu/software-adapter.ts";

const CODE_OF_COPIES = [0b11, 0b10, 0b00, 0b01];

/** Rows × samples of copies, 3 where missing; dosages in copies where they are no whole numbers. */
export interface TestRows {
  readonly calls: readonly (readonly number[])[];
  readonly dosages?: readonly ReadonlyMap<number, number>[] | undefined;
  readonly sampleCount: number;
}

/** The devices that this machine has: a GPU is emulated, and absent without SwiftShader. */
export async function testDevices(): Promise<readonly Device[]> {
  const gpu = await softwareGpuDevice();
  return [JAVASCRIPT, await wasmDevice(), ...(gpu ? [gpu] : [])];
}

/** Copies of every sample, NaN where missing. */
export function copiesOf({ calls, dosages }: TestRows): number[][] {
  return calls.map((row, v) =>
    row.map((call, i) => dosages?.[v].get(i) ?? (call === 3 ? NaN : call)),
  );
}

/** Packs rows, the codes past the last sample 0b11 as operations expect them, where the device can read them. */
export function packRows(
  { calls, dosages, sampleCount }: TestRows,
  device: Device = JAVASCRIPT,
): PackedBlock {
  const bytesPerVariant = Math.ceil(sampleCount / 4);
  const size = calls.length * bytesPerVariant;
  const packed = device.kind === "javascript" ? new Uint8Array(size) : device.arena.uint8(size);
  packed.fill(0xff);
  calls.forEach((row, v) => {
    row.forEach((copies, i) => {
      const at = v * bytesPerVariant + (i >> 2);
      const shift = 2 * (i & 3);
      packed[at] = (packed[at] & ~(3 << shift)) | (CODE_OF_COPIES[copies] << shift);
    });
  });
  const block = { count: calls.length, sampleCount, bytesPerVariant, packed };
  return dosages ? { ...block, dosages: sparse(dosages) } : block;
}

function sparse(rows: readonly ReadonlyMap<number, number>[]): SparseDosages {
  const sorted = rows.map((row) => [...row].sort(([a], [b]) => a - b));
  const offsets = new Uint32Array(rows.length + 1);
  sorted.forEach((row, v) => (offsets[v + 1] = offsets[v] + row.length));
  return {
    offsets,
    samples: Uint32Array.from(sorted.flat(), ([i]) => i),
    values: Uint16Array.from(sorted.flat(), ([, copies]) => copies * DOSAGE_UNIT),
  };
}

/** Numbers from which rows are drawn: sizes around those of words, kinds of variants. */
export interface RowsSeed {
  readonly rowCount: number;
  readonly sampleCount: number;
  /** Drawn from with equal chances; 3 is missing. */
  readonly values: readonly number[];
  readonly seed: number;
  readonly withDosages?: boolean;
}

/** All kinds of variants: mixed, complete, all missing, of one value only, mostly of one value. */
export const KINDS_OF_VALUES: readonly (readonly number[])[] = [
  [0, 1, 2, 3],
  [0, 1, 2],
  [3],
  [0],
  [1],
  [0, 0, 0, 0, 0, 1, 2, 3],
];

export function drawRows({ rowCount, sampleCount, values, seed, withDosages }: RowsSeed): TestRows {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % limit;
  };
  const calls = Array.from({ length: rowCount }, () =>
    Array.from({ length: sampleCount }, () => values[below(values.length)]),
  );
  if (!withDosages) return { calls, sampleCount };
  const dosage = (): [number, number] => [
    below(sampleCount),
    below(2 * DOSAGE_UNIT + 1) / DOSAGE_UNIT,
  ];
  const dosages = calls.map(() => new Map(Array.from({ length: below(4) }, dosage)));
  return { calls, sampleCount, dosages };
}
