import type { CellHost } from "../language/backend.ts";
import { KeyboardInterrupt } from "./cell.ts";
import type { Importer } from "./importer.ts";
import type { Tracker } from "./tracker.ts";

/** What converted code calls. One host serves all cells. */
export function createCellHost(importer: Importer, tracker: Tracker): CellHost {
  return {
    import: (specifier) => importer.import(specifier),
    require: importer.require,
    defaultOf,
    console,
    /**
     * A property that is read before the operand is evaluated: `host.resume(await e)` thus takes the cell that
     * *called*, not the one that declares the function.
     */
    get resume() {
      return tracker.current()?.resume ?? passOn;
    },
  };
}

function passOn<T>(value: T): T {
  return value;
}

/** CommonJS modules that were compiled from ES modules keep their default one level down. */
function defaultOf(module: Record<string, unknown>): unknown {
  if (!("default" in module)) return module;
  const outer = module["default"];
  const isCompiled =
    typeof outer === "object" && outer !== null && "__esModule" in outer && "default" in outer;
  return isCompiled ? outer.default : outer;
}

/** True for what an interrupt throws, which nobody needs to see a second time. */
export function isInterrupt(error: unknown): boolean {
  if (error instanceof KeyboardInterrupt) return true;
  return (error as { tag?: unknown } | undefined)?.tag === "cancelled";
}
