import { expect, test } from "vitest";
import { writeRowMajor } from "./row-major.ts";

test("columns stand side by side at their rows, scaled, and nothing else is touched", () => {
  const n = 600;
  const rows = Uint32Array.from({ length: n }, (_, i) => 2 * i + 1);
  const columns = [1, 2].map((c) => Float64Array.from({ length: n }, (_, i) => c * 1000 + i));
  const into = new Float64Array((2 * n + 1) * 4).fill(-1);
  writeRowMajor({ columns, rows, into, width: 4, place: 1, scales: [1, 0.5] });
  for (let row = 0; row <= 2 * n; row++) {
    const i = (row - 1) / 2;
    const expected = row % 2 === 1 ? [-1, 1000 + i, 0.5 * (2000 + i), -1] : [-1, -1, -1, -1];
    expect([...into.subarray(4 * row, 4 * row + 4)]).toEqual(expected);
  }
  writeRowMajor({ columns, rows, into, width: 4 });
  expect([...into.subarray(4, 8)]).toEqual([1000, 2000, 1000, -1]);
});
