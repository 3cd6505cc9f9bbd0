import { expect, test } from "vitest";
import { computedBy } from "./device.ts";
import { condemnGpu } from "./engine/probe-gpu.ts";
import { sharedArena } from "./engine/pool.ts";
import { status } from "./status.ts";

test("nothing is opened or measured to tell the status, and what ran last is kept", () => {
  const before = status();
  expect(before.threads).toBeGreaterThanOrEqual(1);
  expect(before).toMatchObject({ workers: 0, memoryBytes: 0 });
  expect(before.gpu).toBeUndefined();
  expect(before.last).toBeUndefined();

  const report = { device: "wasm", threads: 2, seconds: 1, notices: [] } as const;
  computedBy({ engine: "wasm", reason: "asked for" }, report);
  sharedArena();
  condemnGpu("It was wrong once.");
  const after = status();
  expect(after.last).toEqual({
    device: "cpu",
    reason: "asked for; ran on 2 workers, in WebAssembly SIMD",
  });
  expect(after.gpu).toEqual({ refusal: "It was wrong once." });
  expect(after.memoryBytes).toBeGreaterThan(0);
});
