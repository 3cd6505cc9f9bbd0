import { expect, test } from "vitest";
import { randomStream } from "../random.ts";
import { fillNormals } from "./normal-draws.ts";
import { normalCumulative } from "./normal.ts";

const COUNT = 2_000_000;
const draws = fillNormals(randomStream(20, "normal draws"), new Float64Array(COUNT));

test("the same seed gives the same numbers, however many are asked for", () => {
  const few = fillNormals(randomStream(20, "normal draws"), new Float64Array(1000));
  expect(few).toEqual(draws.slice(0, 1000));
  expect(fillNormals(randomStream(21, "normal draws"), new Float64Array(1000))).not.toEqual(few);
});

test("moments are those of the normal distribution, within 4 standard errors", () => {
  const moment = (power: number): number =>
    draws.reduce((sum, value) => sum + value ** power, 0) / COUNT;
  // Variances of the powers: of x^p, E x^2p − (E x^p)².
  for (const [power, expected, variance] of [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
    [6, 15, 10_170],
  ] as const) {
    const error = Math.sqrt(variance / COUNT);
    expect(Math.abs(moment(power) - expected) / error, `power ${power}`).toBeLessThan(4);
  }
});

test("counts agree with the distribution in every part of it, the edges of the layers and the tail included", () => {
  const edges = Array.from({ length: 161 }, (_, i) => -4 + i / 20);
  const counts = new Float64Array(edges.length + 1);
  for (const value of draws) {
    counts[Math.min(161, Math.max(0, Math.floor((value + 4) * 20) + 1))]++;
  }
  let chiSquare = 0;
  for (let i = 0; i < counts.length; i++) {
    const low = i === 0 ? 0 : normalCumulative(edges[i - 1]);
    const high = i === edges.length ? 1 : normalCumulative(edges[i]);
    const expected = COUNT * (high - low);
    chiSquare += (counts[i] - expected) ** 2 / expected;
  }
  // 161 degrees of freedom: within 4 standard deviations of its mean.
  expect(Math.abs(chiSquare - 161)).toBeLessThan(4 * Math.sqrt(2 * 161));
});

test("neighbouring draws are unrelated, in value and in size", () => {
  let values = 0;
  let sizes = 0;
  for (let i = 1; i < COUNT; i++) {
    values += draws[i] * draws[i - 1];
    sizes += (draws[i] ** 2 - 1) * (draws[i - 1] ** 2 - 1);
  }
  expect(Math.abs(values) / Math.sqrt(COUNT)).toBeLessThan(4);
  expect(Math.abs(sizes) / Math.sqrt(4 * COUNT)).toBeLessThan(4);
});
