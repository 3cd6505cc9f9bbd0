import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { alleleCounts } from "../../src/compute/operations/allele-counts/index.ts";
import { dosageProducts } from "../../src/compute/operations/dosage-products/index.ts";
import { placeColumns } from "../../src/compute/operations/dosage-products/placed-columns.ts";
import { exclusionBytes, maskPacked } from "../../src/compute/packed.ts";
import { carrierRows, CARRIER_KINDS } from "../../src/compute/rows/carrier-rows.ts";
import { openPgenLoader } from "../../src/compute/rows/pgen-row-loader.ts";
import { wasmDevice } from "../../src/compute/wasm/kernels.ts";
import { openLocalFile } from "../../src/io/local-file.ts";
import { openPgen } from "../../src/io/plink2/pgen.ts";
import type { PgenStore } from "../../src/io/row-store.ts";
import { randomNumbers } from "../peer/bed-writer.ts";
import { randomPgenRows, writePgen } from "../peer/pgen-writer.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-carriers-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = 240;
const SAMPLES = 1403;
const WIDTH = 14;

test("lists made from records are those of the packed rows, and give their counts and products", async () => {
  const device = await wasmDevice();
  const { arena, kernels } = device;
  const path = join(folder, "x.pgen");
  const rare = randomPgenRows(ROWS, SAMPLES, 4, { frequencies: [0.004, 0.99, 0.5, 0.01, 0.996] });
  writeFileSync(path, writePgen(rare, 8, { isSmallest: true }));
  const source = await openLocalFile(path);
  const opened = await openPgen(source);
  const loader = openPgenLoader(opened.store as PgenStore, device);
  const most = Math.floor(0.1 * SAMPLES);
  const random = randomNumbers(3);
  const included = Uint8Array.from({ length: SAMPLES }, () => Number(random() < 0.8));
  const size = included.reduce((sum, is) => sum + is, 0);
  const values = Float64Array.from({ length: SAMPLES * WIDTH }, (_, i) =>
    included[Math.floor(i / WIDTH)] ? random() - 0.5 : 0,
  );
  const columns = { sampleCount: SAMPLES, width: WIDTH, values };
  const { placed } = placeColumns(columns, arena);
  const count = alleleCounts.prepare({}, { kind: "javascript" });
  const multiply = dosageProducts.prepare(columns, { kind: "javascript" });
  const seen = [0, 0, 0];

  // Blocks that begin with records that refer to one before, too.
  for (const [start, rows] of [
    [0, ROWS],
    [1, 40],
    [2, 17],
    [57, 101],
    [200, 40],
  ] as const) {
    const packed = arena
      .uint8(rows * opened.bytesPerRow + 64)
      .subarray(0, rows * opened.bytesPerRow);
    const { carriers } = loader.readWithCarriers!(start, rows, packed);
    const block = {
      count: rows,
      sampleCount: SAMPLES,
      bytesPerVariant: opened.bytesPerRow,
      packed: Uint8Array.from(packed),
    };
    const expected = carrierRows(block, most);
    const own = maskPacked(block, exclusionBytes(SAMPLES, included));
    const counts = await count(own);
    const products = await multiply(own);

    const found = [0, 0, 0].map(() => arena.int32(rows));
    const pointers = [carriers.kinds, carriers.offsets, carriers.entries].map((view) =>
      arena.pointer(view),
    ) as [number, number, number];
    const list = arena.uint32(2 * most + 2);
    kernels.countListedRows(
      ...pointers,
      rows,
      placed.used,
      size,
      ...(found.map((view) => arena.pointer(view)) as [number, number, number]),
    );
    const sums = arena.float64(products.length);
    kernels.listedProducts(
      ...pointers,
      rows,
      placed.values,
      placed.stride,
      placed.totals,
      arena.pointer(list),
      arena.pointer(sums),
    );
    for (let v = 0; v < rows; v++) {
      const kind = carriers.kinds[v];
      seen[kind]++;
      if (kind === CARRIER_KINDS.dense) continue;
      expect(kind).toBe(expected.kinds[v]);
      expect(carriers.entries.slice(carriers.offsets[v], carriers.offsets[v + 1])).toEqual(
        expected.entries.slice(expected.offsets[v], expected.offsets[v + 1]),
      );
      expect(found.map((column) => column[v])).toEqual([
        counts.twos[v],
        counts.ones[v],
        counts.missing[v],
      ]);
      for (let c = 0; c < WIDTH; c++) {
        const at = ((c >> 2) * rows + v) * 4 + (c & 3);
        expect(Math.abs(sums[at] - products[at])).toBeLessThan(1e-11);
      }
    }
  }
  expect(Math.min(...seen)).toBeGreaterThan(50);
  loader.close();
  await source.close?.();
});
