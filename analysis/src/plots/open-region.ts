import { AnalysisError } from "../errors.ts";
import { chromosomeName } from "../io/chromosome.ts";
import { plotSource } from "./plot-sources.ts";
import type { JsonObject, PlotSpec } from "./plot-spec.ts";
import { nearestGenes } from "./regional-genes.ts";
import { regional } from "./regional.ts";

/** A plot whose result is not in memory any more. */
export class PlotGoneError extends AnalysisError {
  readonly tag = "plot-gone";
}

export interface RegionRequest {
  /** 1–25. */
  readonly chromosome: number;
  readonly from: number;
  readonly to: number;
  /** Id of the variant that r² is with; the strongest of the region unless given. */
  readonly reference?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface OpenedRegion {
  readonly spec: PlotSpec;
  /** The region's variants, strongest first, at most ten. */
  readonly hits: readonly JsonObject[];
}

const MOST_HITS = 10;
const DRAWING_ONLY: ReadonlySet<string> = new Set(["label", "align", "dx", "dy", "bin", "tier"]);

/**
 * The regional plot of a place in a plot that was made in this session; what a click on a Manhattan plot asks for.
 *
 * @param plotId - `usermeta.genobook.id` of the plot
 * @throws PlotGoneError when the plot is of another session, or its result is gone
 * @throws NothingToPlotError, InvalidArgumentError, CancelledError
 * @example
 * const { id } = plot.manhattan(result).usermeta.genobook;
 * const { chromosome, basePairLocation } = plot.topHits(result, { threshold: 0.01 }).row(0);
 * const region = { chromosome, from: Math.max(1, basePairLocation - 5e6), to: basePairLocation + 5e6 };
 * const { spec, hits } = await plot.openRegion(id, region);
 */
export async function openRegion(plotId: string, request: RegionRequest): Promise<OpenedRegion> {
  const source = plotSource(plotId);
  if (source === undefined) {
    throw new PlotGoneError({
      what: "The result behind this plot is not in the kernel's memory.",
      why: "The plot is of an earlier session, or its result was replaced.",
      remedy: "Run the plot's cell again, then open the region.",
    });
  }
  const { result, options } = source;
  const spec = await regional(result, {
    ...options,
    variant: undefined,
    window: undefined,
    reference: undefined,
    ...request,
  });
  return { spec, hits: hitsOf(spec, options.genes && nearestGenes(options.genes)) };
}

function hitsOf(
  spec: PlotSpec,
  nearest: ReturnType<typeof nearestGenes> | undefined,
): JsonObject[] {
  const strongest = spec.data.values.toSorted(
    (a, b) => Number(b.negLog10PValue) - Number(a.negLog10PValue),
  );
  return strongest.slice(0, MOST_HITS).map((row) => {
    const position = Number(row.basePairLocation);
    const gene = nearest?.(Number(row.chromosome), position);
    const kept = Object.fromEntries(
      Object.entries(row).filter(([name]) => !DRAWING_ONLY.has(name)),
    );
    return {
      ...kept,
      place: `${chromosomeName(Number(row.chromosome))}:${position.toLocaleString("en-GB")}`,
      ...(gene && { nearestGene: gene.symbol, geneDistance: gene.distance }),
    };
  });
}
