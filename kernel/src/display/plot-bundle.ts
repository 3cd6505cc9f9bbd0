import { PLOT_MIME } from "../messages.ts";
import type { PlotDescription } from "../messages.ts";
import type { MimeBundle } from "../session/link.ts";

const SCHEMA = /\/schema\/(vega|vega-lite)\/v(\d+)/;

// A reader can save what they see; source and editor would send the data to another site.
const ACTIONS = { export: true, source: false, compiled: false, editor: false };

/** The bundle of a Vega or Vega-Lite specification, recognised by its `$schema`; undefined for anything else. */
export function plotBundle(value: object): MimeBundle | undefined {
  const schema = (value as { $schema?: unknown }).$schema;
  const [, language, version] = (typeof schema === "string" ? SCHEMA.exec(schema) : null) ?? [];
  if (!language || !version) return undefined;
  const mime = `application/vnd.${language === "vega" ? "vega" : "vegalite"}.v${version}+json`;
  const description = plotDescription(value);
  return {
    data: {
      ...(description ? { [PLOT_MIME]: description } : {}),
      [mime]: value,
      "text/plain": description?.summary ?? titleOf(value),
    },
    metadata: { [mime]: { embed_options: { actions: ACTIONS } } },
    ...(language === "vega-lite" ? { image: value } : {}),
  };
}

function plotDescription(spec: object): PlotDescription | undefined {
  const { usermeta } = spec as { usermeta?: { genobook?: unknown } };
  const description = usermeta?.genobook as PlotDescription | undefined;
  return typeof description === "object" && typeof description.summary === "string"
    ? description
    : undefined;
}

function titleOf(spec: object): string {
  const { title, description } = spec as { title?: unknown; description?: unknown };
  const text = typeof title === "object" && title ? (title as { text?: unknown }).text : title;
  const name = [text, description].find((candidate) => typeof candidate === "string");
  return name ? `Chart: ${name}` : "Chart";
}
