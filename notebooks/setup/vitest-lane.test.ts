import { expect, test } from "vitest";
import config from "../../vitest.config.ts";
import { LANES } from "./vitest-lane.mjs";

test("npm test runs every project, in one of its lanes", () => {
  const projects = config.test?.projects as readonly { test: { name: string } }[];
  expect(LANES.flat().sort()).toEqual(projects.map(({ test: { name } }) => name).sort());
});
