/** Which execution gave each top-level name its value. */
export interface Makers {
  /** After a cell: names whose value is another than before are its own. */
  note(label: string): void;
  /** Number of the execution; undefined for names that no numbered cell made. */
  of(name: string): number | undefined;
}

interface Made {
  /** Weak, so that a value which cells let go of is not kept for this. */
  readonly value: unknown;
  readonly execution: number | undefined;
}

/** @param scope - top-level names of all cells */
export function createMakers(scope: Readonly<Record<string, unknown>>): Makers {
  const made = new Map<string, Made>();
  return {
    note(label) {
      const number = Number(/^Cell (\d+)$/.exec(label)?.[1] ?? 0);
      const execution = number > 0 ? number : undefined;
      for (const name of made.keys()) if (!Object.hasOwn(scope, name)) made.delete(name);
      for (const name of Object.keys(scope)) {
        const value = valueOf(scope, name);
        const before = made.get(name);
        if (before && isSame(before.value, value)) continue;
        made.set(name, { value: isObject(value) ? new WeakRef(value) : value, execution });
      }
    },
    of: (name) => made.get(name)?.execution,
  };
}

/** A name that a cell declared and never reached has no value. */
function valueOf(scope: Readonly<Record<string, unknown>>, name: string): unknown {
  try {
    return scope[name];
  } catch {
    return undefined;
  }
}

function isSame(kept: unknown, value: unknown): boolean {
  return kept instanceof WeakRef ? kept.deref() === value : Object.is(kept, value);
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
