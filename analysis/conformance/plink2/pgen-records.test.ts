import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openPgenLoader } from "../../src/compute/rows/pgen-row-loader.ts";
import { wasmDevice } from "../../src/compute/wasm/kernels.ts";
import { isAnalysisError } from "../../src/errors.ts";
import { memorySource, type ByteSource } from "../../src/io/byte-source.ts";
import type { SparseDosages } from "../../src/io/cohort.ts";
import { openLocalFile } from "../../src/io/local-file.ts";
import { openPgen, type PgenRows } from "../../src/io/plink2/pgen.ts";
import type { PgenStore } from "../../src/io/row-store.ts";
import { randomNumbers } from "../peer/bed-writer.ts";
import { randomPgenRows, writePgen, type PgenForm, type PgenRow } from "../peer/pgen-writer.ts";

const folder = mkdtempSync(join(tmpdir(), "genobook-records-"));
afterAll(() => rmSync(folder, { recursive: true }));
const device = await wasmDevice();

interface Read {
  readonly packed: Uint8Array;
  readonly dosages: SparseDosages | undefined;
}

async function readRows(rows: PgenRows, start: number, count: number): Promise<Read> {
  const packed = new Uint8Array(count * rows.bytesPerRow);
  if (rows.readWithDosages) {
    return { packed, dosages: await rows.readWithDosages(start, count, packed) };
  }
  await rows.read(start, count, packed);
  return { packed, dosages: undefined };
}

/** Copies in units of 1 / 16384, −1 missing, of every sample. */
function dosageOf({ packed, dosages }: Read, v: number, n: number): Int32Array {
  const bytesPerRow = Math.ceil(n / 4);
  const row = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    row[i] = COPIES[(packed[v * bytesPerRow + (i >> 2)] >> (2 * (i & 3))) & 3];
  }
  if (dosages) {
    for (let i = dosages.offsets[v]; i < dosages.offsets[v + 1]; i++) {
      row[dosages.samples[i]] = dosages.values[i];
    }
  }
  return row;
}

const COPIES = [32_768, -1, 16_384, 0] as const;

function expectedOf({ categories, dosages }: PgenRow): Int32Array {
  return Int32Array.from(categories, (category, i) => {
    const dosage = dosages?.[i] ?? -1;
    return dosage >= 0 ? dosage : category === 3 ? -1 : 16_384 * category;
  });
}

/** As `toEqual`, which is slow on long arrays. */
function expectSame(found: Int32Array, expected: Int32Array): void {
  if (Buffer.compare(Buffer.from(found.buffer), Buffer.from(expected.buffer)) !== 0) {
    expect(found).toEqual(expected);
  }
}

const SHAPES: readonly (readonly [string, number, number, boolean, PgenForm])[] = [
  ["one sample", 60, 1, false, {}],
  ["ids of one byte", 80, 203, false, { lengthBytes: 2 }],
  ["ids of two bytes, groups of 64", 60, 1002, false, { lengthBytes: 4 }],
  ["ids of three bytes", 12, 65_541, false, {}],
  ["phase", 80, 77, false, { isPhased: true }],
  ["dosages", 90, 301, true, {}],
  ["dosages and phase", 90, 64, true, { isPhased: true }],
  ["fixed width", 20, 33, false, { mode: 0x02 }],
  ["fixed width with dosages", 20, 34, true, { mode: 0x03 }],
];

describe.each(SHAPES)("%s", (name, count, n, hasDosages, form) => {
  const rows = randomPgenRows(count, n, 7 + n, { hasDosages });
  const bytes = writePgen(rows, 3 + n, form);
  const expected = rows.map(expectedOf);
  const path = join(folder, `${name}.pgen`);
  writeFileSync(path, bytes);

  test("every genotype and dosage is what was written", async () => {
    const read = await readRows(await openPgen(memorySource("x.pgen", bytes)), 0, count);
    for (let v = 0; v < count; v++) expectSame(dosageOf(read, v, n), expected[v]);
  });

  test("WebAssembly, JavaScript, and rows picked at random read the same", async () => {
    const source: ByteSource = await openLocalFile(path);
    const opened = await openPgen(source);
    const loaders = [device, undefined].map((on) => openPgenLoader(opened.store as PgenStore, on));
    const random = randomNumbers(5);
    for (let turn = 0; turn < 40; turn++) {
      const start = turn === 0 ? 0 : Math.floor(random() * count);
      const size = turn === 0 ? count : 1 + Math.floor(random() * Math.min(9, count - start));
      const reference = await readRows(opened, start, size);
      for (const [k, loader] of loaders.entries()) {
        const length = size * opened.bytesPerRow;
        const memory = k === 0 ? device.arena.uint8(length + 64) : new Uint8Array(length);
        const packed = memory.subarray(0, length);
        let dosages: SparseDosages | undefined;
        if (loader.readWithDosages) dosages = loader.readWithDosages(start, size, packed);
        else loader.read(start, size, packed);
        expect(Buffer.from(packed).equals(reference.packed)).toBe(true);
        expect(dosages?.offsets).toEqual(reference.dosages?.offsets);
        for (let v = 0; v < size; v++) {
          expectSame(dosageOf({ packed, dosages }, v, n), expected[start + v]);
        }
      }
    }
    for (const loader of loaders) loader.close();
    await source.close?.();
  });
});

test("a file cut at any byte is refused when it is opened", async () => {
  const bytes = writePgen(randomPgenRows(9, 21, 1, { hasDosages: true }), 2);
  for (let length = 0; length < bytes.length; length++) {
    const opening = openPgen(memorySource("cut.pgen", bytes.slice(0, length)));
    const error: unknown = await opening.catch((thrown: unknown) => thrown);
    expect(isAnalysisError(error, "truncated-file"), `${length} bytes`).toBe(true);
  }
});

test("a file with any one byte changed gives an error or rows of valid dosages, the same on both devices", async () => {
  const n = 21;
  const bytes = writePgen(randomPgenRows(12, n, 1, { hasDosages: true }), 2, { isPhased: true });
  const path = join(folder, "changed.pgen");
  const random = randomNumbers(9);
  let refused = 0;
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at] ^= 1 + Math.floor(255 * random());
    writeFileSync(path, changed);
    const source = await openLocalFile(path);
    const read = async (on: typeof device | undefined): Promise<string> => {
      const opened = await openPgen(source);
      if (opened.sampleCount !== n || opened.rowCount !== 12) return "other counts";
      const loader = openPgenLoader(opened.store as PgenStore, on);
      const packed = device.arena
        .uint8(12 * opened.bytesPerRow + 64)
        .subarray(0, 12 * opened.bytesPerRow);
      try {
        const dosages = loader.readWithDosages?.(0, 12, packed);
        if (!dosages) loader.read(0, 12, packed);
        const found = Array.from({ length: 12 }, (_, v) => dosageOf({ packed, dosages }, v, n));
        expect(found.every((row) => row.every((x) => x >= -1 && x <= 32_768))).toBe(true);
        return JSON.stringify(found.map((row) => [...row]));
      } finally {
        loader.close();
      }
    };
    const outcomes: string[] = [];
    for (const on of [device, undefined]) {
      outcomes.push(
        await read(on).catch((error: unknown) => {
          if (isAnalysisError(error)) return error.what;
          throw error;
        }),
      );
    }
    expect(outcomes[0], `byte ${at}`).toBe(outcomes[1]);
    if (!outcomes[0].startsWith("[")) refused++;
    await source.close?.();
  }
  expect(refused).toBeGreaterThan(40);
});
