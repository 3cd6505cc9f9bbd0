// Joins what runs in exported documents into one script, which the kernel puts into each: node bundle-document-page.mjs
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "kernel", "dist", "document", "page.js");

const bundle = await rolldown({
  input: join(here, "src", "document-page", "page.ts"),
  platform: "browser",
  checks: { eval: false },
});
const { output } = await bundle.generate({
  format: "iife",
  minify: true,
  codeSplitting: false,
  comments: { legal: true, jsdoc: false, annotation: false },
});
// In HTML these would end the script, or hide its end.
const script = output[0].code.replaceAll(/<\/(?=script)/gi, "<\\/").replaceAll("<!--", "<\\!--");
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, script);
console.log(`${Math.round(script.length / 1024)} KiB in kernel/dist/document/page.js`);
