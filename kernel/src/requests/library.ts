import type * as analysis from "@genobook/analysis";
import type { RequestContext } from "./handlers.ts";

/** The library that cells have. */
export async function libraryOf({ load }: Pick<RequestContext, "load">): Promise<typeof analysis> {
  return (await load("@genobook/analysis")) as unknown as typeof analysis;
}
