import type { TranslationBundle } from "@jupyterlab/translation";

interface Titled {
  title?: unknown;
  description?: unknown;
  [name: string]: unknown;
}

const ICON_LABEL = "jupyter.lab.setting-icon-label";

/** Puts the titles and descriptions of a schema into the page's language, in place; doing it twice changes nothing. */
export function translateSchema(schema: object, bundle: TranslationBundle): void {
  const whole = schema as Titled;
  translate(whole, "schema", bundle);
  const label = whole[ICON_LABEL];
  if (typeof label === "string") whole[ICON_LABEL] = bundle._p("settings", label);
  translateProperties(whole, bundle);
}

function translateProperties({ properties }: Titled, bundle: TranslationBundle): void {
  if (typeof properties !== "object" || properties === null) return;
  for (const property of Object.values(properties) as Titled[]) {
    translate(property, "settings", bundle);
    translateProperties(property, bundle);
  }
}

function translate(part: Titled, context: string, bundle: TranslationBundle): void {
  for (const name of ["title", "description"] as const) {
    const text = part[name];
    if (typeof text === "string" && text !== "") part[name] = bundle._p(context, text);
  }
}
