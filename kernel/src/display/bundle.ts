import type { MimeBundle } from "../session/link.ts";
import { plotBundle } from "./plot-bundle.ts";
import { inspectValue } from "./inspect-value.ts";

const DISPLAY = Symbol.for("Jupyter.display");

/** A value as the notebook shows it; a promise only when the value makes its own display asynchronously. */
export function toBundle(value: unknown): MimeBundle | Promise<MimeBundle> {
  if (typeof value === "object" && value !== null) {
    const own = ownDisplay(value);
    if (own !== undefined) return own;
    const plot = plotBundle(value);
    if (plot) return plot;
  }
  return { data: { "text/plain": inspectValue(value) }, metadata: {} };
}

function ownDisplay(value: object): MimeBundle | Promise<MimeBundle> | undefined {
  const method = (value as Record<symbol, unknown>)[DISPLAY];
  if (typeof method !== "function") return undefined;
  const made: unknown = method.call(value);
  return made instanceof Promise
    ? made.then((data) => normalised(data, value))
    : normalised(made, value);
}

function normalised(data: unknown, value: object): MimeBundle {
  if (typeof data !== "object" || data === null) {
    return { data: { "text/plain": inspectValue(value) }, metadata: {} };
  }
  const entries = Object.entries(data).map(([mime, content]) => [mime, mimeContent(content)]);
  const bundle = Object.fromEntries(entries) as Record<string, unknown>;
  // A bundle that is a plot gets the image and the metadata of one.
  const spec = Object.entries(bundle).find(([mime]) =>
    mime.startsWith("application/vnd.vegalite."),
  );
  const plot = spec && !("image/png" in bundle) ? plotBundle(spec[1] as object) : undefined;
  if (plot) return { ...plot, data: { ...plot.data, ...bundle } };
  if (!("text/plain" in bundle)) bundle["text/plain"] = `[${Object.keys(bundle).join(", ")}]`;
  return { data: bundle, metadata: {} };
}

/** Binary content travels as base64. */
export function mimeContent(content: unknown): unknown {
  return content instanceof Uint8Array ? Buffer.from(content).toString("base64") : content;
}
