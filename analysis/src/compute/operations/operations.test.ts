import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Device } from "../operation.ts";
import {
  DOSAGE_UNIT,
  exclusionBytes,
  maskPacked,
  type PackedBlock,
  type SparseDosages,
} from "../packed.ts";
import { alleleCounts } from "./allele-counts/index.ts";
import { dosageProducts, productIndex } from "./dosage-products/index.ts";
import { maskedRows } from "./masked-rows/index.ts";
import { missingProducts } from "./missing-products/index.ts";
import { sampleCounts } from "./sample-counts/index.ts";
import { blockOn, TEST_DEVICES } from "./test-devices.ts";

const MISSING = 3;
const CODE_OF_COPIES = [0b11, 0b10, 0b00, 0b01];

/** Packs rows of copies (3 missing), padding with code 0b00, which a reader may leave there. */
function pack(rows: readonly (readonly number[])[], sampleCount: number): PackedBlock {
  const bytesPerVariant = Math.ceil(sampleCount / 4);
  const packed = new Uint8Array(rows.length * bytesPerVariant);
  rows.forEach((row, v) => {
    row.forEach((copies, i) => {
      packed[v * bytesPerVariant + (i >> 2)] |= CODE_OF_COPIES[copies] << (2 * (i & 3));
    });
  });
  return { count: rows.length, sampleCount, bytesPerVariant, packed };
}

/** Kinds of variants by the copies their samples have: mixed, rare in either allele, of one kind only. */
const KINDS: readonly (readonly number[])[] = [
  [0, 1, 2, MISSING],
  [0, 1, 2],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, MISSING],
  [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1],
  [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, MISSING],
  [MISSING],
  [0],
  [1],
  [2],
];

const rowOf = (samples: number): fc.Arbitrary<number[]> =>
  fc
    .constantFrom(...KINDS)
    .chain((kind) =>
      fc.array(fc.constantFrom(...kind), { minLength: samples, maxLength: samples }),
    );

/** Dosages of some samples of each row, in units. */
const dosagesOf = (rows: number, samples: number): fc.Arbitrary<[number, number][][]> =>
  fc.array(
    fc.uniqueArray(
      fc.tuple(
        fc.integer({ min: 0, max: samples - 1 }),
        fc.integer({ min: 0, max: 2 * DOSAGE_UNIT }),
      ),
      { selector: ([sample]) => sample, maxLength: Math.min(samples, 12) },
    ),
    { minLength: rows, maxLength: rows },
  );

/** Dosages of all samples but a few. */
const denseDosages = (rows: number, samples: number): fc.Arbitrary<[number, number][][]> =>
  fc
    .array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 40 })), {
      minLength: rows,
      maxLength: rows,
    })
    .map((seeds) =>
      seeds.map(([seed, gap]) =>
        Array.from({ length: samples }, (_, i): [number, number] => [
          i,
          (i + seed) % 5 === 0 ? 2 * DOSAGE_UNIT : (i * 911 + seed) % (2 * DOSAGE_UNIT + 1),
        ]).filter(([sample]) => gap === 0 || sample % gap > 0),
      ),
    );

/** Rows × samples of copies, which samples are included, and dosages. */
const studies = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 300 }))
  .chain(([rows, samples]) =>
    fc.record({
      rows: fc.array(rowOf(samples), { minLength: rows, maxLength: rows }),
      included: fc.oneof(
        fc.constant(Array<number>(samples).fill(1)),
        fc.array(fc.integer({ min: 0, max: 1 }), { minLength: samples, maxLength: samples }),
      ),
      dosages: fc.option(fc.oneof(dosagesOf(rows, samples), denseDosages(rows, samples)), {
        nil: undefined,
      }),
    }),
  );
interface Study {
  readonly rows: readonly (readonly number[])[];
  readonly included: readonly number[];
  readonly dosages?: readonly (readonly [number, number][])[] | undefined;
}

function sparse(dosages: readonly (readonly [number, number][])[]): SparseDosages {
  const rows = dosages.map((row) => [...row].sort(([a], [b]) => a - b));
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, v) => (offsets[v + 1] = offsets[v] + row.length));
  return {
    offsets,
    samples: Uint32Array.from(rows.flat(), ([sample]) => sample),
    values: Uint16Array.from(rows.flat(), ([, units]) => units),
  };
}

function masked({ rows, included, dosages }: Study): PackedBlock {
  const block = pack(rows, included.length);
  const exclusion = exclusionBytes(included.length, included);
  return maskPacked({ ...block, dosages: dosages && sparse(dosages) }, exclusion);
}

/** What a sample of a row counts: its dosage, else its call; NaN where it has neither, 0 where it is left out. */
function copiesOf({ rows, included, dosages }: Study, v: number): number[] {
  const own = new Map(dosages?.[v]);
  return rows[v].map((copies, i) => {
    const units = own.get(i);
    if (!included[i]) return 0;
    return units === undefined ? (copies === MISSING ? NaN : copies) : units / DOSAGE_UNIT;
  });
}

const wholeColumns = (sampleCount: number, width: number): Float64Array =>
  Float64Array.from({ length: sampleCount * width }, (_, i) => ((i * 7919) % 101) - 50);

describe.each(TEST_DEVICES)("operations on $name equal their definition", ({ open }) => {
  let device: Device;
  beforeAll(async () => {
    device = await open();
  });

  test("allele-counts, and sums of dosages", async () => {
    const run = alleleCounts.prepare({}, device);
    await fc.assert(
      fc.asyncProperty(studies, async (study) => {
        const { rows, included } = study;
        const counts = await run(blockOn(device, masked(study)));
        rows.forEach((row, v) => {
          const count = (copies: number): number =>
            row.filter((value, i) => included[i] && value === copies).length;
          expect([counts.twos[v], counts.ones[v], counts.missing[v]]).toEqual([
            count(2),
            count(1),
            count(MISSING),
          ]);
          expect(counts.dosages === undefined).toBe(study.dosages === undefined);
          if (!counts.dosages) return;
          const copies = copiesOf(study, v);
          const called = copies.filter((value) => !Number.isNaN(value));
          expect(counts.dosages.missing[v]).toBe(copies.length - called.length);
          expect(counts.dosages.sum[v]).toBe(called.reduce((sum, d) => sum + d, 0));
          expect(counts.dosages.sumOfSquares[v]).toBe(called.reduce((sum, d) => sum + d * d, 0));
        });
      }),
    );
  });

  test("masked-rows leave out calls and dosages of samples", async () => {
    await fc.assert(
      fc.asyncProperty(studies, async ({ rows, included, dosages }) => {
        const all = { ...pack(rows, included.length), dosages: dosages && sparse(dosages) };
        const exclusion = exclusionBytes(included.length, included);
        const found = await maskedRows.prepare(exclusion, device)(blockOn(device, all));
        const expected = masked({ rows, included, dosages });
        expect([...found.packed.subarray(0, expected.packed.length)]).toEqual([...expected.packed]);
        if (!dosages || !found.dosages) return;
        const kept = dosages.map((row) => row.filter(([sample]) => included[sample]));
        const total = kept.flat().length;
        const { offsets, samples, values } = sparse(kept);
        expect([...found.dosages.offsets.subarray(0, rows.length + 1)]).toEqual([...offsets]);
        expect([...found.dosages.samples.subarray(0, total)]).toEqual([...samples]);
        expect([...found.dosages.values.subarray(0, total)]).toEqual([...values]);
      }),
    );
  });

  test("dosage-products, for one to 25 columns of any sum, samples with columns of zeros too", async () => {
    await fc.assert(
      fc.asyncProperty(
        studies,
        fc.integer({ min: 1, max: 25 }),
        fc.boolean(),
        async (study, width, isZeroWhereLeftOut) => {
          const { rows, included } = study;
          const sampleCount = included.length;
          const values = wholeColumns(sampleCount, width).map((value, i) =>
            isZeroWhereLeftOut && !included[Math.floor(i / width)] ? 0 : value,
          );
          const products = await dosageProducts.prepare(
            { sampleCount, width, values },
            device,
          )(blockOn(device, masked(study)));
          rows.forEach((_, v) => {
            const copies = copiesOf(study, v);
            for (let c = 0; c < width; c++) {
              const expected = copies.reduce(
                (sum, d, i) => sum + (Number.isNaN(d) ? 0 : d * values[i * width + c]),
                0,
              );
              // Whole numbers and 16384ths of them: every sum is exact in any order.
              expect(products[productIndex(rows.length, v, c)]).toBe(expected);
            }
          });
        },
      ),
    );
  });

  test("missing-products of the first columns with all, and squares of the others", async () => {
    await fc.assert(
      fc.asyncProperty(
        studies,
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 1, max: 14 }),
        async (study, width, atMost) => {
          const shared = Math.min(width, atMost);
          const sampleCount = study.included.length;
          const values = wholeColumns(sampleCount, width);
          const block = blockOn(device, masked(study));
          const counts = await alleleCounts.prepare({}, device)(block);
          const missing = counts.dosages?.missing ?? counts.missing;
          const run = missingProducts.prepare(
            { columns: { sampleCount, width, values }, shared },
            device,
          );
          const found = await run({ block, missing });
          expect([...found.rows]).toEqual(
            study.rows.map((_, v) => v).filter((v) => missing[v] > 0),
          );
          found.rows.forEach((v, r) => {
            const gone = copiesOf(study, v).flatMap((d, i) => (Number.isNaN(d) ? [i * width] : []));
            const product = (a: number, b: number): number =>
              gone.reduce((sum, at) => sum + values[at + a] * values[at + b], 0);
            for (let j = 0; j < shared; j++) {
              for (let c = j; c < width; c++) {
                const at = (r * shared + j) * found.stride + c;
                expect(found.products[at]).toBe(product(j, c));
              }
            }
            for (let c = shared; c < width; c++) {
              expect(found.squares[r * found.stride + c]).toBe(product(c, c));
            }
          });
          const first = Math.min(2, block.count);
          const part = await run({ block, missing, first, end: block.count });
          expect([...part.rows].every((v) => v >= first && missing[v] > 0)).toBe(true);
        },
      ),
    );
  });

  test("missing-products of more missing calls than are fetched at once", async () => {
    const sampleCount = 1100;
    const [width, shared] = [14, 11];
    const values = wholeColumns(sampleCount, width);
    const every = [1, 3, sampleCount];
    const rows = every.map((step) =>
      Array.from({ length: sampleCount }, (_, i) => (i % step === 0 ? MISSING : i % 3)),
    );
    const block = blockOn(device, masked({ rows, included: rows[0].map(() => 1) }));
    const { missing } = await alleleCounts.prepare({}, device)(block);
    const columns = { sampleCount, width, values };
    const found = await missingProducts.prepare({ columns, shared }, device)({ block, missing });
    every.forEach((step, v) => {
      const product = (a: number, b: number): number => {
        let sum = 0;
        for (let i = 0; i < sampleCount; i += step) {
          sum += values[i * width + a] * values[i * width + b];
        }
        return sum;
      };
      for (let c = 0; c < width; c++) {
        for (let j = 0; j < Math.min(shared, c + 1); j++) {
          expect(found.products[(v * shared + j) * found.stride + c]).toBe(product(j, c));
        }
        if (c >= shared) expect(found.squares[v * found.stride + c]).toBe(product(c, c));
      }
    });
  });

  test("sample-counts", async () => {
    await fc.assert(
      fc.asyncProperty(studies, async (study) => {
        const { rows, included } = study;
        const weights = Float64Array.from(rows, (_, v) => 2 ** v);
        const block = blockOn(device, masked(study));
        const counts = await sampleCounts.prepare({}, device)({ block, weights });
        included.forEach((isIncluded, i) => {
          const column = rows.map((row) => (isIncluded ? row[i] : 0));
          expect(counts.missing[i]).toBe(column.filter((value) => value === MISSING).length);
          expect(counts.ones[i]).toBe(column.filter((value) => value === 1).length);
          expect(counts.missingWeight[i]).toBe(
            column.reduce((sum, value, v) => sum + (value === MISSING ? weights[v] : 0), 0),
          );
        });
      }),
    );
  });

  test("sample-counts of more rows than any of its counters holds", async () => {
    const rows = Array.from({ length: 1111 }, (_, v) => [1, MISSING, v % 4, 2, (v * 7) % 4]);
    const block = blockOn(device, masked({ rows, included: [1, 1, 1, 1, 1] }));
    const counts = await sampleCounts.prepare({}, device)({ block });
    const of = (sample: number, copies: number): number =>
      rows.filter((row) => row[sample] === copies).length;
    for (const i of [0, 1, 2, 3, 4]) {
      expect([counts.ones[i], counts.missing[i]]).toEqual([of(i, 1), of(i, MISSING)]);
    }
  });

  test("dosage-products carries on over tiles of rows and buffers of earlier blocks", async () => {
    const rows = Array.from({ length: 4101 }, (_, v) => [v % 4, (v >> 2) % 4, 1, 2, 0]);
    const run = dosageProducts.prepare(
      { sampleCount: 5, width: 1, values: Float64Array.of(1, 10, 100, 1000, 1) },
      device,
    );
    const included = [1, 1, 1, 1, 1];
    await run(blockOn(device, masked({ rows: rows.slice(0, 3), included })));
    const products = await run(blockOn(device, masked({ rows, included })));
    const dosage = (copies: number): number => (copies === MISSING ? 0 : copies);
    for (const v of [0, 7, 4095, 4096, 4099, 4100]) {
      expect(products[4 * v]).toBe(dosage(rows[v][0]) + 10 * dosage(rows[v][1]) + 2100);
    }
  });

  test("dosage-products of rows in which nearly everyone has a dosage", async () => {
    const sampleCount = 301;
    const rows = Array.from({ length: 6 }, (_, v) =>
      Array.from({ length: sampleCount }, (_, i) => (i * 5 + v) % 4),
    );
    const dosages = rows.map((row, v) =>
      row.flatMap((_, i): [number, number][] =>
        (i + v) % 11 === 0 ? [] : [[i, (i * 7919 + v * 101) % (2 * DOSAGE_UNIT + 1)]],
      ),
    );
    const study = { rows, included: Array<number>(sampleCount).fill(1), dosages };
    const width = 7;
    const values = wholeColumns(sampleCount, width);
    const block = blockOn(device, masked(study));
    const products = await dosageProducts.prepare({ sampleCount, width, values }, device)(block);
    rows.forEach((_, v) => {
      const copies = copiesOf(study, v);
      for (let c = 0; c < width; c++) {
        expect(products[productIndex(rows.length, v, c)]).toBe(
          copies.reduce((sum, d, i) => sum + (Number.isNaN(d) ? 0 : d * values[i * width + c]), 0),
        );
      }
    });
  });

  test("a row's products are the same bits in any block, so that blocks may be cut anywhere", async () => {
    const sampleCount = 290;
    const rows = KINDS.map((kind, v) =>
      Array.from({ length: sampleCount }, (_, i) => kind[(i * 7 + v) % kind.length]),
    );
    const dosages = rows.map((row, v) =>
      row.flatMap((_, i): [number, number][] =>
        i % (v + 1) === 0 ? [[i, (i * 7919) % 32769]] : [],
      ),
    );
    const included = Array<number>(sampleCount).fill(1);
    const width = 9;
    const values = Float64Array.from({ length: sampleCount * width }, (_, i) => Math.sin(i + 1));
    const run = dosageProducts.prepare({ sampleCount, width, values }, device);
    for (const own of [undefined, dosages]) {
      const together = Float64Array.from(
        await run(blockOn(device, masked({ rows, included, dosages: own }))),
      );
      for (let v = 0; v < rows.length; v++) {
        const study = { rows: [rows[v]], included, dosages: own && [own[v]] };
        const alone = await run(blockOn(device, masked(study)));
        for (let c = 0; c < width; c++) {
          expect(alone[productIndex(1, 0, c)]).toBe(together[productIndex(rows.length, v, c)]);
        }
      }
    }
  });

  test("allele-counts of every code in rows longer than any counter holds", async () => {
    const sampleCount = 4003;
    const included = Array<number>(sampleCount).fill(1);
    const rows = [0, 1, 2, MISSING].map((copies) => Array<number>(sampleCount).fill(copies));
    rows.push(included.map((_, i) => (i * 31) % 4));
    rows.push(included.map((_, i) => [1, MISSING, MISSING, 2, 0, MISSING][(i >> 2) % 6]));
    const { twos, ones, missing } = await alleleCounts.prepare(
      {},
      device,
    )(blockOn(device, masked({ rows, included })));
    rows.forEach((row, v) => {
      const count = (copies: number): number => row.filter((value) => value === copies).length;
      expect([ones[v], twos[v], missing[v]]).toEqual([count(1), count(2), count(MISSING)]);
    });
  });

  test("sums of many samples: counters flush in time, and chunks of samples follow each other", async () => {
    const sampleCount = 4003;
    const rows = [1, 2, 0].map((copies) => Array<number>(sampleCount).fill(copies));
    rows.push(Array.from({ length: sampleCount }, (_, i) => (i * 31) % 3));
    rows.push(Array.from({ length: sampleCount }, (_, i) => Number(i % 1000 === 999)));
    rows.push(Array.from({ length: sampleCount }, (_, i) => 2 - Number(i % 1000 === 999)));
    const study = { rows, included: Array<number>(sampleCount).fill(1) };
    const block = blockOn(device, masked(study));
    const counts = await alleleCounts.prepare({}, device)(block);
    expect([counts.ones[0], counts.twos[1], counts.ones[4]]).toEqual([sampleCount, sampleCount, 4]);
    const values = wholeColumns(sampleCount, 2);
    const products = await dosageProducts.prepare({ sampleCount, width: 2, values }, device)(block);
    rows.forEach((row, v) => {
      for (const c of [0, 1]) {
        expect(products[productIndex(rows.length, v, c)]).toBe(
          row.reduce((sum, copies, i) => sum + copies * values[2 * i + c], 0),
        );
      }
    });
  });
});
