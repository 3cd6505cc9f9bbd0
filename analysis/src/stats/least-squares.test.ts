import { expect, test } from "vitest";
import { randomStream } from "../random.ts";
import { weightedLeastSquares } from "./least-squares.ts";

const ones = (n: number): Float64Array => new Float64Array(n).fill(1);

test("an exact line, whatever the weights", () => {
  const x = Float64Array.of(1, 2, 4, 7);
  const y = x.map((v) => 3 - 2 * v);
  const fit = weightedLeastSquares({
    columns: [ones(4), x],
    y,
    weights: Float64Array.of(1, 5, 0, 2),
  });
  expect(fit?.coefficients[0]).toBeCloseTo(3, 13);
  expect(fit?.coefficients[1]).toBeCloseTo(-2, 13);
  expect(fit?.residualSumOfSquares).toBeCloseTo(0, 20);
  expect(fit?.degreesOfFreedom).toBe(2);
});

test("Longley's data keep the digits that normal equations lose", () => {
  // NIST StRD Longley: certified B0 and B1 (GNP deflator); condition number about 4.9e9.
  const rows = [
    [60323, 83, 234289, 2356, 1590, 107608, 1947],
    [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
    [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
    [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
    [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
    [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
    [64989, 99, 365385, 1870, 3547, 115094, 1953],
    [63761, 100, 363112, 3578, 3350, 116219, 1954],
    [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
    [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
    [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
    [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
    [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
    [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
    [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
    [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
  ];
  const column = (j: number): Float64Array => Float64Array.from(rows, (row) => row[j]);
  const fit = weightedLeastSquares({
    columns: [ones(16), ...[1, 2, 3, 4, 5, 6].map(column)],
    y: column(0),
  });
  expect(fit!.coefficients[0] / -3482258.63459582).toBeCloseTo(1, 9);
  expect(fit!.coefficients[1] / 15.0618722713733).toBeCloseTo(1, 8);
  expect(fit!.residualSumOfSquares / 836424.055505915).toBeCloseTo(1, 9);
  const sigma = Math.sqrt(fit!.residualSumOfSquares / fit!.degreesOfFreedom);
  expect((Math.sqrt(fit!.covariance[0]) * sigma) / 890420.383607373).toBeCloseTo(1, 9);
});

test("integer weights are repeated rows", () => {
  const random = randomStream(3, "least squares");
  const draw = (): Float64Array => Float64Array.from({ length: 9 }, () => random.normal());
  const [a, b, y] = [draw(), draw(), draw()];
  const counts = Uint8Array.of(1, 2, 3, 1, 1, 4, 2, 1, 1);
  const repeated = (v: Float64Array): Float64Array =>
    Float64Array.from([...v].flatMap((value, i) => new Array<number>(counts[i]).fill(value)));
  const weighted = weightedLeastSquares({ columns: [a, b], y, weights: Float64Array.from(counts) });
  const plain = weightedLeastSquares({ columns: [repeated(a), repeated(b)], y: repeated(y) });
  for (let i = 0; i < 4; i++) expect(weighted!.covariance[i]).toBeCloseTo(plain!.covariance[i], 12);
  expect(weighted!.coefficients[1]).toBeCloseTo(plain!.coefficients[1], 12);
});

test("undefined for columns that depend on each other, and for more columns than values", () => {
  const x = Float64Array.of(0.1, 0.2, 0.7);
  const y = Float64Array.of(1, 2, 3);
  expect(weightedLeastSquares({ columns: [x, x.map((v) => 3 * v)], y })).toBeUndefined();
  expect(weightedLeastSquares({ columns: [new Float64Array(3)], y })).toBeUndefined();
  expect(weightedLeastSquares({ columns: [x], y: new Float64Array(0) })).toBeUndefined();
});
