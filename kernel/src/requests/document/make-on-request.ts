import { makeCrate } from "../../document/crate/make-crate.ts";
import { makeDocument } from "../../document/make-document.ts";
import type { OpenRegion } from "../../document/plots/regions.ts";
import type { DocumentAnswer, DocumentOrder } from "../../messages.ts";
import { AnswerWithBuffers, type RequestContext } from "../handlers.ts";

/** Makes a document of a notebook that the page sends, as it is in its file. */
export async function makeOnRequest(
  { name, text, form, isOwnNotebook, smallestCount, language, licence }: DocumentOrder,
  { load, signal }: RequestContext,
): Promise<DocumentAnswer | AnswerWithBuffers<DocumentAnswer>> {
  const made = await makeDocument(text, {
    name,
    smallestCount,
    language,
    folder: isOwnNotebook ? process.cwd() : undefined,
    openRegion: isOwnNotebook ? regionOpener(load, signal) : undefined,
  });
  if (!made.isMade) return { isMade: false, refusals: made.refusals };
  const file = form === "crate" ? makeCrate(made, licence) : new TextEncoder().encode(made.html);
  return new AnswerWithBuffers<DocumentAnswer>({ isMade: true, bytes: file.length }, [file]);
}

interface RegionalLibrary {
  readonly plot: {
    readonly openRegion: (id: string, request: object) => Promise<{ readonly spec: object }>;
  };
}

function regionOpener(load: RequestContext["load"], signal: AbortSignal): OpenRegion {
  return async (plotId, place) => {
    try {
      const { plot } = (await load("@genobook/analysis")) as unknown as RegionalLibrary;
      const { spec } = await plot.openRegion(plotId, { ...place, signal });
      return { ...spec };
    } catch (error) {
      // Without the result the rows of the plot must do.
      if (!signal.aborted) return undefined;
      throw error;
    }
  };
}
