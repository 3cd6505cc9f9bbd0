import { expect, test } from "vitest";
import { panelOf, panelTicks } from "./stacked-panels.ts";

test("panels stand above each other, with powers of ten or round numbers for ticks", () => {
  const low = panelOf([1e-4, 1e-1], { place: 0, isLog: true });
  const high = panelOf([0, 1], { place: 1, isLog: false });
  expect(low.ticks.map(({ label }) => label)).toEqual(["1e−4", "0.001", "0.01", "0.1"]);
  expect(high.ticks.map(({ label }) => label)).toEqual(["0", "0.5", "1"]);
  // From 0.06 below 0 to 0.06 above 1, in a panel whose foot is at 1.25.
  expect(high.ticks[0].at).toBeCloseTo(1.25 + 0.06 / 1.12, 6);
  const places = panelTicks([high, low]).map(({ at }) => at);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(panelOf([2, 2], { place: 0, isLog: false }).ticks.length).toBeGreaterThan(1);
});
