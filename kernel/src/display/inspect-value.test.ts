import { expect, test } from "vitest";
import { inspectValue } from "./inspect-value.ts";

test("a promise that is still waiting says how to wait for it; others show what they have", async () => {
  expect(inspectValue(new Promise(() => {}))).toMatch(/^Promise \{ <pending> \}\n.*write await/);
  const settled = Promise.resolve(3);
  await settled;
  expect(inspectValue(settled)).toBe("Promise { 3 }");
  expect(inspectValue([new Promise(() => {})])).toBe("[ Promise { <pending> } ]");
});
