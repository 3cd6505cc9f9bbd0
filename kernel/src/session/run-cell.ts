import vm from "node:vm";
import type { CellHost } from "../language/backend.ts";
import { toBundle } from "../display/bundle.ts";
import type { Cell } from "./cell.ts";
import { errorContent } from "./error-content.ts";
import type { Outcome, RunRequest } from "./link.ts";
import { imageOf, toJson } from "./notebook-services.ts";
import type { Outlet } from "./outlet.ts";
import type { CellSources } from "./stacks.ts";

/** What lasts from cell to cell. */
export interface RunParts {
  /** Top-level names of all cells; a plain object, since V8 is slow on a proxy (200 times, measured on tslab). */
  readonly scope: Record<string, unknown>;
  readonly host: CellHost;
  readonly sources: CellSources;
  readonly outlet: Outlet;
}

type CellFunction = (scope: Record<string, unknown>, host: CellHost) => Promise<unknown>;

/** Runs a converted cell to its end; never rejects. */
export async function runCell(
  request: RunRequest,
  cell: Cell,
  { scope, host, sources, outlet }: RunParts,
): Promise<Outcome> {
  try {
    const script = new vm.Script(request.javascript, {
      filename: request.label,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const run = script.runInThisContext() as CellFunction;
    const value = await run(scope, host);
    cell.resume(undefined);
    const result = value === undefined ? undefined : await resultJson(value);
    await outlet.settled(cell);
    return { status: "ok", result };
  } catch (error) {
    await outlet.settled(cell);
    return { status: "error", error: errorContent(error, sources) };
  }
}

async function resultJson(value: unknown): Promise<string> {
  const bundle = await toBundle(value);
  return toJson({ data: bundle.data, metadata: bundle.metadata, image: imageOf(bundle) });
}
