import { describe, expect, test } from "vitest";
import { plotRows, toTsv } from "./rows.ts";

describe("plotRows", () => {
  test("finds rows at the top, in layers and in named datasets, and takes the largest table", () => {
    expect(plotRows({ data: { values: [{ a: 1 }] } })).toEqual([{ a: 1 }]);
    const layered = {
      data: { values: [{ a: 1 }] },
      layer: [{ data: { values: [{ b: 1 }, { b: 2 }] }, mark: "rule" }],
    };
    expect(plotRows(layered)).toEqual([{ b: 1 }, { b: 2 }]);
    expect(plotRows({ datasets: { x: [{ c: 1 }] }, data: { name: "x" } })).toEqual([{ c: 1 }]);
    expect(plotRows({ hconcat: [{ spec: { data: { values: [{ d: 1 }] } } }] })).toEqual([{ d: 1 }]);
  });

  test("of our plots takes their own rows, however few", () => {
    const lines = [{ b: 1 }, { b: 2 }];
    const spec = {
      usermeta: { genobook: { kind: "mrScatter" } },
      data: { name: "instruments", values: [{ a: 1 }] },
      layer: [{ data: { values: lines }, mark: "line" }],
    };
    expect(plotRows(spec)).toEqual([{ a: 1 }]);
  });

  test("is empty when the rows are elsewhere", () => {
    expect(plotRows({ data: { url: "rows.json" } })).toEqual([]);
  });
});

describe("toTsv", () => {
  test("writes the union of the columns, missing values as NA, and numbers in full", () => {
    const rows = [
      { variantId: "rs1", negLog10PValue: 8.000000000000002 },
      { variantId: "rs2", label: null, negLog10PValue: Number.NaN },
    ];
    expect(toTsv(rows)).toBe(
      "variantId\tnegLog10PValue\tlabel\nrs1\t8.000000000000002\tNA\nrs2\tNA\tNA\n",
    );
  });

  test("keeps a value with tabs or line breaks in its own cell", () => {
    expect(toTsv([{ a: "x\ty\nz", b: true }])).toBe("a\tb\nx y z\ttrue\n");
  });
});
