import { beforeAll, describe, expect, test } from "vitest";
import { TEST_DEVICES } from "../../compute/operations/test-devices.ts";
import type { Device } from "../../compute/operation.ts";
import { createArena } from "../../compute/arena.ts";
import { wasmDevice } from "../../compute/wasm/kernels.ts";
import type { Kernels } from "../../compute/wasm/kernels.ts";
import { formatPlinkNumber, formatPlinkPValue } from "../format-plink-number.ts";
import { encodeTexts } from "./encoded-texts.ts";
import { rowText, type TextColumn } from "./index.ts";

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.slice());

describe.each(TEST_DEVICES)("rows as text on $name", ({ open }) => {
  let device: Device;
  beforeAll(async () => {
    device = await open();
  });

  const codes = [".", "CONST_OMITTED_ALLELE"];
  const prefixes = ["left out", "1\t100\trs1\tA", "1\t200\tvariant-é\tACGT", "X\t3\t.\tT"];
  const rows = ["left out", "1\t100\trs1\tA\tACGTACGT", "1\té\tT", "X\t3\t.\tT\t<DEL>"];
  const columnsIn = (placed: boolean): TextColumn[] => {
    const arena = placed && device.kind !== "javascript" ? device.arena : undefined;
    const place = <V extends Int32Array | Float64Array | Uint8Array>(values: V, room?: V): V => {
      room?.set(values);
      return room ?? values;
    };
    return [
      { kind: "text", texts: encodeTexts(prefixes, arena), first: 1 },
      { kind: "integer", values: place(Int32Array.of(997, 0, -2147483648), arena?.int32(3)) },
      { kind: "number", values: place(Float64Array.of(0.3515625, NaN, -12e-7), arena?.float64(3)) },
      { kind: "p-of-ln", values: place(Float64Array.of(-1381.5, NaN, 0), arena?.float64(3)) },
      {
        kind: "code",
        values: place(Uint8Array.of(0, 1, 0), arena?.uint8(3)),
        texts: encodeTexts(codes, arena),
      },
      {
        kind: "allele",
        values: place(Uint8Array.of(0, 1, 0), arena?.uint8(3)),
        texts: encodeTexts(rows, arena),
        first: 1,
      },
    ];
  };

  test.each([true, false])(
    "a row of each kind of cell, placed in the arena: %s",
    async (placed) => {
      const text = await rowText.prepare({}, device)({ rowCount: 3, columns: columnsIn(placed) });
      expect(decode(text)).toBe(
        [
          "1\t100\trs1\tA\t997\t0.351562\t1.05238e-600\t.\tACGTACGT",
          "1\t200\tvariant-é\tACGT\t0\tNA\tNA\tCONST_OMITTED_ALLELE\té",
          "X\t3\t.\tT\t-2147483648\t-1.2e-06\t1\t.\t<DEL>",
          "",
        ].join("\n"),
      );
    },
  );

  test("alleles are of the texts before them, or of others", async () => {
    const texts = encodeTexts(rows);
    const values = Uint8Array.of(1, 0);
    const text = await rowText.prepare(
      {},
      device,
    )({
      rowCount: 2,
      columns: [
        { kind: "text", texts, first: 1 },
        { kind: "allele", values, texts, first: 1 },
        { kind: "allele", values, texts, first: 2 },
      ],
    });
    expect(decode(text)).toBe("1\t100\trs1\tA\tACGTACGT\tA\té\n1\té\tT\tT\t<DEL>\n");
  });

  test("no rows are no text, also after rows", async () => {
    const run = rowText.prepare({}, device);
    expect((await run({ rowCount: 2, columns: columnsIn(true) })).length).toBeGreaterThan(0);
    expect((await run({ rowCount: 0, columns: columnsIn(true) })).length).toBe(0);
  });
});

describe("numbers of the kernel are those of formatPlinkNumber, byte for byte", () => {
  let kernels: Kernels;
  let number: (value: number) => string;
  let pOfLn: (value: number) => string;
  beforeAll(async () => {
    const arena = createArena();
    ({ kernels } = await wasmDevice(arena));
    const room = arena.uint8(128);
    const at = arena.pointer(room);
    number = (value) => decode(room.subarray(0, kernels.putNumber(at, value) - at));
    pOfLn = (value) => decode(room.subarray(0, kernels.putPOfLn(at, value) - at));
  });

  /** Numbers in [0, 1), the same each run. */
  const uniform = (seed: number): (() => number) => {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return (state >>> 0) / 2 ** 32;
    };
  };

  const differing = (values: Iterable<number>): number[] =>
    [...values].filter((value) => number(value) !== formatPlinkNumber(value));

  test("all bit patterns: 100 000 doubles of any magnitude", () => {
    const next = uniform(1);
    const bits = new Uint32Array(2);
    const values = Array.from({ length: 100_000 }, () => {
      bits[0] = next() * 2 ** 32;
      bits[1] = next() * 2 ** 32;
      return new Float64Array(bits.buffer)[0];
    });
    expect(differing(values)).toEqual([]);
  });

  test("usual magnitudes, whole numbers and fractions of a power of two", () => {
    const next = uniform(2);
    const values = Array.from({ length: 30_000 }, (_, i) => [
      (next() - 0.5) * 10 ** (next() * 20 - 10),
      Math.round(next() * 1e7) / 2 ** (i % 20),
      i - 15_000,
    ]).flat();
    expect(differing(values)).toEqual([]);
  });

  test("halves of the sixth digit, and numbers just beside them", () => {
    const next = uniform(3);
    const values = Array.from({ length: 20_000 }, (_, i) => {
      const digits = Math.floor(100_000 + next() * 900_000);
      const exponent = (i % 60) - 30;
      return [".5", ".4999999", ".500000004", ".50000002"].map((rest) =>
        Number(`${digits}${rest}e${exponent}`),
      );
    }).flat();
    expect(differing(values)).toEqual([]);
  });

  test("ends of ranges", () => {
    const ends = [
      0,
      -0,
      NaN,
      Infinity,
      -Infinity,
      5e-324,
      Number.MAX_VALUE,
      1e22,
      1e23,
      9.999995e22,
    ];
    const turns = [
      999999.5, 999999.4999999, 99999.95, 9.9999995, 1e-5, 1e-4, 0.00099999951, 1e5, 1e6,
    ];
    expect(differing([...ends, ...turns, ...turns.map((value) => -value)])).toEqual([]);
  });

  test("P from ln P, to P = 1e-43 000", () => {
    const next = uniform(4);
    const values = Array.from({ length: 50_000 }, () => -(10 ** (next() * 8 - 3)));
    const different = [...values, 0, -Infinity, NaN].filter(
      (lnP) => pOfLn(lnP) !== formatPlinkPValue(-lnP / Math.LN10),
    );
    expect(different).toEqual([]);
  });
});
