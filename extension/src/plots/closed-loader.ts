import type { Loader } from "vega";

/** A Vega loader that opens nothing, and remembers what it was asked for. */
export interface ClosedLoader extends Loader {
  readonly refused: readonly string[];
}

/** Plots draw only the rows stored in the notebook: no address is ever requested, not even an image. */
export function closedLoader(): ClosedLoader {
  const refused: string[] = [];
  const refuse = (uri: string): Promise<never> => {
    refused.push(uri);
    return Promise.reject(new Error(`This plot may not load ${uri}.`));
  };
  return { refused, load: refuse, sanitize: refuse, http: refuse, file: refuse };
}
