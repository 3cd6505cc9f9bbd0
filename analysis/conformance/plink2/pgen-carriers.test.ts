import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { alleleCounts } from "../../src/compute/operations/allele-counts/index.ts";
import { dosageProducts } from "../../src/compute/operations/dosage-products/index.ts";
import { maskedRows } from "../../src/compute/operations/masked-rows/index.ts";
import { missingProducts } from "../../src/compute/operations/missing-products/index.ts";
import { CARRIER_KINDS, exclusionBytes, type PackedBlock } from "../../src/compute/packed.ts";
import { carrierRows } from "../../src/compute/rows/carrier-rows.ts";
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

/** Of the bytes: comparing numbers one by one would take most of the time. */
function digest({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return createHash("sha256")
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest("hex");
}

/** Blocks that begin with records that refer to one before, too. */
const BLOCKS = [
  [0, ROWS],
  [1, 40],
  [2, 17],
  [57, 101],
  [200, 40],
] as const;

test.each([
  { name: "hard calls", hasDosages: false },
  { name: "dosages", hasDosages: true },
])(
  "lists made from records of $name are those of the packed rows, and give the same counts and products",
  async ({ hasDosages }) => {
    const device = await wasmDevice();
    const { arena } = device;
    const path = join(folder, "x.pgen");
    const frequencies = [0.004, 0.99, 0.5, 0.01, 0.996, 0.035];
    const rare = randomPgenRows(ROWS, SAMPLES, 4, { frequencies, hasDosages });
    writeFileSync(path, writePgen(rare, 8, { isSmallest: true }));
    const source = await openLocalFile(path);
    const opened = await openPgen(source);
    const { bytesPerRow: bytesPerVariant } = opened;
    const loader = openPgenLoader(opened.store as PgenStore, device);
    const most = Math.floor(0.1 * SAMPLES);
    const random = randomNumbers(3);
    const included = Uint8Array.from({ length: SAMPLES }, () => Number(random() < 0.8));
    const few = Uint8Array.from({ length: SAMPLES }, () => Number(random() < 0.02));
    const values = Float64Array.from({ length: SAMPLES * WIDTH }, (_, i) =>
      included[Math.floor(i / WIDTH)] ? random() - 0.5 : 0,
    );
    const rowsOf = (count: number): Uint8Array =>
      arena
        .uint8(count * bytesPerVariant + 64)
        .subarray(0, count * bytesPerVariant)
        .fill(0x55);
    const seen = [0, 0, 0];

    for (const [start, count] of BLOCKS) {
      const shape = { count, sampleCount: SAMPLES, bytesPerVariant };
      const packed = rowsOf(count);
      if (!hasDosages) loader.read(start, count, packed);
      const dosages = loader.readWithDosages?.(start, count, packed);
      const plain: PackedBlock = { ...shape, packed, dosages };
      for (const mask of [undefined, included, few]) {
        for (const width of [2, WIDTH]) {
          const read = loader.readWithCarriers!(start, count, rowsOf(count));
          const { carriers } = read;
          const expected = carrierRows(plain, most);
          for (let v = 0; v < count; v++) {
            const kind = carriers.kinds[v];
            seen[kind]++;
            if (kind === CARRIER_KINDS.dense) continue;
            expect(kind).toBe(expected.kinds[v]);
            expect(carriers.entries.slice(carriers.offsets[v], carriers.offsets[v + 1])).toEqual(
              expected.entries.slice(expected.offsets[v], expected.offsets[v + 1]),
            );
          }
          const block: PackedBlock = {
            ...shape,
            carriers,
            dosages: read.dosages,
            get packed() {
              return read.packed();
            },
          };
          const columns = {
            sampleCount: SAMPLES,
            width,
            values: values.subarray(0, width * SAMPLES),
          };
          const results = await Promise.all([plain, block].map((own) => sums(own, mask, columns)));
          expect(results[1]).toEqual(results[0]);
          expect(digest(read.packed())).toBe(digest(plain.packed));
        }
      }
    }
    expect(Math.min(...seen)).toBeGreaterThan(50);
    loader.close();
    await source.close?.();

    /** All that a scan sums up, of the samples of a mask, and the rows last: they must not be needed before. */
    async function sums(
      block: PackedBlock,
      mask: Uint8Array | undefined,
      columns: { sampleCount: number; width: number; values: Float64Array },
    ): Promise<unknown> {
      const own = await maskedRows.prepare(exclusionBytes(SAMPLES, mask), device)(block);
      const counts = await alleleCounts.prepare({}, device)(own);
      const products = await dosageProducts.prepare(columns, device)(own);
      const gone = await missingProducts.prepare(
        { columns, shared: Math.min(3, columns.width) },
        device,
      )({ block: own, missing: counts.dosages?.missing ?? counts.missing });
      const shared = Math.min(3, columns.width);
      const upper = gone.products
        .slice(0, gone.rows.length * shared * gone.stride)
        .filter((_, i) => i % gone.stride >= Math.floor(i / gone.stride) % shared);
      return {
        twos: digest(counts.twos),
        ones: digest(counts.ones),
        missing: digest(counts.missing),
        sums: counts.dosages && digest(counts.dosages.sum),
        absent: counts.dosages && digest(counts.dosages.missing),
        products: digest(products),
        rows: digest(gone.rows),
        upper: digest(upper),
        packed: digest(own.packed.subarray(0, own.count * bytesPerVariant)),
      };
    }
  },
);
