// node extension/locale/update.mjs: brings the catalogue to what the extension says now. New strings are listed, and
// stand empty until somebody translates them; strings that are gone are taken out.
import { existsSync, writeFileSync } from "node:fs";
import { catalogueFile, findMessages, readCatalogue } from "./strings.mjs";

const HEADER = {
  domain: "genobook",
  language: "zh-CN",
  plural_forms: "nplurals=1; plural=0;",
  version: "0.1.0",
};

const known = existsSync(catalogueFile) ? readCatalogue() : {};
const messages = findMessages();
/** @type {Record<string, unknown>} */
const catalogue = { "": known[""] ?? HEADER };
for (const { key, texts } of messages) {
  // JupyterLab takes a text for a plural only when it has more than one form, and Chinese has one.
  catalogue[key] = texts.length === 1 ? [known[key]?.[0] ?? ""] : [known[key]?.[0] ?? "", ""];
}
writeFileSync(catalogueFile, `${JSON.stringify(catalogue, null, 2)}\n`);

const missing = messages.filter(({ key }) => (known[key]?.[0] ?? "") === "");
const gone = Object.keys(known).filter((key) => key !== "" && !(key in catalogue));
for (const { key, places } of missing) {
  process.stdout.write(`to translate: ${JSON.stringify(key)} (${places[0]})\n`);
}
for (const key of gone) process.stdout.write(`taken out: ${JSON.stringify(key)}\n`);
process.stdout.write(`${messages.length} strings, ${missing.length} to translate\n`);
process.exitCode = missing.length === 0 ? 0 : 1;
