import { describe, expect, test } from "vitest";
import { Table } from "../../table.ts";
import { randomStream } from "../../random.ts";
import { parseCondition } from "./parse-condition.ts";
import { browseRows, selectRows } from "./select-rows.ts";

const table: Table = new Table({
  rsid: ["rs10", "rs9", "", "rs100", "rs1"],
  chromosome: Uint8Array.of(6, 6, 23, 0, 1),
  basePairLocation: Int32Array.of(28_000_000, 34_000_001, 5, 0, 7),
  effectAllele: ["A", "C", "A", "T", ""],
  beta: Float64Array.of(-0.5, 0, NaN, 2, -0),
  negLog10PValue: Float64Array.of(400, 350, 2, NaN, 5),
  pValue: Float64Array.of(0, 0, 0.01, NaN, 1e-5),
});
const where = (condition: string): number[] => [...selectRows(table, { where: condition })];
const by = (orderBy: string, descending = false): number[] => [
  ...selectRows(table, { orderBy, descending }),
];

describe("conditions", () => {
  test("numbers, text and chromosomes are compared, and missing values satisfy nothing", () => {
    expect(where("beta >= 0")).toEqual([1, 3, 4]);
    expect(where("beta != 0")).toEqual([0, 3]);
    expect(where("chromosome = chrX")).toEqual([2]);
    expect(where("chromosome < 6")).toEqual([4]);
    expect(where('effectAllele != "A"')).toEqual([1, 3]);
    expect(where("rsid ~ RS10")).toEqual([0, 3]);
    expect(where("")).toEqual([0, 1, 2, 3, 4]);
  });

  test("missing values are asked for by name", () => {
    expect(where("beta is missing")).toEqual([2]);
    expect(where("rsid is not missing")).toEqual([0, 1, 3, 4]);
    expect(where("chromosome is missing")).toEqual([3]);
  });

  test("a region has both ends, with or without thousands separators", () => {
    expect(where("6:28,000,000-34,000,000")).toEqual([0]);
    expect(where("chr6:28000000-34000001")).toEqual([0, 1]);
    expect(where("X:5")).toEqual([2]);
  });

  test("and binds closer than or; parentheses turn that", () => {
    expect(where("beta = 2 | chromosome = 6 & pValue < 1")).toEqual([0, 1, 3]);
    expect(where("(beta = 2 or chromosome = 6) and pValue < 1")).toEqual([0, 1]);
  });

  test("P values below the smallest double are told apart", () => {
    expect(where("pValue < 1e-360")).toEqual([0]);
    expect(where("pValue >= 1e-360")).toEqual([1, 2, 4]);
  });

  test.each([
    ["beta <", "ends where a value for beta"],
    ["beta", "ends where a comparison of beta"],
    ["(beta < 1", "ends where a closing parenthesis"],
    ["beta < 1 2", '"2" is more'],
    ["< 1", "stands where a column"],
    ["nothing < 1", "no column nothing"],
    ["beta < few", "does not fit"],
    ["beta ~ 1", "does not fit"],
    ["chromosome = 99", "does not fit"],
    ["constructor = 1", "no column constructor"],
    ['rsid = "rs', "not understood"],
  ])("%s is refused in words", (condition, words) => {
    expect(() => where(condition)).toThrow(words);
  });

  test("values may be quoted", () => {
    expect(parseCondition("rsid = 'a & b'")).toEqual({
      is: "comparison",
      column: "rsid",
      comparison: "=",
      value: "a & b",
    });
  });
});

describe("order", () => {
  test("missing values are last in either direction, and equal rows keep their order", () => {
    expect(by("beta")).toEqual([0, 1, 4, 3, 2]);
    expect(by("beta", true)).toEqual([3, 1, 4, 0, 2]);
    expect(by("effectAllele")).toEqual([0, 2, 1, 3, 4]);
    expect(by("effectAllele", true)).toEqual([3, 1, 0, 2, 4]);
  });

  test("names of variants are sorted by their number", () => {
    expect(by("rsid")).toEqual([4, 1, 0, 3, 2]);
    expect(by("rsid", true)).toEqual([3, 0, 1, 4, 2]);
  });

  test("P values are sorted below the smallest double", () => {
    expect(by("pValue")).toEqual([0, 1, 4, 2, 3]);
    expect(by("pValue", true)).toEqual([2, 4, 1, 0, 3]);
  });

  test("the order is that of a comparison sort, for every width of number", () => {
    const random = randomStream(5, "order");
    const doubles = Float64Array.from({ length: 5000 }, (_, i) => {
      if (i % 17 === 0) return NaN;
      if (i % 5 === 0) return Math.round(random.uniform() * 8);
      return (random.uniform() - 0.5) * 10 ** (40 * random.uniform() - 20);
    });
    const columns = {
      doubles,
      singles: Float32Array.from(doubles),
      wholes: Int32Array.from(doubles, (value) => (Number.isNaN(value) ? 0 : value * 1000)),
      third: Uint8Array.from(doubles, (_, i) => i % 3),
    };
    const of: Table = new Table(columns);
    for (const [name, column] of Object.entries(columns)) {
      const isMissing = (i: number): number => Number(Number.isNaN(column[i]));
      const expected = Array.from({ length: 5000 }, (_, i) => i)
        .filter((i) => i % 3 !== 0)
        .sort((a, b) => isMissing(a) - isMissing(b) || column[b] - column[a] || 0);
      expect([...selectRows(of, { where: "third != 0", orderBy: name, descending: true })]).toEqual(
        expected,
      );
    }
  });

  test.each([
    ["of any letters", ["b", "", "a", "ab", "a", "é", "B", "ba", ""]],
    [
      "that begin alike",
      ["x".repeat(30), "x".repeat(24), `${"x".repeat(24)}a`, "x".repeat(30), "x"],
    ],
    ["with letters of other scripts", ["rs", "变异", "变", "", "rs1", "abc"]],
    ["of two kinds of names", ["rs2", "1:5_A_G", "rs10", "1:12_A_G", "", "10:1_A_G"]],
  ])("texts %s are in the order of a comparison", (_, texts) => {
    const of: Table = new Table({ texts });
    const sorted = (sign: number): number[] =>
      texts
        .map((_text, i) => i)
        .sort((a, b) => {
          const [x, y] = [texts[a], texts[b]];
          if (x === "" || y === "") return Number(x === "") - Number(y === "");
          return x < y ? -sign : x > y ? sign : 0;
        });
    expect([...selectRows(of, { orderBy: "texts" })]).toEqual(sorted(1));
    expect([...selectRows(of, { orderBy: "texts", descending: true })]).toEqual(sorted(-1));
  });
});

describe("in turn with others", () => {
  const many: Table = new Table({
    value: Float64Array.from({ length: 1_000_000 }, (_, i) => (i * 7919) % 1_000_003),
  });

  test("the rows are the same, and progress grows", async () => {
    const seen: number[] = [];
    const options = { where: "value > 1000", orderBy: "value", descending: true };
    const rows = await browseRows(many, {
      ...options,
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    const expected = selectRows(many, options);
    expect(rows.length).toBe(expected.length);
    expect(rows.every((row, k) => row === expected[k])).toBe(true);
    expect(seen.length).toBeGreaterThan(5);
    expect(seen).toEqual(seen.slice().sort((a, b) => a - b));
    expect(seen.at(-1)).toBeLessThanOrEqual(1);
  });

  test("a cancelled search stops at its next step", async () => {
    const stop = new AbortController();
    let steps = 0;
    const searching = browseRows(many, {
      orderBy: "value",
      signal: stop.signal,
      onProgress: () => {
        if (++steps === 2) stop.abort();
      },
    });
    await expect(searching).rejects.toMatchObject({ tag: "cancelled" });
    expect(steps).toBe(2);
  });
});
