import type { CodeValues } from "../../code-values.ts";
import type { PreparedOperation, WebGpuDevice } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { tileSize, type SampleTile } from "../../sample-tile.ts";
import { NoRoomError } from "../../webgpu/buffers.ts";
import { COUNTS_OF_CODE, COUNTED } from "../../webgpu/counted-code.ts";
import { wrongSums } from "../../webgpu/device-lost-error.ts";
import { combineDigits } from "../../webgpu/digits.ts";
import { prepareShader } from "../../webgpu/dispatch.ts";
import { groupCount, rowBytes, samplesPerTile } from "../../webgpu/dispatch-plan.ts";
import type { Gpu } from "../../webgpu/gpu.ts";
import { forTiles } from "../../webgpu/row-products.ts";
import { spotCells } from "../../webgpu/spot-check.ts";
import type { RowTile } from "../../webgpu/staging.ts";
import { valueTerms, type ValueTerms } from "../../webgpu/value-terms.ts";
import type { GpuBuffer } from "../../webgpu/webgpu-interface.ts";
import type { RelationshipInput, RelationshipSums } from "./index.ts";
import { PAIR_COLUMNS, PAIR_ROWS, RELATIONSHIP_SHADER, STEP_VARIANTS } from "./shader.ts";
import { valueTables, type ValueTables } from "./value-tables.ts";
import { relationshipWasm } from "./wasm.ts";

/** Steps of 32 variants that a workgroup adds up at least, where the variants are split to keep the device busy. */
const LEAST_STEPS = 16;

/**
 * Products of the row's copies and calls with what the column's genotype is worth times slope and constant, as digits:
 * exact but for rounding those. Dosages, and values that are not on a line, are left to the CPU.
 */
export function relationshipGpu(
  device: WebGpuDevice,
): PreparedOperation<RelationshipInput, RelationshipSums> {
  const { gpu, kernels, arena } = device;
  let turn = 0;
  let onCpu: ((input: RelationshipInput) => RelationshipSums) | undefined;
  return async (input) => {
    const own = turn++;
    const { block, tile, values } = input;
    const terms = valueTerms(values.subarray(0, 4 * block.count));
    if (block.dosages || !isOnLine(terms, values)) {
      onCpu ??= relationshipWasm({ kind: "wasm", kernels, arena });
      return onCpu(input);
    }
    const tables = valueTables(terms, values);
    const result = {
      products: new Float64Array(tileSize(tile)),
      called: new Int32Array(tileSize(tile)),
    };
    await gpu.run(() => addProducts(gpu, block, tile, tables, result, own));
    return result;
  };
}

/** True where one copy is worth the middle between none and two, and a missing call nothing. */
function isOnLine({ terms }: ValueTerms, values: CodeValues): boolean {
  if (terms.some(({ counted }) => counted === COUNTED.one)) return false;
  for (let v = 0; v < values.length; v += 4) if (values[v + 1] !== 0) return false;
  return true;
}

async function addProducts(
  gpu: Gpu,
  block: PackedBlock,
  tile: SampleTile,
  tables: ValueTables,
  result: RelationshipSums,
  turn: number,
): Promise<void> {
  const columns = tile.columnEnd - tile.columnStart;
  const planes = tables.planes.length;
  const rowCount = tile.rowEnd - tile.rowStart;
  const rowsAtOnce = samplesPerTile(rowCount, planes * columns * 4, gpu.plan);
  if (rowsAtOnce === 0) throw new NoRoomError(planes * columns * 4);
  for (let first = 0; first < rowCount; first += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, rowCount - first);
    const part = { ...tile, rowStart: tile.rowStart + first, rowEnd: tile.rowStart + first + rows };
    const bytes = planes * rows * columns * 4;
    const sums = await gpu.sums.take(bytes);
    const encoder = gpu.device.createCommandEncoder();
    encoder.clearBuffer(sums);
    gpu.device.queue.submit([encoder.finish()]);
    await forTiles(gpu, block.count, rowBytes(block.sampleCount), 8 * planes, (variants) =>
      addVariants(gpu, block, variants, part, tables, sums),
    );
    const found = new Int32Array(await gpu.read(sums, bytes));
    const size = rows * columns;
    const digits = tables.scale.digits;
    for (let pair = 0; pair < size; pair++) {
      let value = 0;
      for (let d = digits - 1; d >= 0; d--) value = value * 256 + found[d * size + pair];
      result.products[first * columns + pair] = value / tables.scale.scale;
      result.called[first * columns + pair] = found[digits * size + pair];
    }
    checkPairs(gpu, block, part, tables, found, turn);
  }
}

async function addVariants(
  gpu: Gpu,
  block: PackedBlock,
  variants: RowTile,
  tile: SampleTile,
  tables: ValueTables,
  sums: GpuBuffer,
): Promise<void> {
  const [rows, columns] = [tile.rowEnd - tile.rowStart, tile.columnEnd - tile.columnStart];
  const across = [Math.ceil(columns / PAIR_COLUMNS), Math.ceil(rows / PAIR_ROWS)];
  const steps = Math.ceil(variants.rows / STEP_VARIANTS);
  const wanted = Math.ceil(gpu.plan.wantedWorkgroups / (across[0] * across[1]));
  const chunks = Math.max(1, Math.min(Math.ceil(steps / LEAST_STEPS), wanted));
  const stepsPerChunk = Math.ceil(steps / chunks);
  const words = new Uint32Array(2 * variants.rows * tables.planes.length);
  tables.planes.forEach((plane, p) =>
    words.set(
      plane.subarray(2 * variants.firstRow, 2 * (variants.firstRow + variants.rows)),
      2 * variants.rows * p,
    ),
  );
  const buffer = await gpu.lend(words);
  const shader = await prepareShader(
    gpu,
    RELATIONSHIP_SHADER,
    tables.planes.map((_, p) => [
      tile.rowStart,
      rows,
      tile.columnStart,
      columns,
      groupCount(block.sampleCount) * 4,
      variants.rows,
      stepsPerChunk,
      p * variants.rows,
      p * rows * columns,
    ]),
  );
  await gpu.staging.withRows(block, variants, (codes, encoder) =>
    tables.planes.forEach((_, p) =>
      shader.encode(
        encoder,
        p,
        [codes, buffer, sums],
        [across[0], across[1], Math.ceil(steps / stepsPerChunk)],
      ),
    ),
  );
  shader.release();
  gpu.sums.give(buffer);
}

/** Pairs that the CPU adds up again: the last one, and some that move with `turn`. */
function checkPairs(
  gpu: Gpu,
  { count, bytesPerVariant, packed }: PackedBlock,
  tile: SampleTile,
  { integers, scale }: ValueTables,
  sums: Int32Array,
  turn: number,
): void {
  const [rows, columns] = [tile.rowEnd - tile.rowStart, tile.columnEnd - tile.columnStart];
  const copies = COUNTS_OF_CODE[COUNTED.copies];
  for (const { row, column } of spotCells(rows, columns, count, turn)) {
    const i = tile.rowStart + row;
    const j = Math.min(tile.columnStart + column, i);
    if (j < tile.columnStart) continue;
    let [product, called] = [0, 0];
    for (let v = 0; v < count; v++) {
      const a = (packed[v * bytesPerVariant + (i >> 2)] >> (2 * (i & 3))) & 3;
      const b = (packed[v * bytesPerVariant + (j >> 2)] >> (2 * (j & 3))) & 3;
      if (a === 1 || b === 1) continue;
      called++;
      product += copies[a] * integers[8 * v + b] + integers[8 * v + 4 + b];
    }
    const size = rows * columns;
    const pair = row * columns + j - tile.columnStart;
    const planes = Int32Array.from({ length: scale.digits }, (_, d) => sums[d * size + pair]);
    const found = combineDigits(planes, 0, { digits: scale.digits, scale: 1 });
    if (found !== product || sums[scale.digits * size + pair] !== called) {
      throw wrongSums(gpu.adapterName, "relationships", `row ${row} of column ${column}`);
    }
  }
}
