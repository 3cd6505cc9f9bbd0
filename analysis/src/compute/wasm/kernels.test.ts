import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createArena } from "../arena.ts";
import { compileKernels, instantiateKernels } from "./kernels.ts";

const FOLDER = new URL(".", import.meta.url);

/** Methods of the interfaces that together are `Kernels`. */
function declaredNames(): string[] {
  const slices = readdirSync(FOLDER).filter((name) => name.endsWith("-kernels.ts"));
  return slices.flatMap((name) => {
    const source = readFileSync(new URL(name, FOLDER), "utf8");
    return [...source.matchAll(/^ {2}(\w+)\(/gm)].map((match) => match[1]);
  });
}

test("the module exports every kernel that an interface declares", async () => {
  const kernels: object = instantiateKernels(await compileKernels(), createArena());
  const names = declaredNames();
  expect(names.length).toBeGreaterThan(15);
  const absent = names.filter((name) => typeof kernels[name as keyof object] !== "function");
  expect(absent).toEqual([]);
});

test("the module's own constants lie below the arena, so that instances can share a memory", async () => {
  const arena = createArena(1_000_000);
  const bytes = arena.uint8(900_000).fill(0);
  instantiateKernels(await compileKernels(), arena);
  expect(bytes.every((byte) => byte === 0)).toBe(true);
});
