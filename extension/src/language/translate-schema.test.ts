import { nullTranslator } from "@jupyterlab/translation";
import { expect, test } from "vitest";
import { translateSchema } from "./translate-schema.ts";

test("titles and descriptions are said in the page's language, once, and nothing else is touched", () => {
  const bundle = {
    ...nullTranslator.load("genobook"),
    _p: (context: string, text: string) => (text.includes("|") ? text : `${context}|${text}`),
  };
  const schema = {
    title: "Documents",
    description: "A page",
    "jupyter.lab.setting-icon-label": "Icon",
    "jupyter.lab.shortcuts": [{ command: "title", keys: ["A"] }],
    properties: {
      title: { title: "Count", description: "People", default: "title", type: "integer" },
      inner: { properties: { deep: { title: "Deep" } } },
    },
  };
  translateSchema(schema, bundle);
  translateSchema(schema, bundle);
  expect(schema).toEqual({
    title: "schema|Documents",
    description: "schema|A page",
    "jupyter.lab.setting-icon-label": "settings|Icon",
    "jupyter.lab.shortcuts": [{ command: "title", keys: ["A"] }],
    properties: {
      title: {
        ...{ title: "settings|Count", description: "settings|People" },
        ...{ default: "title", type: "integer" },
      },
      inner: { properties: { deep: { title: "settings|Deep" } } },
    },
  });
});
