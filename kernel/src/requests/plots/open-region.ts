import type { PageRequests } from "../../messages.ts";
import { KernelRefusal } from "../../refusals/kernel-refusal.ts";
import type { RequestContext } from "../handlers.ts";

type Region = PageRequests["plot.region"];

/** The part of the analysis library that opens regions. */
interface Library {
  readonly plot?: {
    readonly openRegion?: (
      plotId: string,
      request: object,
    ) => Promise<{ readonly spec: Region["answers"]["spec"]; readonly hits: unknown }>;
  };
}

/** The region's plot, made by the library copy that made the plot it is asked for. */
export async function openRegion(
  { plotId, referenceVariantId, ...place }: Region["asks"],
  { load, signal }: Pick<RequestContext, "load" | "signal">,
): Promise<Region["answers"]> {
  const { plot } = (await load("@genobook/analysis")) as Library;
  if (plot?.openRegion === undefined) {
    throw new KernelRefusal("no-regions");
  }
  const { spec, hits } = await plot.openRegion(plotId, {
    ...place,
    reference: referenceVariantId,
    signal,
  });
  return { spec, hits: hits as Region["answers"]["hits"] };
}
