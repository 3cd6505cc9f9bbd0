import { expect, test } from "vitest";
import { createArena, openArena } from "./arena.ts";

test("room beyond the memory's first size is had, and earlier views stay valid", () => {
  const arena = createArena(65_536);
  const first = arena.float64(8);
  first.fill(7);
  const large = arena.float64(1_000_000);
  large.fill(3);
  expect(large.length).toBe(1_000_000);
  expect([...first]).toEqual(Array(8).fill(7));
  expect(arena.pointer(large) % 64).toBe(0);
});

test("two threads of one arena get room apart", () => {
  const arena = createArena();
  const other = openArena(arena.handle);
  const a = arena.pointer(arena.uint8(100));
  const b = other.pointer(other.uint8(100));
  expect(Math.abs(a - b)).toBeGreaterThanOrEqual(100);
  expect(arena.used()).toBe(other.used());
  arena.clear();
  expect(other.used()).toBe(0);
});

test("a view of other memory has no address", () => {
  const arena = createArena();
  for (const view of [new Uint8Array(4), new Uint8Array(new SharedArrayBuffer(8), 4)]) {
    expect(arena.has(view)).toBe(false);
    expect(() => arena.pointer(view)).toThrow(TypeError);
  }
  expect(arena.has(createArena().uint8(4))).toBe(false);
  const placed = openArena(arena.handle).uint8(4);
  expect(arena.has(placed)).toBe(true);
  expect(arena.pointer(placed.subarray(1))).toBe(placed.byteOffset + 1);
});
