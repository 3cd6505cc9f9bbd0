import { expect, test } from "vitest";
import { randomStream } from "../random.ts";
import { crossProducts } from "./cross-products.ts";
import { dot } from "./test-projections.ts";

const random = randomStream(3, "products");
const noise = (n: number): Float64Array => Float64Array.from({ length: n }, () => random.normal());

test("cross products are the products of the columns", () => {
  for (const [p, q, n] of [
    [1, 1, 1],
    [3, 5, 700],
    [6, 4, 512],
    [0, 3, 4],
  ]) {
    const left = Array.from({ length: p }, () => noise(n));
    const right = Array.from({ length: q }, () => noise(n));
    const expected = left.flatMap((a) => right.map((b) => dot(a, b)));
    crossProducts(left, right).forEach((value, at) =>
      expect(Math.abs(value - expected[at])).toBeLessThan(1e-12 * n),
    );
    const own = crossProducts(right, right);
    expect(own).toEqual(crossProducts(right, [...right]));
  }
});
