import { expect, test } from "vitest";
import { randomStream, type RandomStream } from "../random.ts";
import { fillNormals } from "./normal-draws.ts";
import { normalCumulative } from "./normal.ts";

const COUNT = 2_000_000;
const draws = fillNormals(randomStream(20, "normal draws"), new Float64Array(COUNT));

test("the same seed gives the same numbers, however many are asked for", () => {
  const few = fillNormals(randomStream(20, "normal draws"), new Float64Array(1000));
  expect(few).toEqual(draws.slice(0, 1000));
  expect(fillNormals(randomStream(21, "normal draws"), new Float64Array(1000))).not.toEqual(few);
});

test("a million draws are those of the ziggurat written with the stream's own calls, to the bit", () => {
  const own = randomStream(7, "twin");
  const expected = zigguratOf(own, 1_000_000);
  const random = randomStream(7, "twin");
  const found = fillNormals(random, new Float64Array(1_000_000));
  expect(found.findIndex((value, i) => value !== expected[i])).toBe(-1);
  // The stream goes on where the block ended.
  expect(random.uniform()).toBe(own.uniform());
  expect(random.normal()).toBe(own.normal());
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

function zigguratOf(random: RandomStream, count: number): Float64Array {
  const density = (x: number): number => Math.exp(-0.5 * x * x);
  const area = 9.91256303526217e-3;
  const ends = [area / density(3.442619855899), 3.442619855899];
  while (ends.length < 128) {
    const last = ends[ends.length - 1];
    ends.push(Math.sqrt(-2 * Math.log(area / last + density(last))));
  }
  ends.push(0);
  const draw = (): number => {
    const low = random.bits();
    const layer = low % 128;
    const u = (random.bits() * 2 ** 21 + Math.floor(low / 2 ** 11)) * 2 ** -52 - 1;
    const x = u * ends[layer];
    if (Math.abs(u) < ends[layer + 1] / ends[layer]) return x;
    if (layer > 0) {
      const outer = Math.exp(-0.5 * (ends[layer] * ends[layer] - x * x));
      const inner = Math.exp(-0.5 * (ends[layer + 1] * ends[layer + 1] - x * x));
      return inner + random.uniform() * (outer - inner) < 1 ? x : draw();
    }
    for (;;) {
      const beyond = -Math.log(1 - random.uniform()) / 3.442619855899;
      const height = -Math.log(1 - random.uniform());
      if (2 * height > beyond * beyond) {
        return u < 0 ? -(3.442619855899 + beyond) : 3.442619855899 + beyond;
      }
    }
  };
  return Float64Array.from({ length: count }, draw);
}
