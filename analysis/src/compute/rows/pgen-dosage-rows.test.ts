import fc from "fast-check";
import { expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import { decodeDosages, DosageList } from "../../io/plink2/pgen-dosages.ts";
import { wasmDevice } from "../wasm/kernels.ts";
import { joinDosages } from "./join-dosages.ts";
import { keepDosagesOf, pgenDosages, type DecodedRecords } from "./pgen-dosage-rows.ts";

const NONE = 65_535;
const FORMS = { none: 0, listed: 0x20, dense: 0x40, bits: 0x60 } as const;

interface Row {
  readonly form: keyof typeof FORMS;
  /** A code each. */
  readonly calls: readonly number[];
  /** `NONE` where there is none. */
  readonly dosages: readonly number[];
  /** Undefined without phase; else whether each heterozygous call is phased. */
  readonly phased: readonly boolean[] | undefined;
}

function bitsOf(flags: readonly boolean[]): number[] {
  const bytes = new Array<number>(Math.ceil(flags.length / 8)).fill(0);
  flags.forEach((flag, i) => (bytes[i >> 3] |= Number(flag) << (i & 7)));
  return bytes;
}

/** What follows the main track. */
function recordOf({ form, calls, dosages, phased }: Row): number[] {
  const bytes: number[] = [];
  if (phased) {
    const own = phased.filter((_, i) => calls[i] === 2);
    bytes.push(...bitsOf([true, ...own]), ...bitsOf(own.filter((is) => is)));
  }
  const has = dosages.map((dosage) => dosage !== NONE);
  const samples = dosages.flatMap((_, i) => (has[i] ? [i] : []));
  const kept = form === "dense" ? dosages : dosages.filter((_, i) => has[i]);
  if (form === "listed") {
    bytes.push((samples.length & 127) | (samples.length > 127 ? 128 : 0));
    if (samples.length > 127) bytes.push(samples.length >> 7);
    const gaps: number[][] = [];
    for (let first = 0; first < samples.length; first += 64) {
      bytes.push(samples[first]);
      gaps.push(samples.slice(first + 1, first + 64).map((s, i) => s - samples[first + i]));
    }
    const sizes = gaps.slice(0, -1).map((own) => own.reduce((sum, gap) => sum + 1 + (gap >> 7), 0));
    bytes.push(...sizes);
    for (const gap of gaps.flat()) {
      if (gap > 127) bytes.push((gap & 127) | 128, gap >> 7);
      else bytes.push(gap);
    }
  }
  if (form === "bits") bytes.push(...bitsOf(has));
  if (form !== "none") for (const dosage of kept) bytes.push(dosage & 255, dosage >> 8);
  return bytes;
}

const anyRow = (sampleCount: number): fc.Arbitrary<Row> => {
  const each = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(one, { minLength: sampleCount, maxLength: sampleCount });
  const dosage = fc.oneof(
    { weight: 6, arbitrary: fc.nat(32_768) },
    { weight: 2, arbitrary: fc.constantFrom(0, 16_384, 32_768) },
    { weight: 1, arbitrary: fc.constant(NONE) },
  );
  return fc.record({
    form: fc.constantFrom<keyof typeof FORMS>("none", "listed", "dense", "bits"),
    calls: each(fc.nat(3)),
    dosages: fc.oneof(each(dosage), each(fc.constantFrom(NONE, NONE, NONE, 77))),
    phased: fc.option(each(fc.boolean()), { nil: undefined }),
  });
};

const anyRows = fc
  .integer({ min: 1, max: 250 })
  .chain((sampleCount) =>
    fc.record({ sampleCount: fc.constant(sampleCount), rows: fc.array(anyRow(sampleCount)) }),
  );

function packed(rows: readonly Row[], sampleCount: number): Uint8Array {
  const bytesPerRow = Math.ceil(sampleCount / 4);
  const bytes = new Uint8Array(rows.length * bytesPerRow).fill(0xff);
  rows.forEach(({ calls }, v) =>
    calls.forEach((code, i) => {
      bytes[v * bytesPerRow + (i >> 2)] &= ~((3 ^ code) << (2 * (i & 3)));
    }),
  );
  return bytes;
}

/** Records in the arena, some bytes behind the start of each taken for its main track. */
function placed(
  device: Awaited<ReturnType<typeof wasmDevice>>,
  rows: readonly Row[],
  sampleCount: number,
): DecodedRecords {
  const { arena } = device;
  const tracks = rows.map((row) => [9, 9, ...recordOf(row)]);
  const all = tracks.flat();
  const put = <View extends Uint8Array | Uint32Array>(view: View, values: ArrayLike<number>) => {
    view.set(values);
    return view;
  };
  let at = 0;
  const starts = tracks.map(({ length }) => (at += length) - length);
  const calls = packed(rows, sampleCount);
  return {
    bytes: put(arena.uint8(all.length + 512), all).subarray(0, all.length),
    trackEnds: put(
      arena.uint32(rows.length),
      starts.map((start) => start + 2),
    ),
    ends: put(
      arena.uint32(rows.length),
      starts.map((start, v) => start + tracks[v].length),
    ),
    types: put(
      arena.uint8(rows.length),
      rows.map(({ form, phased }) => FORMS[form] | (phased ? 0x10 : 0)),
    ),
    count: rows.length,
    first: 0,
    rows: put(arena.uint8(calls.length + 16), calls),
  };
}

test("dosages of every form, with phase and without, read at once, in parts and of some people, as JavaScript reads them", async () => {
  const device = await wasmDevice();
  fc.assert(
    fc.property(anyRows, fc.nat(), ({ sampleCount, rows }, seed) => {
      device.arena.clear();
      const list = new DosageList(rows.length);
      const bytesPerRow = Math.ceil(sampleCount / 4);
      const calls = packed(rows, sampleCount);
      rows.forEach((row, v) => {
        const bytes = Uint8Array.from(recordOf(row));
        const type = FORMS[row.form] | (row.phased ? 0x10 : 0);
        const cursor = { bytes, at: 0, end: bytes.length, sampleCount };
        const own = calls.subarray(v * bytesPerRow, (v + 1) * bytesPerRow);
        decodeDosages(cursor, type, own, list);
        list.endRow();
      });
      const expected = joinDosages(undefined, sampleCount)([list]);
      const most = list.offsets[rows.length];
      const dosages = pgenDosages("x.pgen", sampleCount, device);
      const cut = rows.length === 0 ? 0 : seed % (rows.length + 1);
      for (const parts of [[rows], [rows.slice(0, cut), rows.slice(cut)]]) {
        parts.forEach((part, p) => {
          const records = placed(device, part, sampleCount);
          dosages.start(part.length, records.bytes.length, p > 0);
          dosages.add(records);
        });
        const { offsets, samples, values } = dosages.finish();
        expect(offsets).toEqual(list.offsets);
        expect([samples.length, values.length]).toEqual([most, most]);
        if (expected) expect({ offsets, samples, values }).toEqual(expected);
      }
      const kept = Uint32Array.from({ length: sampleCount }, (_, i) => i).filter(
        (i) => (i * 7 + seed) % 3 > 0,
      );
      const some = keepDosagesOf(kept, sampleCount, device)(dosages.finish());
      const joined = joinDosages(kept, sampleCount)([list]);
      if (joined) expect(some).toEqual(joined);
      else expect(some.values.length).toBe(0);
    }),
  );
});

test("records that end too early, or hold more than two copies or alleles, are named", async () => {
  const device = await wasmDevice();
  const row = (form: Row["form"]): Row => ({
    form,
    calls: [0, 1, 2, 3, 2],
    dosages: [5, 6, 7, 8, 9],
    phased: [true, false, true, false, false],
  });
  const refusal = (rows: readonly Row[], change: (records: DecodedRecords) => void): unknown => {
    const dosages = pgenDosages("x.pgen", 5, device);
    const records = placed(device, rows, 5);
    change(records);
    dosages.start(rows.length, records.bytes.length, false);
    try {
      dosages.add({ ...records, first: 40 });
    } catch (error) {
      return isAnalysisError(error, "format") ? error.what : error;
    }
    return undefined;
  };
  for (const form of ["listed", "dense", "bits"] as const) {
    const rows = [row("none"), row(form)];
    expect(refusal(rows, () => undefined)).toBeUndefined();
    expect(refusal(rows, ({ ends }) => (ends[1] -= 1))).toContain("variant 42 in x.pgen");
    expect(refusal(rows, ({ ends, trackEnds }) => (ends[1] = trackEnds[1]))).toContain("42");
    expect(refusal(rows, ({ bytes }) => (bytes[bytes.length - 1] = 0x80))).toContain("damaged");
    expect(refusal(rows, ({ types }) => (types[1] |= 0x08))).toMatch(/42.*alleles|alleles.*42/);
  }
});
