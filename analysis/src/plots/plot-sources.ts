import type { Genotypes } from "../genotypes/genotypes.ts";
import { genotypesOf } from "../genotypes/source-genotypes.ts";
import type { AssociationTable } from "./associations.ts";
import type { PlotSpec } from "./plot-spec.ts";
import type { RegionalOptions } from "./regional-options.ts";

/** From what a plot was made, for regions that are opened from it. */
export interface PlotSource {
  readonly result: AssociationTable;
  /** What its regional plots show. */
  readonly options: RegionalOptions;
}

interface Remembered {
  readonly result: WeakRef<AssociationTable>;
  readonly options: RegionalOptions;
}

/** Results that nothing else holds stay for as many plots; a cell may draw what it never names. */
const KEPT_ROWS = 3_000_000;
const KEPT_PLOTS = 4;

// Two copies of this library in one kernel know each other's plots.
const KEY = Symbol.for("genobook.plot-sources");

interface Registry {
  readonly sources: Map<string, Remembered>;
  kept: readonly AssociationTable[];
}

function registry(): Registry {
  const holder = globalThis as unknown as Record<symbol, Registry | undefined>;
  return (holder[KEY] ??= { sources: new Map(), kept: [] });
}

/** Keeps where a plot came from, by its id, as long as its result is in memory. */
export function rememberPlot(spec: PlotSpec, { result, options }: PlotSource): void {
  const all = registry();
  all.sources.set(spec.usermeta.genobook.id, {
    result: new WeakRef(result),
    options: { ...options, signal: undefined },
  });
  const kept = [result, ...all.kept.filter((other) => other !== result)].slice(0, KEPT_PLOTS);
  let rows = 0;
  all.kept = kept.filter((table) => (rows += table.rowCount) <= KEPT_ROWS);
  for (const [id, source] of all.sources)
    if (source.result.deref() === undefined) all.sources.delete(id);
}

/** Undefined when the plot was made in another session, or its result is gone. */
export function plotSource(plotId: string): PlotSource | undefined {
  const found = registry().sources.get(plotId);
  const result = found?.result.deref();
  return found && result ? { result, options: found.options } : undefined;
}

/** The genotypes that a scan read. */
export function genotypesBehind(result: AssociationTable): Genotypes | undefined {
  return genotypesOf(result);
}
