import { expect, test } from "vitest";
import { addCombination, productsWith } from "./column-products.ts";

test.each([1, 2, 3, 4, 5, 8, 9])("both equal their definitions for %i columns", (k) => {
  const count = 11;
  const columns = Array.from({ length: k }, (_, j) =>
    Float64Array.from({ length: count + 1 }, (_, i) => ((i * 7 + j * 13) % 11) - 5),
  );
  const r = Float64Array.from({ length: count + 1 }, (_, i) => i - 4);
  const products = new Float64Array(k);
  productsWith(columns, r, count, products);
  const b = Float64Array.from({ length: k }, (_, j) => j + 1);
  const y = Float64Array.from({ length: count + 1 }, (_, i) => i);
  addCombination(columns, b, count, y);
  for (let j = 0; j < k; j++) {
    const expected = columns[j].subarray(0, count).reduce((sum, x, i) => sum + x * r[i], 0);
    expect(products[j]).toBe(expected);
  }
  for (let i = 0; i < count; i++) {
    expect(y[i]).toBe(columns.reduce((sum, column, j) => sum + b[j] * column[i], i));
  }
  expect(y[count]).toBe(count);
});
