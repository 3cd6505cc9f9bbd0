import { beforeAll, expect, test } from "vitest";
import { PLAIN_RECORD_INDEX, type RecordIndex } from "../../io/plink2/record-index.ts";
import { wasmDevice } from "../wasm/kernels.ts";
import { recordIndexOn } from "./record-index.ts";

let index: RecordIndex;
beforeAll(async () => {
  index = recordIndexOn(await wasmDevice());
});

const bytes = Uint8Array.from(
  { length: 4000 },
  (_, i) => (Math.imul(i + 7, 2654435761) >>> 13) & 255,
);

test.each([1, 2, 999, 1000])("types of %i records are those of plain JavaScript", (count) => {
  const [found, expected] = [new Uint8Array(count), new Uint8Array(count)];
  index.unpackTypes(bytes.subarray(0, Math.ceil(count / 2)), found);
  PLAIN_RECORD_INDEX.unpackTypes(bytes.subarray(0, Math.ceil(count / 2)), expected);
  expect(found).toEqual(expected);
});

test.each([1, 2, 3, 4])(
  "starts of records with lengths of %i bytes, beyond 32 bits, too",
  (width) => {
    const [found, expected] = [new Float64Array(1000), new Float64Array(1000)];
    const lengths = bytes.subarray(0, 1000 * width);
    const end = index.addLengths(lengths, width, 2 ** 40 + 12, found);
    expect(end).toBe(PLAIN_RECORD_INDEX.addLengths(lengths, width, 2 ** 40 + 12, expected));
    expect(end).toBeGreaterThan(2 ** 40);
    expect(found).toEqual(expected);
  },
);
