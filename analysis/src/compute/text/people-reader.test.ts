import { beforeAll, describe, expect, test } from "vitest";
import { memorySource, type ByteSource } from "../../io/byte-source.ts";
import type { PeopleReader } from "../../io/id-table.ts";
import { readPhenotypes } from "../../io/phenotypes.ts";
import { readFam } from "../../io/plink1/fam.ts";
import { readPsam, readPsamPhenotypes } from "../../io/plink2/psam.ts";
import { peopleReader, wasmPeopleReader } from "./people-reader.ts";

let reader: PeopleReader;
/** Of the blocks that were split, which WebAssembly took. */
let taken: boolean[] = [];

beforeAll(async () => {
  const { splitRows, ...others } = await wasmPeopleReader();
  reader = {
    ...others,
    splitRows: (...block) => {
      const found = splitRows(...block);
      taken.push(found !== undefined);
      return found;
    },
  };
});

type Read = (source: ByteSource, reader?: PeopleReader) => Promise<object>;

/** Everything that is read, or what is thrown. */
async function outcomeOf(read: Read, text: string | Uint8Array, by?: PeopleReader) {
  const content = typeof text === "string" ? text : new Uint8Array(text);
  return read(memorySource("x.txt", content), by).catch((error: unknown) => ({
    ...(error as object),
    message: (error as Error).message,
  }));
}

async function expectTwins(read: Read, text: string | Uint8Array): Promise<object> {
  taken = [];
  const fast = await outcomeOf(read, text, reader);
  expect(fast).toEqual(await outcomeOf(read, text));
  return fast;
}

const NUMBERS = (
  "0 -0 1 -1 +1 .5 -.5 5. 0.1 -0.1 1.34790 -9 -9.0 -9.00 -09 9 12345678 123456789 1234567890123456 " +
  "0.12345678 0.123456789 123456.12345678 12345678.12345678 0.30000000000000004 1e5 1E-5 1e+05 2.5e-320 1e-320 " +
  "4.9e-324 1.7976931348623157e308 9007199254740993 123456789012345678901 0.000000000000000000001 " +
  "00000000.5 000000000000.5 99999999 99999999.9 0.99999999 72057594037927945 1e22 1e23 0e500 NA na N/A nan NaN NAN . #NA"
).split(" ");
const OTHERS =
  "1e400 -1e400 0x1F 1_000 1,5x inf Infinity -inf - + .- 1.2.3 --1 1- 1e 1e+ e5 1e5.5 ? :5 /5 １ 5é NONE null TRUE 12A".split(
    " ",
  );

const phenotypes: Read = (source, by) => readPhenotypes(source, { reader: by });
const minusNines: Read = (source, by) =>
  readPhenotypes(source, { reader: by, minusNineIsMissing: false });

function tableOf(fields: readonly string[], separator = "\t", end = "\n"): string {
  const rows = fields.map((field, i) => [`f${i}`, `i${i}`, field, "1"].join(separator));
  return ["FID IID x y".replaceAll(" ", separator), ...rows, ""].join(end);
}

describe("phenotypes in WebAssembly are those of plain JavaScript", () => {
  test.each([
    ["tabs", "\t", "\n"],
    ["commas", ",", "\n"],
    ["blanks", " ", "\n"],
    ["Windows line ends", "\t", "\r\n"],
    ["commas and blanks", ", ", "\n"],
    ["empty lines", "\t", "\n\n"],
    ["lines of blanks", "\t", "\n \t\r\n"],
  ])("numbers between %s", async (_, separator, end) => {
    await expectTwins(phenotypes, tableOf(NUMBERS, separator, end));
    await expectTwins(minusNines, tableOf(NUMBERS, separator, end));
    for (const number of NUMBERS) {
      const table = await expectTwins(phenotypes, tableOf(["5", number, "0.25"], separator, end));
      expect((table as { columns: Record<string, unknown> }).columns["x"]).toBeInstanceOf(
        Float64Array,
      );
    }
    expect(taken).toContain(true);
  });

  test("a plain table is taken whole, and its values are those of Number", async () => {
    const plain = NUMBERS.filter((text) => Number.isFinite(Number(text)) && Number(text) !== -9);
    const table = (await expectTwins(phenotypes, tableOf(plain))) as {
      columns: Record<string, Float64Array>;
    };
    expect([...table.columns["x"]]).toEqual(plain.map(Number));
    expect(taken).not.toContain(false);
  });

  test("random numbers of any length", async () => {
    const random = seeded(7);
    const texts = Array.from({ length: 20_000 }, () => {
      const digits = 1 + Math.floor(random() * 19);
      const value = (random() - 0.5) * 10 ** Math.floor(random() * 12 - 4);
      return random() < 0.5 ? value.toPrecision(digits) : value.toFixed(digits);
    });
    const table = (await expectTwins(phenotypes, tableOf(texts))) as {
      columns: Record<string, Float64Array>;
    };
    expect([...table.columns["x"]]).toEqual(texts.map(Number));
  });

  test.each(OTHERS)("text: %s", async (text) => {
    await expectTwins(phenotypes, tableOf([text, "1", "2"]));
    await expectTwins(phenotypes, tableOf(["1", "2", text, "3"]));
    await expectTwins(phenotypes, tableOf(["NA", text, "-9", text, "NONE"]));
    await expectTwins(minusNines, tableOf(["-9", text, "a"]));
    await expectTwins(phenotypes, tableOf(["1", text], "\t", "\n\n"));
  });

  test.each([
    ["a byte order mark", "\uFEFFFID\tIID\tx\nf\ti\t1\n"],
    ["no last line end", "IID\tx\na\t1\nb\t2"],
    ["no last line end, a carriage return", "IID\tx\na\t1\nb\t2\r"],
    ["a carriage return within", "IID\tx\na\t1\rb\nb\t2\n"],
    ["blanks around ids", "IID,x\n a ,1\nb\t, 2\n"],
    ["other scripts", "IID\tx\nÅsa\t1\n李\t2\n\u00a0c\u00a0\t3\n"],
    [
      "bytes that are no text",
      Uint8Array.from([...bytesOf("IID\tx\na"), 0xff, ...bytesOf("\t1\n")]),
    ],
    ["a quoted field", 'IID\tx\na\t1\nb\t"2"\n'],
    ["a quote within", 'IID\tx\na"\t1\n'],
    ["a field too many", "IID\tx\na\t1\nb\t2\t3\n"],
    ["a field too few", "IID\tx\na\t1\n\nb\n"],
    ["an empty id", "IID\tx\n\t1\nb\t2\n"],
    ["repeated ids", "IID\tx\na\t1\nb\t2\na\t3\n"],
    ["repeated pairs", "FID\tIID\tx\nf\ta\t1\ng\ta\t2\nf\ta\t3\n"],
    ["one id in two families", "FID\tIID\tx\nf\ta\t1\ng\ta\t2\n"],
    ["ids alone", "IID\na\nb\n"],
    ["empty fields", "IID\tx\ty\na\t\t1\nb\t2\t\n"],
    ["a header only", "IID\tx\n"],
    ["control characters", "IID\tx\n\u0001a\t1\n\u000bb\t2\n"],
    ["long ids", `IID\tx\n${"a".repeat(15)}\t1\n${"a".repeat(16)}\t2\n${"a".repeat(300)}\t3\n`],
    ["categories with numbers", "IID\tx\na\t1\nb\tB\nc\t3\n"],
    ["categories", "IID\tx\ty\na\tA\t1\nb\tNONE\t2\nc\tNA\t3\n"],
  ])("%s", async (_, text) => {
    await expectTwins(phenotypes, text);
    await expectTwins(phenotypes, typeof text === "string" ? text.replaceAll("\t", " ") : text);
  });

  test("a text that comes blocks later makes a column categorical from its first row", async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, i) => `id${i}\t${i % 10}\t${i === 50_000 ? "B" : 0.5}`,
    );
    const table = await expectTwins(phenotypes, `IID\tx\tsite\n${rows.join("\n")}\n`);
    expect(taken.length).toBeGreaterThan(1);
    expect((table as { notices: string[] }).notices.join()).toContain("first text on line 50002");
  });

  test("gzip", async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => `f\tid${i}\t${i / 7}`);
    const stream = new Blob([`FID\tIID\tx\n${rows.join("\n")}`])
      .stream()
      .pipeThrough(new CompressionStream("gzip"));
    await expectTwins(phenotypes, new Uint8Array(await new Response(stream).arrayBuffer()));
    expect(taken).not.toContain(false);
  });
});

describe("samples in WebAssembly are those of plain JavaScript", () => {
  const fam: Read = (source, by) => readFam(source, by);

  test.each([
    ["tabs", "f\ta\t0\t0\t1\t2\nf\tb\ta\t0\t2\t-9\nf\tc\t0\tb\t0\tNA"],
    ["blanks", " f  a 0 0 1 2 \n\n f b a 0 2 -9\r\nf c 0 b M 1e5 more fields\r\n"],
    ["lines of blanks", "f a 0 0 1 2\n \t \r\n\r\nf b 0 0 2 1\n"],
    ["a row too short", "f a 0 0 1 2\n\nf b 0 0 1\n"],
    ["a line of a control character", "f a 0 0 1 2\n\u000b\n"],
    ["a byte order mark", "\uFEFFf a 0 0 1 2\n"],
    ["other scripts", "Ü å 0 0 1 2\nÜ b 0 0 1 é\n"],
    ["repeats", "f a 0 0 1 2\ng a 0 0 1 2\nf a 0 0 1 2\n"],
    ["nobody", "\n \n"],
    ["nothing", ""],
  ])(".fam: %s", async (_, text) => {
    await expectTwins(fam, text);
  });

  test(".fam of several blocks", async () => {
    const rows = Array.from(
      { length: 50_000 },
      (_, i) => `fam${i % 90} id${i} 0 ${i % 3} ${i % 4} ${i}`,
    );
    await expectTwins(fam, rows.join("\n"));
    expect(taken.length).toBeGreaterThan(1);
    expect(taken).not.toContain(false);
  });

  const psam: Read = async (source, by) => {
    const { samples, traits, lines } = await readPsam(source, by);
    return { samples, traits, lines: lines() };
  };
  const psamPhenotypes: Read = (source, by) => readPsamPhenotypes(source, { reader: by });

  test.each([
    ["ids and sex", "#IID SEX\na 1\nb F\nc NA\nd M\n"],
    ["all columns", "##x\n#FID IID SID PAT MAT SEX y z\nf a 1 0 0 1 1.5 A\nf a 2 b 0 2 -9 B\n"],
    ["no header", "f a 0 0 1 2\n\nf b a 0 0 1\nf c 0 0 2 1\n"],
    ["an empty line after rows", "#IID x\na 1\nb 2\n\nc 3\nd T\n"],
    ["a row like a header", "#IID x\na 1\n#b 2\n"],
    ["a row too short", "#IID x y\na 1 2\nb 1 2\nc 2\n"],
    ["repeats", "#FID IID\nf a\nf b\nf a\n"],
    ["other scripts", "#IID x\na é\nå 2\n"],
    ["a header only", "#IID\n"],
  ])(".psam: %s", async (_, text) => {
    await expectTwins(psam, text);
    await expectTwins(psamPhenotypes, text);
  });
});

test("small files are left to JavaScript", async () => {
  expect(await peopleReader(memorySource("x", "IID\na\n"))).toBeUndefined();
  expect(await peopleReader(memorySource("x", "a".repeat(100_000)))).toBeDefined();
});

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
