import { PLOT_MIME } from "../../messages.ts";
import type { PlotDescription } from "../../messages.ts";
import { isRecord, type MimeData } from "../notebook.ts";

export type Row = Readonly<Record<string, unknown>>;
export type Spec = Readonly<Record<string, unknown>>;

/** A plot among the outputs of a cell. */
export interface PlotOutput {
  readonly spec: Spec;
  /** Of our own plots. */
  readonly description: PlotDescription | undefined;
  /** PNG, base64. */
  readonly picture: string | undefined;
  /** Undefined where neither the plot nor its text says anything. */
  readonly summary: string | undefined;
}

const VEGA_LITE = /^application\/vnd\.vegalite\.v\d+(?:\+|\.)json$/;

/** Undefined for an output that is no Vega-Lite plot. */
export function plotOf(data: MimeData): PlotOutput | undefined {
  const spec = Object.entries(data).find(([mime]) => VEGA_LITE.test(mime))?.[1];
  if (!isRecord(spec)) return undefined;
  const found = data[PLOT_MIME] ?? descriptionIn(spec);
  const description =
    isRecord(found) && typeof found["summary"] === "string"
      ? (found as unknown as PlotDescription)
      : undefined;
  const picture = data["image/png"];
  const plain = data["text/plain"];
  return {
    spec,
    description,
    picture: typeof picture === "string" ? picture.replaceAll(/\s/g, "") : undefined,
    summary: description?.summary ?? (typeof plain === "string" ? plain : undefined),
  };
}

/** Rows that a plot draws. */
export function rowsOf(spec: Spec): readonly Row[] {
  const data = spec["data"];
  const values = isRecord(data) ? data["values"] : undefined;
  if (Array.isArray(values)) return values.filter(isRecord);
  const sets = isRecord(spec["datasets"]) ? Object.values(spec["datasets"]) : [];
  return (sets.find(Array.isArray) ?? []).filter(isRecord);
}

function descriptionIn(spec: Spec): unknown {
  const { usermeta } = spec;
  return isRecord(usermeta) ? usermeta["genobook"] : undefined;
}
