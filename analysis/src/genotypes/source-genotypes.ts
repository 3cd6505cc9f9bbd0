import type { Genotypes } from "./genotypes.ts";

// By a symbol, so that two copies of this library share it.
const KEY = Symbol.for("genobook.source-genotypes");

function sources(): WeakMap<object, Genotypes> {
  const holder = globalThis as unknown as Record<symbol, WeakMap<object, Genotypes> | undefined>;
  return (holder[KEY] ??= new WeakMap());
}

/** Keeps which genotypes a result was computed from, as long as the result is in memory; returns the result. */
export function withSource<T extends object>(result: T, genotypes: Genotypes): T {
  sources().set(result, genotypes);
  return result;
}

/** The genotypes that a result was computed from; undefined when it was read from a file, or changed since. */
export function genotypesOf(result: object): Genotypes | undefined {
  return sources().get(result);
}
